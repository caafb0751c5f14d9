"""A server that writes down everything writes down nothing of the survey path, not even of errors.

The database is told to log every statement, its parameters and every failure in full. Then people
answer, repeat, get tokens and report pressure, answers are mixed, and each of these fails once too.
"""

import os
import traceback
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection

from prongsai.core.actor import SYSTEM
from prongsai.pressure.services.reports import NewReport, file_report
from prongsai.pressure.types import Head
from prongsai.surveys.gateways import DayKeys
from prongsai.surveys.intake.connection import connect
from prongsai.surveys.rules.codes import get_pseudonyms
from prongsai.surveys.services.batches import keep_answers
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.mixing import mix
from prongsai.surveys.types import BatchAnswer
from tests.factories.surveys import ask, make_channel
from tests.factories.tokens import get_token, make_members, make_round

CHATTER = {
    "log_statement": "all",
    "log_duration": "on",
    "log_min_duration_statement": "0",
    "log_min_error_statement": "debug5",
    "log_error_verbosity": "verbose",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
}
ANSWERS = "010011101101001"
FORM = {f"q{at}": choice for at, choice in enumerate(ANSWERS)}
PACKED = bytes(map(int, ANSWERS))


@pytest.fixture
def chatter(survey_tables, settings, tmp_path):
    """Let the server log all it can of every new connection; return a reader of what it wrote."""
    settings.PRESSURE_KEYS = str(tmp_path / "pressure")
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        for setting, value in CHATTER.items():
            cursor.execute(f"ALTER DATABASE {name} SET {setting} = '{value}'")
        cursor.execute("SHOW data_directory")
        log = Path(cursor.fetchone()[0]) / "log"
    connection.close()
    begun = log.stat().st_size
    yield lambda: log.read_bytes()[begun:]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} RESET ALL")
    connection.close()


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def is_written(value, log):
    forms = (value, value.hex().encode(), "".join(f"\\{b:03o}" for b in value).encode())
    return any(each in log for each in forms)


def test_control_everything_else_is_written_down(chatter):
    """Without this the other tests could not fail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [PACKED])
        with pytest.raises(DatabaseError):
            cursor.execute("SELECT %s / 0", [4711])

    log = chatter()
    assert is_written(PACKED, log)
    assert b"SELECT 4711 / 0" in log


def test_answers_and_marks_are_never_written_down(chatter, unit, intake, settings):
    channel = make_channel(unit)
    codes = issue_codes(SYSTEM, channel_id=channel.id, count=12)
    one = intake()
    shown = [ask(one, f"/s/{code}", FORM, REMOTE_ADDR="203.0.113.77") for code in codes]
    ask(one, f"/s/{codes[0]}", FORM)
    one.close()
    sent = [BatchAnswer(f"{n:032x}", channel.id, PACKED, b"") for n in range(12)]
    keep_answers(sent, room={channel.id: 100})
    private_keys = [DayKeys().find(key_id) for key_id in DayKeys().list_ids()]
    mix(everything=True)

    assert all(page.receipt for page in shown)
    log, key = chatter(), settings.SURVEYS_LEDGER_KEY.encode()
    assert not is_written(PACKED, log)
    assert b"203.0.113.77" not in log
    for code in codes:
        mark, leaf = get_pseudonyms("code", code[6:], channel=channel.code, key=key)
        assert not is_written(mark, log)
        assert not is_written(leaf, log)
        assert code[6:].encode() not in log
    for each in sent:
        mark, _leaf = get_pseudonyms("batch", each.key, channel=str(channel.id), key=key)
        assert not is_written(mark, log)
    assert not any(is_written(each, log) for each in private_keys)


def test_failed_release_writes_no_line_of_it_down(chatter, unit, intake):
    """An error in a COPY would otherwise show the row at which it stopped, and a check the row."""
    channel = make_channel(unit)
    ensure_key()
    keep_answers([BatchAnswer("f" * 32, channel.id, PACKED, b"")], room={channel.id: 1})
    run("ALTER TABLE answers.sheets ADD CONSTRAINT never CHECK (octet_length(answers) < 3)")
    try:
        with pytest.raises(psycopg.errors.CheckViolation) as caught:
            mix(everything=True)
    finally:
        run("ALTER TABLE answers.sheets DROP CONSTRAINT never")

    log, told = chatter(), "".join(traceback.format_exception(caught.value)).encode()
    assert b"violates check constraint" in told  # what the worker logs
    assert not is_written(PACKED, told)
    assert b"violates check constraint" in log
    assert not is_written(PACKED, log)


def test_failed_commit_writes_no_mark_down(chatter, unit):
    """Neither does the intake's own session, however the statement fails."""
    session, mark = connect(), os.urandom(16)
    with session, pytest.raises(Exception, match="violates"):
        session.execute("INSERT INTO ledger.spends VALUES (%b, -1)", [mark])

    log = chatter()
    assert b"violates check constraint" in log
    assert not is_written(mark, log)


def test_who_got_a_token_is_not_written_down(chatter, unit):
    make_channel(unit)
    people = make_members(unit, 12)
    make_round(unit)
    begun = len(chatter())
    for person in people:
        get_token(person)

    log = chatter()[begun:]
    assert b"tokens.issued" not in log
    with connection.cursor() as cursor:
        cursor.execute("SELECT request FROM tokens.issued")
        requests = [bytes(request) for (request,) in cursor.fetchall()]
    assert len(requests) == 12
    assert not any(is_written(request, log) for request in requests)


def test_report_of_pressure_is_not_written_down(chatter):
    mark = os.urandom(16)
    file_report(NewReport(Head("หน่วยงาน", None, ("told",), "superior", "week"), "ข้อความ", mark))

    log = chatter()
    assert not is_written(mark, log)
    assert b"INSERT INTO pressure" not in log
