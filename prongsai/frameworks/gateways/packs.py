"""The framework files that come with the product, and files on disk."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from prongsai.frameworks.rules.packs.build import build_framework
from prongsai.frameworks.rules.packs.yaml_text import parse_framework
from prongsai.frameworks.types.packs import BadFramework, Fault, Parsed
from prongsai.scoring.types.framework import Framework, Text

FOLDER = Path(__file__).resolve().parent.parent / "packs"


def list_packs() -> tuple[str, ...]:
    """The names of the frameworks, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@lru_cache(maxsize=32)
def get_pack(name: str) -> Framework:
    """The framework of that name; KeyError where there is none."""
    return build_framework(read_pack(name).document)


@lru_cache(maxsize=1)
def get_schema() -> dict[str, Any]:
    """The JSON Schema of framework files."""
    schema: dict[str, Any] = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    return schema


def read_pack(name: str) -> Parsed:
    """The plain data of the framework of that name."""
    return parse_framework(read_pack_text(name))


def read_pack_text(name: str) -> str:
    """The file of the framework of that name, as it stands."""
    if name not in list_packs():
        raise KeyError(name)
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def read_framework_bytes(content: bytes) -> Parsed:
    """The plain data of an uploaded file, YAML or JSON, or BadFramework."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = Fault("$", None, Text("ไฟล์ไม่ใช่ UTF-8", "the file is not UTF-8"))
        raise BadFramework([fault]) from None
    # JSON allows tabs between its values, YAML does not; within its texts JSON has none.
    is_json = text.lstrip()[:1] == "{"
    return parse_framework(text.replace("\t", " ") if is_json else text)


def read_framework_file(path: Path) -> Parsed:
    """The plain data of a file, or BadFramework."""
    try:
        return parse_framework(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _unreadable(
            path, f"เปิดไฟล์ไม่ได้ ({error.strerror})", f"cannot open ({error.strerror})"
        ) from None
    except UnicodeDecodeError:
        raise _unreadable(path, "ไฟล์ไม่ใช่ UTF-8", "the file is not UTF-8") from None


def _unreadable(path: Path, thai: str, english: str) -> BadFramework:
    return BadFramework([Fault(str(path), None, Text(thai, english))])
