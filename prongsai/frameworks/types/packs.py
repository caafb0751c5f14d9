"""Framework files: what can be wrong with one, and how two of them differ."""

from dataclasses import dataclass, field
from typing import Any

from prongsai.scoring.types.framework import Text

Path = tuple[str | int, ...]
FORMAT = "prongsai-framework/1"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a framework file, with its place."""

    path: str
    line: int | None
    text: Text


class BadFramework(Exception):
    """A framework file that cannot be used."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.text.en}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Parsed:
    """A framework file as plain data, with the line of every value."""

    document: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def find_line(self, path: Path) -> int | None:
        """The line of the value, or of the nearest value around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def write_path(path: Path) -> str:
    """The path as people write it: instruments[0].weight."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".") or "$"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change between two frameworks."""

    kind: str
    before_code: str | None
    after_code: str | None
    label: Text
    before: str = ""
    after: str = ""
