"""Writing the divisions (กอง) of an agency."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.core.thai_text import search_key
from prongsai.organizations.models import Division, DivisionVersion, Unit
from prongsai.organizations.selectors.profiles import list_divisions
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitView

LONGEST_NAME = 200


@transaction.atomic
def add_division(
    actor: Actor, *, code: str, name_th: str, name_en: str = "", on: date | None = None
) -> int:
    """Add a division to a unit from a day (today); return its id."""
    unit = _lock_unit(actor, code)
    name = _read_name(unit, name_th)
    rows = DivisionVersion.objects.on().filter(division__unit_id=unit.id)
    last = rows.aggregate(last=Max("position"))["last"]
    division = Division.objects.create(unit_id=unit.id)
    DivisionVersion.objects.create(
        division=division,
        name_th=name,
        name_en=name_en.strip(),
        position=0 if last is None else last + 1,
        valid_from=on or clock.today(),
    )
    _record(actor, "division.add", unit, division.pk, {"name": name})
    return division.pk


@transaction.atomic
def rename_division(
    actor: Actor, *, code: str, division_id: int, name_th: str, name_en: str = ""
) -> None:
    """Give a division another name from today; yesterday's name stays in its history."""
    unit = _lock_unit(actor, code)
    version = _get_version(unit, division_id)
    name, today = _read_name(unit, name_th, but=division_id), clock.today()
    if (version.name_th, version.name_en) == (name, name_en.strip()):
        return
    before = version.name_th
    if version.valid_from == today:
        version.name_th, version.name_en = name, name_en.strip()
        version.save(update_fields=["name_th", "name_en"])
    else:
        _end(version, today)
        DivisionVersion.objects.create(
            division_id=division_id,
            name_th=name,
            name_en=name_en.strip(),
            position=version.position,
            valid_from=today,
        )
    _record(actor, "division.rename", unit, division_id, {"before": before, "after": name})


@transaction.atomic
def close_division(actor: Actor, *, code: str, division_id: int) -> None:
    """End a division today."""
    unit = _lock_unit(actor, code)
    version = _get_version(unit, division_id)
    if version.valid_from == clock.today():
        raise Conflict(_("กองนี้เพิ่งมีการเปลี่ยนแปลงวันนี้ จึงยุบเลิกได้ตั้งแต่วันพรุ่งนี้"))
    _end(version, clock.today())
    _record(actor, "division.close", unit, division_id, {"name": version.name_th})


def _lock_unit(actor: Actor, code: str) -> UnitView:
    """Return the unit; others who change its divisions wait until this transaction ends."""
    unit = get_unit_for(actor, code, verb="division.manage")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.id)
    return unit


def _read_name(unit: UnitView, name: str, *, but: int | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid(_("กรอกชื่อกอง"), field="name_th")
    if len(name) > LONGEST_NAME:
        raise Invalid(_("ชื่อกองยาวเกิน %(most)s ตัวอักษร") % {"most": LONGEST_NAME}, field="name_th")
    others = [row for row in list_divisions(unit.id) if row.id != but]
    if search_key(name) in {search_key(row.name_th) for row in others}:
        raise Invalid(_("หน่วยงานนี้มีกองชื่อนี้อยู่แล้ว"), field="name_th")
    return name


def _get_version(unit: UnitView, division_id: int) -> DivisionVersion:
    rows = DivisionVersion.objects.on().filter(division__unit_id=unit.id, division_id=division_id)
    version = rows.first()
    if version is None:
        raise NotFound(_("ไม่พบกองนี้"))
    return version


def _end(version: DivisionVersion, day: date) -> None:
    version.valid_to = day
    version.save(update_fields=["valid_to"])


def _record(
    actor: Actor, verb: str, unit: UnitView, division_id: int, detail: dict[str, str]
) -> None:
    target = f"division:{division_id}"
    record(actor, verb=verb, target=target, unit_id=unit.id, detail=detail)
