"""The phrases of the product and their translations: `script/messages`.

Source phrases are Thai and stand in the code; the English ones are entries of the catalogue.
Without arguments it reports what is missing or unused; `merge` folds the parts into one file.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import polib

from config.env import ROOT
from config.messages import merge

CATALOGUE = ROOT / "prongsai" / "locale" / "en" / "LC_MESSAGES" / "django.po"
MODULE = "django.utils.translation"
# How many of the leading arguments are phrases, and whether the first is a context.
CALLS = {
    "gettext": (1, False),
    "ngettext": (2, False),
    "pgettext": (1, True),
    "npgettext": (2, True),
}
LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALL = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*{LITERAL}"
    rf"(?:\s*,\s*{LITERAL})?(?:\s*,\s*{LITERAL})?"
)


class Key(NamedTuple):
    """What the catalogue looks a phrase up by."""

    context: str | None
    phrase: str


@dataclass(slots=True)
class Use:
    """A phrase with its plural and the places where it is used."""

    plural: str | None = None
    places: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    entries = merge([CATALOGUE, *sorted((CATALOGUE.parent / "parts").glob("*.po"))])
    used = find_phrases()
    known = {Key(entry.msgctxt, entry.msgid) for entry in entries if is_translated(entry)}
    missing = sorted(used.keys() - known, key=by_phrase)
    unused = sorted(known - used.keys(), key=by_phrase)
    for title, keys in (("Not translated", missing), ("Not used any more", unused)):
        for key in keys:
            place = used[key].places[0] if key in used else ""
            print(f"{title}: {key.phrase!r} {place}")  # noqa: T201 - the report of the command
    if arguments == ["merge"]:
        write(entries, used)
    return int(bool(missing))


def by_phrase(key: Key) -> tuple[str, str]:
    return key.phrase, key.context or ""


def is_translated(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr or (entry.msgstr_plural and all(entry.msgstr_plural.values())))


def write(entries: polib.POFile, used: dict[Key, Use]) -> None:
    """Write one catalogue, sorted by phrase, with the places of use, and remove the parts."""
    whole = polib.POFile(wrapwidth=100)
    whole.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
        "Language": "en",
    }
    for entry in sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        use = used.get(Key(entry.msgctxt, entry.msgid))
        if use:
            entry.occurrences = [(place, "") for place in sorted(set(use.places))]
            whole.append(entry)
    whole.save(str(CATALOGUE))
    for part in (CATALOGUE.parent / "parts").glob("*.po"):
        part.unlink()


def find_phrases() -> dict[Key, Use]:
    """Return every phrase that the code and the templates ask the catalogue for."""
    found: dict[Key, Use] = {}
    for folder in ("prongsai", "config"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            collect(found, path, find_in_python(path))
    for path in sorted((ROOT / "prongsai").rglob("templates/**/*.*")):
        if path.suffix in {".html", ".txt"}:
            collect(found, path, find_in_template(path))
    return found


Phrase = tuple[Key, str | None]


def collect(found: dict[Key, Use], path: Path, phrases: Iterator[Phrase]) -> None:
    for key, plural in phrases:
        use = found.setdefault(key, Use())
        use.plural = use.plural or plural
        use.places.append(path.relative_to(ROOT).as_posix())


def find_in_python(path: Path) -> Iterator[Phrase]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == MODULE
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = get_called_name(node.func, names)
            strings = [
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            ]
            yield from read_call(name.removesuffix("_lazy").removesuffix("_noop"), strings)


def get_called_name(function: ast.expr, names: dict[str, str]) -> str:
    """Return the name of the translation function that is called, or nothing."""
    match function:
        case ast.Name(name):
            return names.get(name, "")
        case ast.Attribute(value=ast.Name("translation"), attr=attr):
            return attr
    return ""


def find_in_template(path: Path) -> Iterator[Phrase]:
    from django.utils.translation.template import templatize  # noqa: PLC0415 - needs settings

    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in TEMPLATE_CALL.finditer(code):
        strings = [ast.literal_eval(text) for text in match.groups()[1:] if text]
        yield from read_call("gettext" if match[1] == "_" else match[1], strings)


def read_call(name: str, strings: list[str]) -> Iterator[Phrase]:
    if name not in CALLS:
        return
    phrases, has_context = CALLS[name]
    context = strings.pop(0) if has_context and strings else None
    if strings:
        plural = strings[1] if phrases == 2 and len(strings) > 1 else None
        yield Key(context, strings[0]), plural


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    raise SystemExit(main(sys.argv[1:]))
