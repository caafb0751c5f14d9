"""`prongsai score`: JSON of agencies in, JSON of scores out."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfileobj
from typing import Any, TextIO

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from prongsai.core.errors import Conflict
from prongsai.frameworks.gateways import packs as shipped
from prongsai.frameworks.selectors import packs
from prongsai.scoring.document import Document, open_document, read_bytes
from prongsai.scoring.faults import BadInput, show_value
from prongsai.scoring.payload import AgencyReader
from prongsai.scoring.report import write_report
from prongsai.scoring.run import score_all
from prongsai.scoring.types.framework import Framework
from prongsai.scoring.types.given import Given

MOST_FAULTS = 20


class Command(BaseCommand):
    help = "ให้คะแนนหน่วยงานในไฟล์ JSON / Score the agencies of a JSON file"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="ไฟล์ JSON หรือ - / JSON file, or - for standard input")
        parser.add_argument("--out", help="ไฟล์ผลลัพธ์ / where to write; standard output without it")
        parser.add_argument("--explain", action="store_true", help="พร้อมเหตุผลทุกขั้น / with reasons")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = open_document(read_bytes(read_input(options["file"])))
            framework = find_framework(document)
            with tempfile.TemporaryFile("w+", encoding="utf-8") as report:
                agencies = read_agencies(document, framework)
                write_report(
                    framework,
                    score_all(framework, agencies),
                    report.write,
                    explain=options["explain"],
                )
                report.seek(0)
                self._hand_over(report, options["out"])
        except BadInput as error:
            raise CommandError(str(error), returncode=2) from None

    def _hand_over(self, report: TextIO, out: str | None) -> None:
        if out is None:
            # The wrapper of Django would end every piece with a new line.
            while piece := report.read(1 << 16):
                self.stdout.write(piece, ending="")
            return
        target = Path(out)
        try:
            with target.open("w", encoding="utf-8") as stream:
                copyfileobj(report, stream)
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}", returncode=2) from None


def read_input(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise BadInput(
            name, f"เปิดไฟล์ไม่ได้ ({error.strerror})", f"cannot open ({error.strerror})"
        ) from None


def find_framework(document: Document) -> Framework:
    """The framework that the file names."""
    for key in document.values:
        if key not in ("framework", "agencies"):
            raise BadInput(
                show_value(key)[1:-1],
                "ไม่รู้จักคีย์นี้ คีย์ที่ใช้ได้: framework, agencies",
                "unknown key; the keys are: framework, agencies",
            )
    name = document.values.get("framework")
    known = ", ".join(shipped.list_packs())
    if name is None or document.start is None:
        key = "framework" if name is None else "agencies"
        hint = f" ({known})" if name is None else " [{…}, …]"
        raise BadInput(key, f"ต้องระบุ{hint}", f"is required{hint}")
    try:
        return packs.get_pack(name if type(name) is str else "")
    except Conflict as error:
        raise BadInput("framework", error.message, "was changed after it was frozen") from None
    except (KeyError, DatabaseError, ImproperlyConfigured):
        shown = show_value(name)
        raise BadInput(
            "framework",
            f"ไม่มีกรอบ {shown} ที่มีคือ {known}",
            f"there is no framework {shown}; there are {known}",
        ) from None


def read_agencies(document: Document, framework: Framework) -> Iterator[Given]:
    """Every agency; the first faults of the file are told together."""
    reader, faults = AgencyReader(framework), []
    for path, raw in document.iter_agencies():
        try:
            given = reader.read_agency(raw, path)
        except BadInput as error:
            faults.append(error)
            if len(faults) == MOST_FAULTS:
                break
        else:
            if not faults:
                yield given
    if faults:
        rest = "\n".join(str(fault) for fault in faults[1:])
        raise _join(faults[0], rest)


def _join(first: BadInput, rest: str) -> BadInput:
    tail = f"\n{rest}" if rest else ""
    return BadInput(first.path, first.text.th, first.text.en + tail)
