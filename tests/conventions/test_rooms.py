"""Every file stands in a room, and every app is covered by the import contracts."""

import ast
import configparser
import re

import pytest

from tests.conventions.tree import (
    PRODUCT,
    ROOT,
    apps,
    domain_apps,
    label,
    migrations,
    parse,
    python_files,
)

DRAWERS = {"utils", "helpers", "common", "managers", "signals", "mixins", "misc", "lib"}
PRIVATE = ("models", "web", "tasks", "admin", "intake")
# What a migration may still name after years: functions that are part of a column.
LASTING = {"prongsai.core.clock"}
WRITES = {"save", "delete", "bulk_create", "bulk_update", "objects"}


@pytest.fixture(scope="module")
def contracts():
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser


def read_list(contracts, section, option):
    return contracts.get(f"importlinter:contract:{section}", option).split()


def test_there_are_no_drawers():
    named = [
        label(path)
        for path in PRODUCT.rglob("*")
        if path.stem in DRAWERS and (path.suffix == ".py" or path.is_dir())
    ]

    assert named == []


def test_every_app_with_rows_has_its_rooms_checked(contracts):
    containers = read_list(contracts, "rooms", "containers")

    assert {f"prongsai.{app.name}" for app in domain_apps()} <= set(containers)


@pytest.mark.parametrize("app", [app.name for app in domain_apps()])
def test_rows_and_doors_are_private(contracts, app):
    rooms = {
        f"prongsai.{app}.{room}"
        for room in PRIVATE
        if (PRODUCT / app / room).is_dir() or (PRODUCT / app / f"{room}.py").exists()
    }

    assert set(read_list(contracts, f"private-{app}", "protected_modules")) == rooms
    assert set(read_list(contracts, f"private-{app}", "allowed_importers")) == {
        f"prongsai.{app}",
        "config",
    }


def test_contracts_name_only_what_exists(contracts):
    sections = [name.rpartition("-")[2] for name in contracts.sections() if ":private-" in name]

    assert set(sections) <= {app.name for app in domain_apps()}


def test_views_write_nothing():
    found = [
        f"{label(path)}:{node.lineno} .{node.attr}"
        for path in python_files("prongsai")
        if "web" in path.parts and "views" in {path.stem, path.parent.name}
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr in WRITES
    ]

    assert found == []


def test_forms_save_nothing():
    found = [
        f"{label(path)}:{node.lineno}"
        for path in python_files("prongsai")
        if "web" in path.parts and "forms" in {path.stem, path.parent.name}
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr in {"save", "objects"}
    ]

    assert found == []


def test_rooms_open_without_code():
    full = [
        label(path)
        for path in PRODUCT.glob("*/**/__init__.py")
        if path.parent.name != "models" and path.read_text(encoding="utf-8").strip()
    ]

    assert full == []


@pytest.mark.parametrize("path", migrations(), ids=label)
def test_migrations_live_without_the_code_of_today(path):
    imported = {
        alias.name
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {str(node.module) for node in ast.walk(parse(path)) if isinstance(node, ast.ImportFrom)}

    assert {name for name in imported if name.startswith("prongsai")} <= LASTING
    assert not re.search(r"_auto_|_alter_.*_and_more", path.stem)


def test_every_app_is_registered_or_plain():
    plain = {"permissions", "scoring"}

    assert {app.name for app in apps() if not (app / "apps.py").exists()} <= plain


def test_every_room_says_what_it_holds():
    silent = [
        label(path)
        for path in python_files("prongsai", "config")
        if path.stat().st_size and not ast.get_docstring(parse(path))
    ]

    assert silent == []


def test_tests_stand_where_their_room_stands():
    names = {app.name for app in apps()} | {
        "access",
        "config",
        "conventions",
        "e2e",
        "factories",
        "data",
    }
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - {"__pycache__"}

    assert folders <= names | {"benchmarks", "script"}
