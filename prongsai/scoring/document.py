"""A JSON file of agencies, read one agency at a time and exactly as written."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from prongsai.scoring.faults import BadInput, show_value

_SPACE = re.compile(r"[ \t\n\r]*")


class Written(str):
    """A JSON number with a point or an exponent, kept as it was written."""

    __slots__ = ()


class Repeated(dict[str, Any]):
    """A JSON object in which one key stands twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]


def _read_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(pairs)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_read_pairs, parse_float=Written, parse_constant=Written
)


@dataclass(frozen=True, slots=True)
class Document:
    """The top level of the file, checked; the agencies are decoded again when asked for."""

    text: str
    values: dict[str, Any]
    start: int | None  # of the list of agencies

    def iter_agencies(self) -> Iterator[tuple[str, Any]]:
        """Every agency with its path."""
        if self.start is not None:
            for number, value, _ in _walk_list(self.text, self.start):
                yield f"agencies[{number}]", value


def read_bytes(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "$",
            f"ไฟล์ไม่ใช่ UTF-8 (ไบต์ที่ {error.start})",
            f"the file is not UTF-8 (byte {error.start})",
        ) from None


def read_json(text: str) -> Any:
    """Any JSON, as strictly: numbers as written, repeated keys marked, nothing after the end."""
    position = _skip(text, 0)
    value, position = _decode(text, position)
    position = _skip(text, position)
    if position != len(text):
        raise _syntax(text, position, "มีข้อความเกินมาท้ายไฟล์", "there is more text after the end")
    return value


def open_document(text: str) -> Document:
    """Check the syntax of the whole file and find where its agencies begin."""
    position = _skip(text, 0)
    if text[position : position + 1] != "{":
        raise _syntax(text, position, "ต้องเริ่มด้วย {", "must begin with {")
    values: dict[str, Any] = {}
    start: int | None = None
    position = _skip(text, position + 1)
    more = text[position : position + 1] != "}"
    while more:
        key, position = _read_key(text, position)
        if key in values:
            raise BadInput(key, "มีคีย์นี้ซ้ำ", "this key stands twice")
        if key == "agencies" and text[position : position + 1] == "[":
            values[key], start = (), position
            position = _skip_list(text, position)
        else:
            values[key], position = _decode(text, position)
        position, more = _next(text, _skip(text, position), "}")
    position = _skip(text, position + 1 if not values else position)
    if position != len(text):
        raise _syntax(text, position, "มีข้อความเกินมาท้ายไฟล์", "there is more text after the end")
    return Document(text, values, start)


def _read_key(text: str, position: int) -> tuple[str, int]:
    key, end = _decode(text, position)
    if type(key) is not str:
        raise _syntax(text, position, "ต้องเป็นชื่อคีย์ในเครื่องหมายคำพูด", "a key in quotes is expected")
    end = _skip(text, end)
    if text[end : end + 1] != ":":
        raise _syntax(text, end, "ต้องมี : หลังชื่อคีย์", "a : is expected after the key")
    return key, _skip(text, end + 1)


def _next(text: str, position: int, close: str) -> tuple[int, bool]:
    """Past the comma (more follows) or past the closing bracket."""
    found = text[position : position + 1]
    if found == ",":
        return _skip(text, position + 1), True
    if found == close:
        return position + 1, False
    raise _syntax(text, position, f"ต้องเป็น , หรือ {close}", f", or {close} is expected")


def _walk_list(text: str, position: int) -> Iterator[tuple[int, Any, int]]:
    """Number, value and end position of every element."""
    position = _skip(text, position + 1)
    if text[position : position + 1] == "]":
        return
    number, more = 0, True
    while more:
        value, end = _decode(text, position)
        position, more = _next(text, _skip(text, end), "]")
        yield number, value, position
        number += 1


def _skip_list(text: str, start: int) -> int:
    """Where the list that begins at start is over."""
    end = _skip(text, start + 1) + 1  # of an empty list
    for _, _, position in _walk_list(text, start):
        end = position
    return end


def _decode(text: str, position: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        raise _syntax(text, error.pos, "JSON ผิดรูปแบบ", f"broken JSON ({error.msg})") from None
    except RecursionError:
        raise _syntax(text, position, "JSON ซ้อนลึกเกินไป", "JSON nested too deep") from None
    except ValueError:
        raise _syntax(text, position, "มีตัวเลขยาวเกินไป", "a number is too long") from None


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _syntax(text: str, position: int, thai: str, english: str) -> BadInput:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    near = show_value(text[position : position + 20]) if position < len(text) else "∅"
    return BadInput(
        "$",
        f"{thai} (บรรทัด {line} ตัวอักษรที่ {column} ใกล้ {near})",
        f"{english} (line {line}, column {column}, near {near})",
    )
