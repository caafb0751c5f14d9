"""Writing a package of open data into a folder, agency by agency."""

import csv
import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from prongsai.results.rules.packages.layout import (
    ARCHIVE,
    FILES,
    FRAMEWORK,
    MANIFEST,
    TABLES,
    Facts,
    FileFacts,
    describe_package,
    hash_data,
    list_columns,
)
from prongsai.results.rules.packages.writing import Rows
from prongsai.scoring.run import ENGINE_VERSION
from prongsai.scoring.types.framework import Framework


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published, and under which name."""

    framework: Framework
    text: str  # of the framework, as it is frozen
    run: int
    threshold: int


class _Sink:
    """A table being written: its writer, and its size and hash so far."""

    def __init__(self, path: str, file: IO[bytes]) -> None:
        self.path = path
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0
        self.writer = csv.writer(self, lineterminator="\n")

    def write(self, text: str) -> None:
        raw = text.encode()
        self._file.write(raw)
        self._digest.update(raw)
        self._size += len(raw)

    def close(self) -> FileFacts:
        return FileFacts(self.path, self._size, self._digest.hexdigest())


def write_package(folder: Path, edition: Edition, agencies: Iterable[Rows]) -> Facts:
    """Write every file; the list of them comes last."""
    columns = list_columns(edition.framework)
    files = [_write_text(folder, FRAMEWORK, edition.text)]
    with ExitStack() as stack:
        sinks = {
            path: _Sink(path, stack.enter_context((folder / path).open("wb"))) for path in TABLES
        }
        for path, sink in sinks.items():
            sink.writer.writerow(columns[path])
        for rows in agencies:
            for path, own in rows.items():
                width = len(columns[path])
                sinks[path].writer.writerows([*row, *[None] * (width - len(row))] for row in own)
        files += [sink.close() for sink in sinks.values()]
    facts = Facts(
        framework=edition.framework.name,
        framework_hash=edition.framework.digest,
        data_hash=hash_data(files),
        engine_version=ENGINE_VERSION,
        fiscal_year=edition.framework.fiscal_year,
        run=edition.run,
        threshold=edition.threshold,
        files=tuple(files),
    )
    told = describe_package(facts, edition.framework)
    _write_text(folder, MANIFEST, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return facts


def write_archive(folder: Path, made: datetime) -> None:
    """Put the written files into one ZIP beside them, once: they never change."""
    with zipfile.ZipFile(folder / ARCHIVE, "w") as archive:
        for path in (MANIFEST, *FILES):
            info = zipfile.ZipInfo(path, date_time=made.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            with (folder / path).open("rb") as source, archive.open(info, "w") as entry:
                shutil.copyfileobj(source, entry)


def _write_text(folder: Path, path: str, text: str) -> FileFacts:
    raw = text.encode()
    (folder / path).write_bytes(raw)
    return FileFacts(path, len(raw), hashlib.sha256(raw).hexdigest())
