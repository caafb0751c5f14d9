"""Inviting many people from one table: all rows are right, or nobody is invited."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.accounts.rules.grants import Refusal, needs_second_person, why_not_hand_out
from prongsai.accounts.rules.sheets import Entry, Flaw, read_entries
from prongsai.accounts.services.invitations import NewInvitation, invite
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.core.thai_dates import fiscal_year, fiscal_year_bounds
from prongsai.organizations.gateways.sheets.read import read_sheet
from prongsai.organizations.selectors.scopes import get_scopes
from prongsai.organizations.selectors.units import list_units_for
from prongsai.permissions.roles import ROLE_NAMES, Role
from prongsai.permissions.rules import NATION, Scope

_REFUSALS = {
    Refusal.OUT_OF_REACH: "out_of_reach",
    Refusal.SELF: "self",
    Refusal.ABOVE_OWN: "above_own",
    Refusal.WRONG_PLACE: "wrong_place",
}


@dataclass(frozen=True, slots=True)
class _Unit:
    id: int
    unit_class: str
    scope: Scope


def invite_from_file(actor: Actor, *, data: bytes, file_name: str) -> tuple[int, list[Flaw]]:
    """Invite everybody in an uploaded table, which may be hostile: it is read as agencies are."""
    return invite_many(actor, rows=read_sheet(data, file_name=file_name).rows)


@transaction.atomic
def invite_many(actor: Actor, *, rows: Sequence[Sequence[str]]) -> tuple[int, list[Flaw]]:
    """Invite everybody in ROWS (headings first); with any flaw nobody, and the flaws are returned.

    Each invitation goes the way of a single one, with its own letter and audit line.
    """
    entries, flaws = read_entries(rows)
    units = _find_units(actor, [entry.unit for entry in entries])
    ends = fiscal_year_bounds(fiscal_year(clock.today()))[1]
    people = []
    for entry in entries:
        role, flaw = _judge(actor, entry, units)
        if flaw is not None or role is None:
            flaws += [flaw] if flaw else []
            continue
        unit = units.get(entry.unit)
        people.append(
            (
                entry.row,
                NewInvitation(
                    entry.email, entry.full_name, role, unit.id if unit else None, ends=ends
                ),
            )
        )
    if flaws:
        return 0, sorted(flaws, key=lambda one: one.row)
    return _invite_each(actor, people)


def _invite_each(actor: Actor, people: list[tuple[int, NewInvitation]]) -> tuple[int, list[Flaw]]:
    flaws = []
    point = transaction.savepoint()
    for row, new in people:
        try:
            invite(actor, new=new)
        except (Conflict, Invalid) as error:
            flaws.append(Flaw(row, "email", "refused", error.message))
    if flaws:
        transaction.savepoint_rollback(point)
        return 0, flaws
    return len(people), []


def _judge(actor: Actor, entry: Entry, units: dict[str, _Unit]) -> tuple[Role | None, Flaw | None]:
    role = _find_role(entry.role)
    if role is None:
        return None, Flaw(entry.row, "role", "unknown_role", entry.role)
    if needs_second_person(role):
        return None, Flaw(entry.row, "role", "needs_second", entry.role)
    unit = units.get(entry.unit)
    if entry.unit and unit is None:
        return None, Flaw(entry.row, "unit", "unknown_unit", entry.unit)
    refusal = why_not_hand_out(
        actor,
        role=role,
        scope=unit.scope if unit else NATION,
        unit_class=unit.unit_class if unit else None,
    )
    if refusal is not None:
        return None, Flaw(entry.row, "role", _REFUSALS[refusal], entry.role)
    return role, None


def _find_role(text: str) -> Role | None:
    words = text.strip().lower()
    for role, (thai, english) in ROLE_NAMES.items():
        if words in {role.value, thai.lower(), english.lower()}:
            return role
    return None


def _find_units(actor: Actor, codes: list[str]) -> dict[str, _Unit]:
    """Return the units of the actor's area by code; others do not exist."""
    found = list_units_for(actor).filter(unit__code__in={code for code in codes if code})
    rows = list(found.values_list("unit__code", "unit_id", "unit_class"))
    scopes = get_scopes([unit_id for _code, unit_id, _class in rows])
    return {code: _Unit(unit_id, kind, scopes[unit_id]) for code, unit_id, kind in rows}


def explain_flaw(flaw: Flaw) -> str:
    """Return what is wrong and how to mend it."""
    texts = {
        "too_many": _("ไฟล์มีเกิน %(value)s แถว กรุณาแบ่งเป็นหลายไฟล์"),
        "no_column": _("ไม่พบคอลัมน์นี้ในหัวตาราง"),
        "empty": _("ยังว่างอยู่ กรุณากรอก"),
        "bad_email": _("“%(value)s” ไม่ใช่อีเมลที่ถูกต้อง"),
        "twice": _("“%(value)s” ซ้ำกับแถวก่อนหน้าในบทบาทและหน่วยงานเดียวกัน"),
        "unknown_role": _("ไม่มีบทบาทชื่อ “%(value)s”"),
        "needs_second": _("“%(value)s” ต้องมีผู้อนุมัติคนที่สอง กรุณาเชิญทีละคน"),
        "unknown_unit": _("ไม่พบรหัสหน่วยงาน “%(value)s” ในพื้นที่ของท่าน"),
        "out_of_reach": _("หน่วยงานนี้อยู่นอกพื้นที่ของท่าน หรือยังไม่ได้ระบุหน่วยงาน"),
        "above_own": _("บทบาทของท่านมอบหมาย “%(value)s” ไม่ได้"),
        "wrong_place": _("หน่วยงานประเภทนี้ไม่มีบทบาท “%(value)s”"),
        "self": _("เชิญตนเองไม่ได้"),
        "refused": "%(value)s",
    }
    return texts[flaw.code] % {"value": flaw.value}


def name_column(column: str) -> str:
    """Return the heading that people write over a column."""
    names = {
        "email": _("อีเมล"),
        "full_name": _("ชื่อ"),
        "role": _("บทบาท"),
        "unit": _("รหัสหน่วยงาน"),
    }
    return names.get(column, "–")
