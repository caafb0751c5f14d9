"""Framework files are a small, safe part of YAML: no aliases, no tags, exact numbers."""

import re
from decimal import Decimal
from typing import Any

import yaml

from prongsai.frameworks.types.packs import BadFramework, Fault, Parsed, Path, write_path
from prongsai.scoring.types.framework import Text

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML without libyaml is only slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

LARGEST = 2_000_000
# No framework is deeper than 14 levels; a file of brackets would exhaust the stack of the reader.
DEEPEST = 40
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,30}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


def parse_framework(text: str) -> Parsed:
    """The file as plain data, or BadFramework with line and reason."""
    if len(text) > LARGEST:
        raise _bad(
            (), None, "ไฟล์ใหญ่เกิน 2 ล้านตัวอักษร", "the file is larger than 2 million characters"
        )
    try:
        _refuse_depth(text)
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise _bad((), line, "รูปแบบ YAML ไม่ถูกต้อง", f"broken YAML ({error.problem})") from None
    except yaml.YAMLError:
        raise _bad(
            (), None, "มีอักขระที่ใช้ไม่ได้", "the file has characters YAML does not allow"
        ) from None
    if root is None:
        raise _bad((), None, "ไฟล์ว่าง", "the file is empty")
    reader = _Reader()
    return Parsed(reader.read(root, ()), reader.lines)


def _refuse_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else None
            raise _bad((), line, "ข้อมูลซ้อนลึกเกินไป", "the data is nested too deep")


def _bad(path: Path, line: int | None, thai: str, english: str) -> BadFramework:
    return BadFramework([Fault(write_path(path), line, Text(thai, english))])


class _Reader:
    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        if id(node) in self._seen:
            raise _bad(
                path, line, "ไม่ใช้ตัวย่อ & และ * ให้เขียนเต็ม", "write it out: & and * are not used"
            )
        self._seen.add(id(node))
        self.lines[path] = line
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*path, n)) for n, child in enumerate(node.value)]
        return read_scalar(node)

    def _read_mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise _bad(path, line, "ชื่อคีย์ต้องเป็นข้อความ", "a key must be plain text")
            key = key_node.value
            if key in found:
                raise _bad((*path, key), line, "มีคีย์นี้ซ้ำ", "this key stands twice")
            found[key] = self.read(value_node, (*path, key))
            self.lines[(*path, key)] = line
        return found


def read_scalar(node: yaml.Node) -> Any:
    """Quoted text stays text; plain digits are exact numbers; yes and no are words."""
    value: str = node.value
    if getattr(node, "style", None) not in (None, ""):
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _WHOLE.fullmatch(value):
        return int(value)
    return Decimal(value) if _DECIMAL.fullmatch(value) else value
