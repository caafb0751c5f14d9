"""Reading the page that lists a package, strictly: every fault names its path."""

import re
from collections.abc import Mapping
from typing import Any

from prongsai.results.rules.packages.layout import (
    FILES,
    FORMAT,
    MANIFEST,
    Facts,
    FileFacts,
)
from prongsai.scoring.document import read_json
from prongsai.scoring.faults import BadInput, show_value

LARGEST = 1_000_000
LARGEST_FILE = 4_000_000_000
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def read_manifest(text: str) -> Facts:
    """What the package says of itself, or BadInput."""
    if len(text) > LARGEST:
        raise _bad("", "ไฟล์ใหญ่เกินไป", "the file is too large")
    try:
        root = _object(read_json(text), "")
    except BadInput as error:
        if error.path.startswith(MANIFEST):
            raise
        raise BadInput(f"{MANIFEST}: {error.path}", error.text.th, error.text.en) from None
    own = _object(root.get("prongsai"), "prongsai")
    if own.get("format") != FORMAT:
        raise _bad(
            "prongsai.format",
            f"ต้องเป็น {FORMAT} โปรแกรมรุ่นนี้อ่านแบบอื่นไม่ได้",
            f"must be {FORMAT}: this version of the program reads no other",
        )
    return Facts(
        framework=_text(own, "framework", _NAME),
        framework_hash=_text(own, "framework_hash", _HASH),
        data_hash=_text(own, "data_hash", _HASH),
        engine_version=_text(own, "engine_version", re.compile(r"[0-9A-Za-z.+-]{1,40}")),
        fiscal_year=_number(own, "fiscal_year", 2700),
        run=_number(own, "run", 10**9),
        threshold=_number(own, "threshold", 10**6),
        files=_read_files(root.get("resources")),
    )


def _read_files(raw: object) -> tuple[FileFacts, ...]:
    if not isinstance(raw, list):
        raise _bad("resources", "ต้องเป็นรายการไฟล์", "must be a list of files")
    found: dict[str, FileFacts] = {}
    for number, value in enumerate(raw[:100]):
        place = f"resources[{number}]"
        resource = _object(value, place)
        path = resource.get("path")
        if path not in FILES or path in found:
            shown = show_value(path)
            raise _bad(
                f"{place}.path",
                f"{shown} ไม่ใช่ไฟล์ของชุดข้อมูลนี้ หรือซ้ำ",
                f"{shown} is no file of a package, or stands twice",
            )
        found[path] = _read_file(resource, path, place)
    missing = [path for path in FILES if path not in found]
    if missing:
        listed = ", ".join(missing)
        raise _bad("resources", f"ขาดไฟล์ {listed}", f"missing: {listed}")
    return tuple(found[path] for path in FILES)


def _read_file(resource: Mapping[str, Any], path: str, place: str) -> FileFacts:
    written = resource.get("hash")
    if type(written) is not str or not _HASH.fullmatch(written.removeprefix("sha256:")):
        raise _bad(f"{place}.hash", "ต้องเป็น sha256:…", "must be sha256:…")
    size = resource.get("bytes")
    if type(size) is not int or not 0 <= size <= LARGEST_FILE:
        raise _bad(f"{place}.bytes", "ต้องเป็นจำนวนไบต์", "must be a number of bytes")
    return FileFacts(path, size, written.removeprefix("sha256:"))


def _object(raw: object, path: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise _bad(path, "ต้องเป็นวัตถุ {…}", f"must be an object {{…}}, not {show_value(raw)}")
    repeated = getattr(raw, "key", None)
    if repeated is not None:
        raise _bad(f"{path}.{repeated}".lstrip("."), "มีคีย์นี้ซ้ำ", "this key stands twice")
    return raw


def _text(own: Mapping[str, Any], key: str, shape: re.Pattern[str]) -> str:
    value = own.get(key)
    if type(value) is not str or not shape.fullmatch(value):
        raise _bad(
            f"prongsai.{key}",
            f"{show_value(value)} ใช้ไม่ได้",
            f"{show_value(value)} cannot be used",
        )
    return value


def _number(own: Mapping[str, Any], key: str, most: int) -> int:
    value = own.get(key)
    if type(value) is not int or not 0 <= value <= most:
        raise _bad(
            f"prongsai.{key}",
            f"{show_value(value)} ไม่ใช่จำนวนเต็มที่ใช้ได้",
            f"{show_value(value)} is not a whole number that can be used",
        )
    return value


def _bad(path: str, thai: str, english: str) -> BadInput:
    return BadInput(f"{MANIFEST}: {path or '$'}", thai, english)
