"""Nothing grows past what a person reads in one sitting."""

import ast
import fnmatch

import pytest

from tests.conventions.tree import ROOT, apps, label, parse, python_files, templates, walk

FILE_LIMIT = 400
FUNCTION_LIMIT = 50
TEMPLATE_LIMIT = 200
ROOT_LIMIT = 25
PAGE_LIMITS = {"README.md": 120, "CONTRIBUTING.md": 100}
DECISION_LIMIT = 60
APP_README_LIMIT = 40
HEAVY = 400_000

# A file or function that may be longer, with the reason a stranger would accept.
ALLOWED_FILES: dict[str, str] = {}
ALLOWED_FUNCTIONS: dict[str, str] = {}

CODE = python_files("prongsai", "config", "tests", "benchmarks")


def count_lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_are_short():
    long = {label(path) for path in CODE if count_lines(path) > FILE_LIMIT}

    assert long == set(ALLOWED_FILES)


def test_functions_are_short():
    long = {
        f"{label(path)}::{node.name}"
        for path in CODE
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= FUNCTION_LIMIT
    }

    assert long == set(ALLOWED_FUNCTIONS)


def test_templates_are_short():
    assert [label(path) for path in templates() if count_lines(path) > TEMPLATE_LIMIT] == []


def test_the_root_is_tidy():
    ignored = [
        line.strip("/")
        for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    entries = [
        path.name
        for path in ROOT.iterdir()
        if path.name != ".git" and not any(fnmatch.fnmatch(path.name, rule) for rule in ignored)
    ]

    assert len(entries) <= ROOT_LIMIT, sorted(entries)
    assert [name for name in entries if name.endswith((".py", ".sh"))] == ["manage.py"]


@pytest.mark.parametrize(("name", "limit"), PAGE_LIMITS.items())
def test_front_pages_stay_one_page(name, limit):
    assert count_lines(ROOT / name) <= limit


def test_decisions_are_short():
    decisions = [path for path in walk("docs/decisions", suffix=".md") if path.stem[0].isdigit()]

    assert decisions
    assert [label(path) for path in decisions if count_lines(path) > DECISION_LIMIT] == []


def test_nothing_heavy_is_kept():
    heavy = [
        label(path)
        for folder in ("prongsai", "config", "tests", "docs", "deploy", "requirements")
        for path in walk(folder, suffix="")
        if path.stat().st_size > HEAVY and path.suffix not in {".mo", ".po"}
    ]

    assert heavy == []


def test_readmes_of_apps_are_short():
    readmes = list(walk("prongsai", suffix="README.md"))

    assert {path.parent for path in readmes} == set(apps())
    assert [label(path) for path in readmes if count_lines(path) > APP_README_LIMIT] == []
