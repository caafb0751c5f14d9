"""The public record: receipts found, releases read by programs, tampering named."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from prongsai.surveys.intake.connection import connect
from prongsai.surveys.intake.store import Store
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.mixing import mix
from tests.factories.surveys import keep, make_channel


@pytest.fixture
def code(unit):
    """A counted receipt, one of twelve over two releases."""
    ensure_key()
    channel, store = make_channel(unit, instrument="EIT"), Store(connect=connect)
    for number in range(8):
        keep(store, channel, bytes([number]))
    mix()
    for number in range(8, 12):
        keep(store, channel, bytes([number]))
    store.close()
    mix(everything=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(code) FROM receipts.leaves")
        return cursor.fetchone()[0]


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_anybody_may_check_a_receipt(client, code):
    page = client.get(reverse("surveys:receipts"), {"code": code.lower()})

    assert page.status_code == 200
    assert "ถูกนับแล้ว" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"), [("2222222222222222", "ยังไม่พบ"), ("abc", "พิมพ์ผิด"), ("", "ใบรับทั้งหมด")]
)
def test_other_receipts_get_a_helpful_word(client, code, typed, words):
    page = client.get(reverse("surveys:receipts"), {"code": typed})

    assert words in page.content.decode()


def test_receipt_verifies_from_database_and_from_files(client, code, tmp_path):
    files = []
    for number in (1, 2):
        answer = client.get(reverse("surveys:release", args=[number]))
        files.append(tmp_path / f"{number}.json")
        files[-1].write_bytes(answer.content)

    assert "is counted" in run("receipt", "verify", code)
    assert "is counted" in run("receipt", "verify", code, "--file", *map(str, files))


def test_altered_file_is_refused(client, code, tmp_path):
    document = client.get(reverse("surveys:release", args=[1])).json()
    document["leaves"] = document["leaves"][1:]
    path = tmp_path / "1.json"
    path.write_text(json.dumps(document))

    with pytest.raises(CommandError, match="altered"):
        run("receipt", "verify", code, "--file", str(path))


def test_unknown_receipt_is_not_confirmed(code):
    with pytest.raises(CommandError, match="none of the releases"):
        run("receipt", "verify", "2222222222222222")


def test_audit_finds_nothing_where_nothing_was_touched(code):
    assert "nothing was touched" in run("survey", "audit")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM answers.sheets WHERE answers = '\\x03'",
        "UPDATE answers.sheets SET answers = '\\x05' WHERE answers = '\\x03'",
        "INSERT INTO answers.sheets SELECT * FROM answers.sheets WHERE answers = '\\x03'",
        "DELETE FROM receipts.leaves WHERE code = (SELECT min(code) FROM receipts.leaves)",
        "UPDATE receipts.leaves SET release_id = 2",
        "UPDATE receipts.releases SET sheets_count = 11 WHERE id = 2",
        "UPDATE receipts.releases SET pending_count = 0 WHERE id = 1",
        "UPDATE receipts.releases SET day = day - 1 WHERE id = 1",
    ],
)
def test_audit_names_every_change_after_publication(code, statement):
    execute(statement)

    with pytest.raises(CommandError, match="findings"):
        run("survey", "audit")


def test_list_of_releases_is_for_programs(client, code):
    releases = client.get(reverse("surveys:releases")).json()["releases"]

    assert [each["receipts"]["count"] for each in releases] == [8, 4]
    assert releases[1]["previous"] == releases[0]["hash"]


def test_missing_release_is_not_found(client, code):
    assert client.get(reverse("surveys:release", args=[9])).status_code == 404


def test_links_of_the_demo_open(unit, intake, settings):
    links = json.loads(run("survey", "links", "700001"))
    again = json.loads(run("survey", "links", "700001"))

    assert links["iit_code"] != again["iit_code"]
    assert links["eit_open"] == again["eit_open"]
    from tests.factories.surveys import ask

    made = intake()
    for name in ("iit_code", "eit_open", "eit_kiosk", "iit_enter"):
        assert ask(made, links[name].removeprefix(settings.SITE_URL)).status == 200


def test_operator_commands_say_what_they_did(unit):
    assert "is open" in run("survey", "keys")
    assert "Nothing to release" in run("survey", "mix")
    assert "CREATE ROLE prongsai_intake_login" in run("survey", "roles")
