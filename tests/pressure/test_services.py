"""Reports of pressure: sealed, answered, closed, counted; by nobody but the desk."""

import inspect
import json
from datetime import timedelta
from secrets import token_bytes

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.core.key_folders import KeyFolder
from prongsai.permissions.roles import Role
from prongsai.pressure.models import acting_as_desk
from prongsai.pressure.rules.cases import find_case_key, new_case_code, seal, unseal
from prongsai.pressure.rules.counts import withhold_small
from prongsai.pressure.services import cases, reports
from prongsai.pressure.services.keys import ensure_key
from prongsai.pressure.types import Head
from prongsai.surveys.rules.sealing import Sealer, new_key_pair
from tests.factories.organizations import make_actor

pytestmark = pytest.mark.django_db
TEXT = "หัวหน้าเรียกประชุมแล้วบอกให้เลือกข้อสุดท้ายทุกข้อ"
DESK = make_actor(Role.COMMISSION_OWNER)


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.PRESSURE_KEYS = str(tmp_path / "pressure")


def file(agency="เทศบาลตำบลหนองฟ้าใส", text=TEXT):
    head = Head(agency, None, ("told", "threat"), "superior", "week")
    return find_case_key(reports.file_report(reports.NewReport(head, text, token_bytes(16))))


def dump():
    """Return everything that the schema holds, as bytes."""
    parts = []
    with connection.cursor() as cursor:
        for table in ("keys", "reports", "messages", "spent"):
            cursor.execute(f"SELECT * FROM pressure.{table}")
            parts += [
                bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            ]
    return b"\n".join(parts)


def test_report_reaches_the_desk_and_its_answer_the_reporter():
    key = file()

    case = reports.read_as_desk(DESK, number=key.number)
    reports.reply_as_desk(DESK, number=key.number, text="ขอบคุณ กำลังตรวจสอบ")
    reports.write_as_reporter(key, text="เกิดซ้ำเมื่อวาน")
    own = cases.get_own_case(key)

    assert case.head == Head("เทศบาลตำบลหนองฟ้าใส", None, ("told", "threat"), "superior", "week")
    assert [message.text for message in case.messages] == [TEXT]
    assert [(m.by_desk, m.text) for m in own.messages] == [
        (False, TEXT),
        (True, "ขอบคุณ กำลังตรวจสอบ"),
        (False, "เกิดซ้ำเมื่อวาน"),
    ]


def test_database_alone_opens_nothing():
    key = file()
    reports.reply_as_desk(DESK, number=key.number, text="คำตอบจากโต๊ะ")

    held = dump()

    for secret in (TEXT, "คำตอบจากโต๊ะ", "หนองฟ้าใส", "threat", "superior"):
        assert secret.encode() not in held
    assert key.private_key not in held


def test_length_of_a_text_shows_in_steps_only():
    desk = ensure_key()
    sizes = {len(seal("ก" * count, desk.public_key, key_id=1)) for count in range(1, 300, 7)}

    assert len(sizes) == 1


@pytest.mark.parametrize("is_other", [False, True], ids=["none", "of another desk"])
def test_without_the_keys_of_the_desk_nobody_reads(settings, tmp_path, is_other):
    key, desk = file(), ensure_key()
    settings.PRESSURE_KEYS = ""
    if is_other:
        settings.PRESSURE_KEYS = str(tmp_path / "other")
        KeyFolder(settings.PRESSURE_KEYS).save(desk.id, new_key_pair()[0])

    with pytest.raises(Conflict, match="ไม่มีกุญแจ"):
        cases.get_case_for(DESK, key.number)
    assert [row.head for row in cases.list_cases_for(DESK, is_open=True, start=0, count=9)] == [
        None
    ]
    assert cases.get_own_case(key).messages
    assert file()  # a machine without the private half still takes reports


def overwrite(column, public_key, content, *, key_id=0):
    """Put in place of what is sealed what somebody who may write to the database could seal."""
    body = Sealer(public_key, key_id=key_id, purpose="pressure").seal(content)
    table = "reports" if column == "head" else "messages"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE pressure.{table} SET {column} = %s", [body])


HEAD = {"agency": "x", "unit_id": None, "what": ["told"], "who": "superior", "when": "week"}


@pytest.mark.parametrize(
    "content",
    [
        b"too short",
        b"\xff" * 1024,
        b"[]".ljust(1024, b"\0"),
        json.dumps(HEAD | {"who": "a name"}).encode().ljust(1024, b"\0"),
        json.dumps(HEAD | {"what": None}).encode().ljust(1024, b"\0"),
    ],
    ids=["cut", "no text", "no head", "unknown person", "nothing done"],
)
def test_altered_report_is_refused_and_stops_no_list(content):
    key, desk = file(), ensure_key()

    overwrite("head", desk.public_key, content, key_id=desk.id)

    with pytest.raises(Conflict):
        cases.get_case_for(DESK, key.number)
    assert [row.head for row in cases.list_cases_for(DESK, is_open=True, start=0, count=9)] == [
        None
    ]


@pytest.mark.parametrize("content", [b"too short", b"\xff" * 1024], ids=["cut", "no text"])
def test_altered_answer_is_refused_with_a_sentence(client, content):
    code = reports.file_report(
        reports.NewReport(Head("x", None, ("told",), "superior", "week"), TEXT, token_bytes(16))
    )

    overwrite("for_reporter", find_case_key(code).public_key, content)
    page = client.post(reverse("pressure:case"), {"code": code})

    assert page.status_code == 200
    assert "ถูกแก้ไขหรือเสียหาย" in page.content.decode()


def test_other_codes_open_nothing():
    file()

    with pytest.raises(NotFound):
        cases.get_own_case(find_case_key(new_case_code()))
    for wrong in ("", "x", "I" * 20, "2" * 19, "2" * 21):
        assert find_case_key(wrong) is None


def test_code_is_read_as_people_type_it():
    code = new_case_code()

    typed = f" {code[:5]}-{code[5:10]} {code[10:]}".lower()
    assert find_case_key(typed) == find_case_key(code)


def test_report_opens_for_its_own_purpose_only():
    from prongsai.surveys.rules.sealing import CannotOpen, Opener, new_key_pair

    private, public = new_key_pair()
    body = seal("x", public, key_id=1)

    assert unseal(body, private, key_id=1) == "x"
    with pytest.raises(CannotOpen):
        Opener(private, key_id=1).open(body)
    with pytest.raises(CannotOpen):  # its head alone
        unseal(body[: -(1 + 1024 + 16)], private, key_id=1)


def test_filing_leaves_no_line_and_no_time():
    lines = Entry.objects.count()
    file()

    assert Entry.objects.count() == lines
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT data_type FROM information_schema.columns"
            " WHERE table_schema = 'pressure'"
        )
        kinds = {kind for (kind,) in cursor.fetchall()}
    assert kinds <= {"bytea", "date", "integer", "text", "boolean"}


def test_every_reading_of_the_desk_leaves_a_line_without_the_agency():
    key = file()
    reports.read_as_desk(DESK, number=key.number)
    reports.reply_as_desk(DESK, number=key.number, text="รับทราบ")
    reports.close_case(DESK, number=key.number, outcome="acted")

    lines = Entry.objects.filter(verb__startswith="pressure.").order_by("id")

    assert [line.verb for line in lines] == ["pressure.read", "pressure.reply", "pressure.close"]
    assert {line.unit_id for line in lines} == {None}
    assert {line.target for line in lines} == {f"pressure:{key.number[:8]}"}


def test_closed_case_shows_its_outcome_and_opens_again_when_written_to():
    key = file()
    reports.close_case(DESK, number=key.number, outcome="referred")

    assert cases.get_own_case(key).state == "referred"
    with pytest.raises(Conflict):
        reports.close_case(DESK, number=key.number, outcome="acted")
    reports.write_as_reporter(key, text="ยังเกิดอยู่")
    assert cases.get_own_case(key).is_open
    with pytest.raises(Invalid):
        reports.close_case(DESK, number=key.number, outcome="open")


def test_what_paid_once_does_not_pay_again():
    new = reports.NewReport(Head("ก", None, ("told",), "unknown", "unsure"), TEXT, token_bytes(16))
    reports.file_report(new)

    with pytest.raises(Conflict, match="ส่งไปแล้ว"):
        reports.file_report(new)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMISSION_OWNER])
def test_no_other_role_reaches_a_report(role, unit_of_report):
    key = file()
    actors = [make_actor(role), make_actor(role, unit_of_report)]
    doors = {
        "list": lambda actor: cases.list_cases_for(actor, is_open=True, start=0, count=9),
        "count": lambda actor: cases.count_cases_for(actor, is_open=True),
        "read": lambda actor: reports.read_as_desk(actor, number=key.number),
        "reply": lambda actor: reports.reply_as_desk(actor, number=key.number, text="x"),
        "close": lambda actor: reports.close_case(actor, number=key.number, outcome="acted"),
    }
    if role != Role.AUDITOR:
        doors["counts"] = cases.count_agencies_for
    for name, door in doors.items():
        for actor in actors:
            assert is_refused(door, actor), f"{name} lets {role} in"


def is_refused(door, actor):
    try:
        door(actor)
    except NotFound:
        return True
    return False


@pytest.fixture
def unit_of_report():
    from tests.factories.organizations import make_unit

    return make_unit("700001")


def test_commission_owner_of_a_part_of_the_nation_is_no_desk(unit_of_report):
    with pytest.raises(NotFound):
        cases.count_cases_for(make_actor(Role.COMMISSION_OWNER, unit_of_report), is_open=True)


def test_every_public_function_that_reads_takes_an_actor_or_a_code():
    """Somebody who adds a door here has to say who may open it."""
    for name, function in inspect.getmembers(cases, inspect.isfunction):
        if function.__module__ == cases.__name__ and name.startswith(("get", "list", "count")):
            first = next(iter(inspect.signature(function).parameters))
            assert first in {"actor", "key"}, name


def test_small_counts_are_withheld():
    for agency, count in {"ก": 12, "ข": 9, "ค": 11}.items():
        for _ in range(count):
            file(agency=agency, text="")

    shown, total = cases.count_agencies_for(make_actor(Role.AUDITOR))

    assert "ข" not in {row.agency for row in shown}
    known = [row.count for row in shown if row.count is not None]
    assert total is None or total - sum(known) >= 10


@pytest.mark.parametrize(
    ("counts", "total"), [({}, 0), ({"ก": 10}, 10), ({"ก": 9}, None), ({"ก": 10, "ข": 12}, 22)]
)
def test_sum_is_shown_only_where_it_gives_nothing_away(counts, total):
    assert withhold_small(counts, least=10)[1] == total


def test_list_is_paged_with_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    file()
    with django_assert_num_queries(5):
        assert len(cases.list_cases_for(DESK, is_open=True, start=0, count=25)) == 1
    for _ in range(3):
        file()
    with django_assert_num_queries(5):
        assert len(cases.list_cases_for(DESK, is_open=True, start=0, count=25)) == 4


def test_old_cases_are_forgotten_and_the_order_of_the_rest():
    gone, kept = file(), [file() for _ in range(20)]
    reports.close_case(DESK, number=gone.number, outcome="unfounded")

    with time_machine.travel(clock.now() + timedelta(days=800)):
        reports.tidy()

    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM pressure.reports ORDER BY ctid")
        numbers = [bytes(number).hex() for (number,) in cursor.fetchall()]
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM pressure.messages")
        assert cursor.fetchone() == (1,)
    assert numbers == sorted(key.number for key in kept)


def test_role_of_the_desk_sees_nothing_else():
    for table in ("accounts_user", "answers.sheets", "ledger.codes", "tokens.issued"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            acting_as_desk() as cursor,
        ):
            cursor.execute(f"SELECT 1 FROM {table}")


def test_schedule_may_not_read_for_somebody():
    """The system may tidy up; that it may read is what the audit line is for."""
    key = file()
    reports.read_as_desk(SYSTEM, number=key.number)

    assert Entry.objects.filter(verb="pressure.read").count() == 1
