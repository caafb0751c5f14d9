"""Links that an agency opens for itself, within its set-up and the calendar."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.headcounts.selectors.quotas import get_framework_name
from prongsai.headcounts.selectors.setups import find_confirmed
from prongsai.organizations.selectors.profiles import list_divisions
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitView
from prongsai.surveys.models import Channel
from prongsai.surveys.selectors.questionnaires import get_part
from prongsai.surveys.selectors.windows import get_window
from prongsai.surveys.services.channels import open_channel
from prongsai.surveys.types import ChannelCard, ChannelKind, ChannelSpec, Instrument
from prongsai.ui import dates

_LOCK = 0x113
# What an agency opens itself; interviewers and paper come through doors of their own.
OWN_KINDS = (
    ChannelKind.LINK,
    ChannelKind.DIVISION,
    ChannelKind.COUNTER,
    ChannelKind.KIOSK,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A link as an agency asks for it."""

    instrument: str
    kind: str
    opens_on: date
    closes_on: date
    label: str = ""
    division_id: int | None = None


@transaction.atomic
def open_for_agency(actor: Actor, *, code: str, year: int, wish: Wish) -> ChannelCard:
    """Open a link for an agency whose set-up is confirmed, within the days of the calendar."""
    unit = get_unit_for(actor, code, verb="survey.manage")
    _wait_for_others(unit.id)
    if find_confirmed(unit.id, year=year) is None:
        raise Conflict(_("ยังเปิดช่องทางไม่ได้ ให้กรอกจำนวนบุคลากรและให้ผู้บริหารยืนยันก่อน"))
    if wish.kind not in OWN_KINDS:
        raise Invalid(_("เลือกช่องทางจากรายการ"), field="kind")
    label = _get_label(unit, wish)
    _check_days(unit, year, wish)
    _check_twice(unit, year, wish, label)
    framework = get_framework_name(unit.unit_class, year)
    spec = ChannelSpec(
        unit_id=unit.id,
        fiscal_year=year,
        framework=framework,
        instrument=wish.instrument,
        part=get_part(framework, wish.instrument, kind=wish.kind),
        opens_on=wish.opens_on,
        closes_on=wish.closes_on,
        kind=wish.kind,
        label=label,
        division_id=wish.division_id if wish.kind == ChannelKind.DIVISION else None,
    )
    return open_channel(actor, spec=spec)


def _wait_for_others(unit_id: int) -> None:
    """Let one at a time open links of an agency: two presses of the button are one link."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, unit_id])


def _get_label(unit: UnitView, wish: Wish) -> str:
    if wish.kind == ChannelKind.DIVISION:
        names = {division.id: division.name_th for division in list_divisions(unit.id)}
        if wish.division_id not in names:
            raise Invalid(_("เลือกกองของช่องทางนี้"), field="division")
        return names[wish.division_id][:120]
    if wish.kind in {ChannelKind.COUNTER, ChannelKind.KIOSK}:
        if wish.instrument == Instrument.IIT:
            raise Invalid(_("จุดบริการและเครื่องกลางใช้กับแบบวัด EIT เท่านั้น"), field="kind")
        if not wish.label.strip():
            raise Invalid(_("ตั้งชื่อจุดบริการ เช่น เคาน์เตอร์งานทะเบียน"), field="label")
    return wish.label.strip()


def _check_days(unit: UnitView, year: int, wish: Wish) -> None:
    if wish.closes_on < max(wish.opens_on, clock.today()):
        raise Invalid(_("วันสุดท้ายต้องไม่ก่อนวันเปิดและไม่ก่อนวันนี้"), field="closes_on")
    state = get_window(unit.id, wish.instrument, year=year)
    if state.window is None:
        raise Conflict(state.reason)
    facts = {
        "first": dates.get_long(state.window.first_day),
        "last": dates.get_long(state.window.last_day),
    }
    words = _("ปฏิทินเปิดให้เก็บตั้งแต่ %(first)s ถึง %(last)s เลือกวันภายในช่วงนี้") % facts
    if wish.opens_on < state.window.first_day:
        raise Invalid(words, field="opens_on")
    if wish.closes_on > state.window.last_day:
        raise Invalid(words, field="closes_on")


def _check_twice(unit: UnitView, year: int, wish: Wish, label: str) -> None:
    twin = Channel.objects.filter(
        unit_id=unit.id,
        fiscal_year=year,
        instrument=wish.instrument,
        kind=wish.kind,
        label=label,
        revoked_at=None,
        closes_on__gte=clock.today(),
    )
    if twin.exists():
        raise Conflict(_("มีช่องทางแบบเดียวกันนี้เปิดอยู่แล้ว หากลิงก์รั่วหรือเสีย ให้เปลี่ยนลิงก์แทนการเปิดเพิ่ม"))
