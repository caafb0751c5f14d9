"""What the product imports is what an installation gets."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.conventions.tree import ROOT, label, parse, python_files

OURS = {"prongsai", "config"}


def read_pinned(name):
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return {match.replace("_", "-").lower() for match in re.findall(r"^([\w.-]+)==", text, re.M)}


def find_imported(path):
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_everything_imported_is_pinned_for_production():
    pinned = read_pinned("base.txt") | read_pinned("bootstrap.txt")
    owners = packages_distributions()
    missing = {
        f"{label(path)}: {name}"
        for path in python_files("prongsai", "config")
        for name in (full.partition(".")[0] for full in find_imported(path))
        if name not in OURS | sys.stdlib_module_names
        and not {owner.replace("_", "-").lower() for owner in owners.get(name, ())} & pinned
    }

    assert missing == set()


def test_every_pin_carries_a_hash_and_no_address():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.-]+(?:\[[\w,-]+\])?==\S+(.*)$", text, re.M)

        assert pins
        assert all(pin.strip().endswith("\\") for pin in pins), path.name
        assert "://" not in text
