"""Writing reports and messages: sealed before anything is stored, with the day and no time."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.pressure.models import acting_as_desk
from prongsai.pressure.rules.cases import (
    MOST_TEXT,
    CaseKey,
    find_case_key,
    new_case_code,
    seal,
    write_head,
)
from prongsai.pressure.selectors.keys import DeskKey
from prongsai.pressure.services.cases import get_case_for, require_desk
from prongsai.pressure.services.keys import ensure_key
from prongsai.pressure.types import OUTCOMES, Case, Head, State

MOST_MESSAGES = 200
KEEP_CLOSED = timedelta(days=730)
KEEP_SPENT = timedelta(days=400)
INSERT_REPORT = (
    "INSERT INTO pressure.reports (number, day, key_id, reader_key, head, state, waiting)"
    " VALUES (%s, %s, %s, %s, %s, 'open', true)"
)
INSERT_MESSAGE = (
    "INSERT INTO pressure.messages"
    " (number, position, by_desk, day, key_id, for_desk, for_reporter)"
    " SELECT %s, 1 + coalesce(max(position), 0), %s, %s, %s, %s, %s"
    " FROM pressure.messages WHERE number = %s"
)


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report before it is sealed, and the mark of what it was paid with."""

    head: Head
    text: str
    mark: bytes


def file_report(new: NewReport) -> str:
    """Seal and keep a report; return its case code, which is stored nowhere.

    No line in the audit trail: its time, to the microsecond, is what must not be kept.
    """
    desk, code = _require_key(), new_case_code()
    key = find_case_key(code)
    if key is None:
        raise RuntimeError("a code that cannot be read")
    with acting_as_desk() as cursor:
        cursor.execute(
            "INSERT INTO pressure.spent (hash, day) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [new.mark, clock.today()],
        )
        if not cursor.rowcount:
            raise Conflict(_("เรื่องนี้ส่งไปแล้ว หากต้องการส่งเรื่องใหม่ โปรดเปิดหน้านี้ใหม่"))
        number, day = bytes.fromhex(key.number), clock.today()
        head = seal(write_head(new.head), desk.public_key, key_id=desk.id)
        cursor.execute(INSERT_REPORT, [number, day, desk.id, key.public_key, head])
        _add(cursor, number, desk, reader_key=key.public_key, text=new.text, by_desk=False)
    return code


def write_as_reporter(key: CaseKey, *, text: str) -> None:
    """Add what the holder of a code has to say; a closed case opens again."""
    _check(text)
    desk, number = _require_key(), bytes.fromhex(key.number)
    with acting_as_desk() as cursor:
        reader_key = _lock(cursor, number)
        _add(cursor, number, desk, reader_key=reader_key, text=text, by_desk=False)
        cursor.execute(
            "UPDATE pressure.reports SET waiting = true, state = 'open', closed_on = NULL"
            " WHERE number = %s",
            [number],
        )


@transaction.atomic
def read_as_desk(actor: Actor, *, number: str) -> Case:
    """Open a case for the desk; every reading leaves a line, which names no agency."""
    case = get_case_for(actor, number)
    record(actor, verb="pressure.read", target=_target(number))
    return case


@transaction.atomic
def reply_as_desk(actor: Actor, *, number: str, text: str) -> None:
    require_desk(actor)
    _check(text)
    desk, key = _require_key(), _to_bytes(number)
    with acting_as_desk() as cursor:
        reader_key = _lock(cursor, key)
        _add(cursor, key, desk, reader_key=reader_key, text=text, by_desk=True)
        cursor.execute("UPDATE pressure.reports SET waiting = false WHERE number = %s", [key])
    record(actor, verb="pressure.reply", target=_target(number))


@transaction.atomic
def close_case(actor: Actor, *, number: str, outcome: str) -> None:
    """Close a case with what came of it; the holder of the code sees the outcome."""
    require_desk(actor)
    if outcome not in OUTCOMES:
        raise Invalid(_("เลือกผลการดำเนินการ"), field="outcome")
    with acting_as_desk() as cursor:
        cursor.execute(
            "UPDATE pressure.reports SET state = %s, waiting = false, closed_on = %s"
            " WHERE number = %s AND state = %s",
            [outcome, clock.today(), _to_bytes(number), State.OPEN.value],
        )
        if not cursor.rowcount:
            raise Conflict(_("เรื่องนี้ปิดไปแล้ว"))
    record(actor, verb="pressure.close", target=_target(number), detail={"outcome": outcome})


def tidy() -> None:
    """Forget what is past its time, and rewrite the rest in an order that says nothing."""
    today = clock.today()
    with acting_as_desk() as cursor:
        cursor.execute(
            "LOCK TABLE pressure.reports, pressure.messages, pressure.spent"
            " IN ACCESS EXCLUSIVE MODE"
        )
        cursor.execute("DELETE FROM pressure.reports WHERE closed_on < %s", [today - KEEP_CLOSED])
        cursor.execute("DELETE FROM pressure.spent WHERE day < %s", [today - KEEP_SPENT])
        for table in ("reports", "messages", "spent"):
            cursor.execute(
                f"CREATE TEMPORARY TABLE old_{table} ON COMMIT DROP AS TABLE pressure.{table}"
            )
        cursor.execute("TRUNCATE pressure.reports, pressure.messages, pressure.spent")
        for table, order in (
            ("reports", "number"),
            ("messages", "number, position"),
            ("spent", "hash"),
        ):
            cursor.execute(
                f"INSERT INTO pressure.{table} SELECT * FROM old_{table} ORDER BY {order}"  # noqa: S608 - our own words
            )
            cursor.execute(f"DROP TABLE old_{table}")


def _add(
    cursor: CursorWrapper,
    number: bytes,
    desk: DeskKey,
    *,
    reader_key: bytes,
    text: str,
    by_desk: bool,
) -> None:
    cursor.execute(
        INSERT_MESSAGE,
        [
            *(number, by_desk, clock.today(), desk.id),
            seal(text, desk.public_key, key_id=desk.id),
            *(seal(text, reader_key), number),
        ],
    )


def _lock(cursor: CursorWrapper, number: bytes) -> bytes:
    """Lock a report and return the key of whoever filed it."""
    cursor.execute(
        "SELECT reader_key FROM pressure.reports WHERE number = %s FOR NO KEY UPDATE", [number]
    )
    row = cursor.fetchone()
    if row is None:
        raise NotFound
    cursor.execute("SELECT count(*) FROM pressure.messages WHERE number = %s", [number])
    if cursor.fetchone()[0] >= MOST_MESSAGES:
        raise Conflict(_("เรื่องนี้มีข้อความครบจำนวนแล้ว โปรดส่งเป็นเรื่องใหม่"))
    return bytes(row[0])


def _check(text: str) -> None:
    if not text.strip():
        raise Invalid(_("พิมพ์ข้อความก่อนส่ง"), field="text")
    if len(text) > MOST_TEXT:
        raise Invalid(_("ข้อความยาวเกิน 4,000 ตัวอักษร"), field="text")


def _require_key() -> DeskKey:
    key = ensure_key()
    if key is None:
        raise Conflict(_("ยังรับเรื่องไม่ได้ในขณะนี้ โปรดลองใหม่ภายหลัง ข้อความของท่านยังอยู่ในหน้านี้"))
    return key


def _to_bytes(number: str) -> bytes:
    try:
        return bytes.fromhex(number)
    except ValueError:
        raise NotFound from None


def _target(number: str) -> str:
    return f"pressure:{number[:8]}"
