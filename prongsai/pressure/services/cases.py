"""Opening reports: for the desk, for whoever holds a code, and as counts. Nobody else may ask.

Here and not among the selectors, because opening needs the keys of the desk.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, NotFound
from prongsai.permissions.rules import can
from prongsai.pressure.gateways import open_desk_keys
from prongsai.pressure.models import acting_as_desk
from prongsai.pressure.rules.cases import CaseKey, read_head, unseal
from prongsai.pressure.rules.counts import withhold_small
from prongsai.pressure.types import AgencyCount, Case, CaseRow, Head, Message, State
from prongsai.surveys.rules.sealing import CannotOpen

REPORT = "SELECT day, state, key_id, head FROM pressure.reports WHERE number = %s"
MESSAGES = (
    "SELECT by_desk, day, key_id, for_desk, for_reporter FROM pressure.messages"
    " WHERE number = %s ORDER BY position"
)
LIST = (
    "SELECT number, day, state, waiting, key_id, head FROM pressure.reports"
    " WHERE (state = 'open') = %s ORDER BY day DESC, number LIMIT %s OFFSET %s"
)


class Heads:
    """Opens sealed heads, each key read from the folder once."""

    def __init__(self) -> None:
        self._folder = open_desk_keys()
        self._keys: dict[int, bytes] = {}

    def get_key(self, key_id: int) -> bytes:
        if key_id not in self._keys:
            key = self._folder.find(key_id) if self._folder else None
            if key is None:
                raise _no_key()
            self._keys[key_id] = key
        return self._keys[key_id]

    def read(self, body: Any, key_id: int) -> str:
        """Return what was sealed for the desk; the key of another desk is as good as none."""
        try:
            return unseal(bytes(body), self.get_key(key_id), key_id=key_id)
        except CannotOpen as error:
            raise _no_key() from error

    def open(self, body: Any, key_id: int) -> Head:
        text = self.read(body, key_id)
        try:
            return read_head(text)
        except CannotOpen as error:
            raise _altered() from error

    def find(self, body: Any, key_id: int) -> Head | None:
        """Return what is sealed; None where the key of that time is not on this machine."""
        try:
            return self.open(body, key_id)
        except Conflict:
            return None


def _no_key() -> Conflict:
    return Conflict(_("เครื่องนี้ไม่มีกุญแจของโต๊ะรับเรื่อง จึงเปิดอ่านไม่ได้"))


def _altered() -> Conflict:
    return Conflict(_("ข้อมูลที่เก็บไว้ของเรื่องนี้ถูกแก้ไขหรือเสียหาย จึงเปิดอ่านไม่ได้ หากเป็นเรื่องของท่าน โปรดแจ้งใหม่"))


def require_desk(actor: Actor) -> None:
    """The desk of the commission only: no scope of any other role reaches here."""
    if not can(actor, "pressure.handle"):
        raise NotFound


def count_cases_for(actor: Actor, *, is_open: bool) -> int:
    require_desk(actor)
    with acting_as_desk() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pressure.reports WHERE (state = 'open') = %s", [is_open]
        )
        return int(cursor.fetchone()[0])


def list_cases_for(actor: Actor, *, is_open: bool, start: int, count: int) -> list[CaseRow]:
    """Return one page of reports, newest day first; within a day the order says nothing."""
    require_desk(actor)
    with acting_as_desk() as cursor:
        cursor.execute(LIST, [is_open, count, start])
        rows = cursor.fetchall()
    heads = Heads()
    return [
        CaseRow(bytes(number).hex(), day, state, waiting, heads.find(head, key_id))
        for number, day, state, waiting, key_id, head in rows
    ]


def get_case_for(actor: Actor, number: str) -> Case:
    """Return a report with its messages for the desk; the caller writes the audit line."""
    require_desk(actor)
    row, messages = _read(number)
    day, state, key_id, head = row
    heads = Heads()
    opened = tuple(
        Message(by_desk, on, heads.read(for_desk, key))
        for by_desk, on, key, for_desk, _for_reporter in messages
    )
    return Case(number, day, state, heads.open(head, key_id), opened)


def get_own_case(key: CaseKey) -> Case:
    """Return a report with its messages for whoever holds its code."""
    row, messages = _read(key.number)
    try:
        opened = tuple(
            Message(by_desk, on, unseal(bytes(for_reporter), key.private_key))
            for by_desk, on, _key, _for_desk, for_reporter in messages
        )
    except CannotOpen as error:
        raise _altered() from error
    return Case(key.number, row[0], row[1], None, opened)


def count_agencies_for(actor: Actor) -> tuple[list[AgencyCount], int | None]:
    """Return how many reports name which agency, and all; small numbers are withheld."""
    if not can(actor, "pressure.count"):
        raise NotFound
    with acting_as_desk() as cursor:
        cursor.execute("SELECT key_id, head FROM pressure.reports")
        rows = cursor.fetchall()
    heads = Heads()
    opened = [heads.open(head, key_id) for key_id, head in rows]
    counts: Counter[str] = Counter(head.agency for head in opened)
    return withhold_small(counts, least=settings.SURVEYS_LEAST_GROUP)


def is_closed(state: str) -> bool:
    return state != State.OPEN


def _read(number: str) -> tuple[tuple[Any, ...], Sequence[tuple[Any, ...]]]:
    with acting_as_desk() as cursor:
        cursor.execute(REPORT, [_to_bytes(number)])
        row = cursor.fetchone()
        if row is None:
            raise NotFound
        cursor.execute(MESSAGES, [_to_bytes(number)])
        return row, cursor.fetchall()


def _to_bytes(number: str) -> bytes:
    try:
        return bytes.fromhex(number)
    except ValueError:
        raise NotFound from None
