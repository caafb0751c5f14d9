"""Whether somebody was told what to answer: seen on no page of the agency."""

import ast
import re

import pytest
from django.db import connection
from django.urls import reverse

from prongsai.permissions.roles import Role
from prongsai.surveys.intake.connection import connect
from prongsai.surveys.intake.store import Outcome, Store
from prongsai.surveys.selectors.sheets import list_sheets
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.mixing import mix
from tests.access.test_matrix import LINES, expand
from tests.conventions.tree import label, parse, python_files
from tests.factories.surveys import keep, make_channel

# Where the answer travels: in, through the mixer, and out to programs that show no single answer.
MAY_TOUCH = (
    "prongsai/surveys/intake/",
    "prongsai/surveys/rules/",
    "prongsai/surveys/services/",
    "prongsai/surveys/selectors/sheets.py",
    "prongsai/surveys/selectors/receipts.py",
    "prongsai/surveys/types.py",
    "prongsai/integrity/",
    "prongsai/demo/",
    # An interview carries it in, sealed, like the respondent's own form.
    "prongsai/fieldwork/rules/sealing.py",
    "prongsai/fieldwork/services/sync.py",
)


def test_no_other_module_reads_the_answer():
    found = {
        label(path)
        for path in python_files("prongsai")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr == "told"
    }

    assert found
    assert [name for name in sorted(found) if not name.startswith(MAY_TOUCH)] == []


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.AGENCY_EXECUTIVE, Role.DIVISION_CONTACT])
def test_no_page_of_the_agency_changes_with_the_answer(unit, client, make_person, sign_in, role):
    """Everything that the agency can open looks the same whether nobody was told or everybody."""
    channel = make_channel(unit)
    sign_in(client, make_person(role, unit))
    answer_all(channel)

    paths = list_paths(role)
    before = {path: strip(client.get(path)) for path in paths}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE answers.sheets SET told = 1")
    after = {path: strip(client.get(path)) for path in paths}

    assert {sheet.told for sheet in list_sheets(fiscal_year=2569)} == {1}
    assert len(paths) > 10
    assert before == after


def answer_all(channel):
    """Let twelve people answer who were told nothing, and release their answers."""
    ensure_key()
    store = Store(connect=connect)
    for number in range(12):
        assert keep(store, channel, bytes([number % 5] * 15), told=0) is Outcome.KEPT
    store.close()
    mix(everything=True)


def list_paths(role):
    """Return every address of ours that the role may open and that names no more than an agency."""
    return [
        reverse(name, kwargs=dict.fromkeys(line.get("args", {}), "700001"))
        for name, line in LINES.items()
        if "get" in line
        and set(line.get("args", {}).values()) <= {"unit"}
        and expand(line["get"]) & {role, "public"}
        and ":" in name
    ]


def strip(answer):
    """Return a page without what differs from one request to the next."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, re.sub(
        rb'csrfmiddlewaretoken" value="\w+"|datetime="[^"]*"', b"", content
    )
