"""Every verb that the code records has words in Thai and English."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

import prongsai
from prongsai.audit.types.verbs import VERBS, get_verb_label

CODE = Path(prongsai.__file__).parent
RECORDERS = {"record", "_record", "_audit"}


def find_verbs(source: str) -> tuple[set[str], set[str]]:
    """Return the verbs that SOURCE records, and the beginnings of those made while it runs."""
    whole: set[str] = set()
    begun: set[str] = set()
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.FunctionDef):
            whole |= find_defaults(call)
        if not isinstance(call, ast.Call) or get_name(call.func) not in RECORDERS:
            continue
        given = [word.value for word in call.keywords if word.arg == "verb"] + call.args[1:2]
        for value in given[:1]:
            for part in ast.walk(value):
                if isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                    begun.add(str(part.values[0].value))
            if not isinstance(value, ast.JoinedStr):
                whole |= {
                    part.value
                    for part in ast.walk(value)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return whole, begun


def find_defaults(function: ast.FunctionDef) -> set[str]:
    """Return the verb that a writing function records where it is told no other."""
    named = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    writes = any(
        isinstance(node, ast.Call) and get_name(node.func) in RECORDERS
        for node in ast.walk(function)
    )
    return {
        str(default.value)
        for argument, default in named
        if writes and argument.arg == "verb" and isinstance(default, ast.Constant)
    }


def get_name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


FILES = [file for file in CODE.rglob("*.py") if "migrations" not in file.parts]
FOUND = {file: find_verbs(file.read_text(encoding="utf-8")) for file in FILES}


def test_every_recorded_verb_has_a_label():
    missing = {verb: file.name for file, (whole, _) in FOUND.items() for verb in whole - set(VERBS)}

    assert missing == {}, "add these to prongsai/audit/types/verbs.py"


def test_verbs_made_while_running_have_labels_that_begin_alike():
    begun = {part for _, parts in FOUND.values() for part in parts}

    assert [part for part in begun if not any(verb.startswith(part) for verb in VERBS)] == []


def test_the_search_finds_verbs():
    source = (
        'record(a, verb="x.y"); audit.record(a, verb="p.q" if b else "r.s"); _audit(a, f"u.{k}")'
    )

    assert find_verbs(source) == ({"x.y", "p.q", "r.s"}, {"u."})
    assert {"approval.approve", "unit.create_many"} <= {
        v for whole, _ in FOUND.values() for v in whole
    }


@pytest.mark.parametrize("verb", VERBS)
def test_labels_are_whole(verb):
    thai, english = VERBS[verb]

    assert any("\u0e00" <= letter <= "\u0e7f" for letter in thai)
    assert english.isascii()


def test_label_follows_the_language_of_the_page():
    assert get_verb_label("unit.rename") == "เปลี่ยนชื่อหน่วยงาน"
    with translation.override("en"):
        assert get_verb_label("unit.rename") == "Renamed a unit"
    assert get_verb_label("not.known") == "not.known"
