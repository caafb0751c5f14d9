"""Every setting of an installation is read in one place and written down."""

import ast
import re

from tests.conventions.tree import ROOT, label, parse, python_files

READERS = {"text", "flag", "number", "words", "choice", "folder", "secret"}
# Read by the scripts and by the command before any setting is loaded.
SHELL = re.compile(r"\$\{?(PRONGSAI_[A-Z_]+|PORT)\b")


def find_settings():
    """Return the names that the wiring or the scripts read."""
    asked = {
        node.args[0].value
        for path in python_files("config")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and is_reader(node.func) and node.args
    }
    shell = (path.read_text(encoding="utf-8") for path in (ROOT / "script").iterdir())
    return asked | {name for text in shell for name in SHELL.findall(text)}


def is_reader(function):
    return (
        isinstance(function, ast.Attribute)
        and function.attr in READERS
        and isinstance(function.value, ast.Name)
        and function.value.id == "env"
    )


def read_names(text):
    return set(re.findall(r"\b(PRONGSAI_[A-Z_]+|PORT)\b", text))


def test_every_setting_is_in_the_example_file():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    listed = {match[1] for line in lines if (match := re.match(r"# ?([A-Z_]+)=", line))}

    assert listed == find_settings()


def test_every_setting_is_documented():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")

    assert read_names(page) == find_settings()


def test_the_product_never_asks_the_environment():
    found = [
        f"{label(path)}:{node.lineno}"
        for path in python_files("prongsai")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]

    assert found == []


def test_settings_files_are_short():
    base = ROOT / "config" / "settings" / "base.py"

    assert len(base.read_text(encoding="utf-8").splitlines()) <= 250
