"""Writing set-ups: the admin sends figures, the executive confirms or returns them."""

from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prongsai.accounts.selectors.recipients import list_people_who_may, list_recipients
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed
from prongsai.frameworks.selectors.windows import get_target, is_late
from prongsai.frameworks.types.windows import Action
from prongsai.headcounts.models import Setup, SetupPart, SetupVersion
from prongsai.headcounts.rules.figures import find_fault, list_doubts
from prongsai.headcounts.selectors.quotas import (
    get_external_part,
    get_framework_name,
    list_minimums,
)
from prongsai.headcounts.selectors.setups import get_setup_for, is_settled
from prongsai.headcounts.services import words
from prongsai.headcounts.types import Doubt, Given, PartKind, SetupView, VersionState
from prongsai.notifications.services import notify
from prongsai.notifications.types import Writer
from prongsai.organizations.selectors.profiles import list_divisions
from prongsai.organizations.types.units import UnitView

FAULTS: dict[str, Promise] = {
    "headcount_range": gettext_lazy("จำนวนบุคลากรต้องเป็นจำนวนเต็มตั้งแต่ 1 ถึง 300,000"),
    "division_negative": gettext_lazy("จำนวนรายกองต้องเป็น 0 หรือมากกว่า"),
    "divisions_over": gettext_lazy("ผลรวมรายกองมากกว่าจำนวนบุคลากรทั้งหมด แก้ให้ไม่เกินกัน"),
    "service_incomplete": gettext_lazy("บริการแต่ละแถวต้องมีทั้งชื่อและจำนวน หรือเว้นว่างทั้งแถว"),
    "service_twice": gettext_lazy("มีชื่อบริการซ้ำกัน รวมเป็นแถวเดียว"),
    "contacts_range": gettext_lazy("ผลรวมผู้มาติดต่อมากเกินกว่าจะเป็นไปได้ ตรวจตัวเลขอีกครั้ง"),
}


@transaction.atomic
def submit_setup(
    actor: Actor, *, code: str, given: Given, right: str = "headcount.edit"
) -> SetupView:
    """Send figures to the executive; whatever was sent before and not decided is withdrawn.

    Questions about implausible figures are asked until GIVEN is sure; they never block. RIGHT is
    what lets ACTOR do it: being the agency's admin, or handing in a table for an area.
    """
    setup = _lock(get_setup_for(actor, code, verb=right))
    shown = get_setup_for(actor, code, verb=right)
    _check_time(shown)
    _check(given, shown)
    doubts = list(list_doubts(given, shown.before))
    if doubts and not given.is_sure:
        raise Invalid(_("ตรวจตัวเลขตามคำถามด้านบน แล้วทำเครื่องหมายว่าตรวจแล้ว"), field="is_sure")
    version = _write(actor, setup, shown, given, doubts)
    detail = {
        "headcount": given.headcount,
        "contacts": given.contacts,
        "version": version.number,
        "reason": given.reason,
        "questions": [doubt.code for doubt in doubts],
    }
    _record(actor, "headcount.submit", shown, detail)
    people = list_people_who_may("headcount.confirm", unit_id=shown.unit.id)
    notify(
        [one for one in people if one.user_id != actor.user_id],
        event="headcount.waiting",
        words=lambda: words.tell_sent(shown.unit, given.headcount),
        url=_get_url(code),
    )
    if right != "headcount.edit" or _replaces_others(actor, shown):
        _tell_agency(
            actor,
            shown,
            "headcount.replaced",
            lambda: words.tell_replaced(shown.unit, actor, given),
        )
    return get_setup_for(actor, code, verb=right)


@transaction.atomic
def confirm_setup(actor: Actor, *, code: str, number: int) -> SetupView:
    """Put the figures of version NUMBER in force."""
    shown = get_setup_for(actor, code, verb="headcount.confirm")
    _check_time(shown)
    setup, version = _lock_waiting(actor, shown, number)
    _decide(actor, version, VersionState.CONFIRMED)
    setup.confirmed = version
    setup.save(update_fields=["confirmed"])
    detail = {"version": number, "headcount": version.headcount}
    _record(actor, "headcount.confirm", shown, detail)
    _tell_agency(
        actor,
        shown,
        "headcount.confirmed",
        lambda: words.tell_confirmed(shown.unit, version.headcount),
    )
    return get_setup_for(actor, code)


@transaction.atomic
def return_setup(actor: Actor, *, code: str, number: int, reason: str) -> SetupView:
    """Send the figures of version NUMBER back to the admin; what was in force stays so."""
    shown = get_setup_for(actor, code, verb="headcount.confirm")
    if not reason.strip():
        raise Invalid(_("เขียนเหตุผล เพื่อให้ผู้ดูแลระบบรู้ว่าต้องแก้อะไร"), field="reason")
    _setup, version = _lock_waiting(actor, shown, number)
    _decide(actor, version, VersionState.RETURNED, reason=reason.strip())
    _record(actor, "headcount.return", shown, {"version": number, "reason": reason.strip()})
    _tell_agency(
        actor,
        shown,
        "headcount.returned",
        lambda: words.tell_returned(shown.unit, reason.strip()),
    )
    return get_setup_for(actor, code)


def _replaces_others(actor: Actor, shown: SetupView) -> bool:
    """Return whether figures wait that somebody else sent."""
    latest = shown.latest
    if latest is None or latest.state is not VersionState.WAITING:
        return False
    return latest.made_by_id != actor.user_id


def _tell_agency(actor: Actor, shown: SetupView, event: str, said: Writer) -> None:
    """Tell who enters the figures of an agency; where nobody does, who sent these."""
    people = list_people_who_may("headcount.edit", unit_id=shown.unit.id)
    latest = shown.latest
    if not people and latest and latest.made_by_id:
        people = list_recipients([latest.made_by_id])
    others = [one for one in people if one.user_id != actor.user_id]
    notify(others, event=event, words=said, url=_get_url(shown.unit.code))


def _check_time(shown: SetupView) -> None:
    """Refuse once the internal survey is over: the minimum must not move afterwards."""
    if is_settled(shown.unit.id):
        raise Conflict(_("การเก็บแบบวัดของปีนี้สิ้นสุดแล้ว จึงแก้จำนวนไม่ได้ หากจำเป็นให้ติดต่อสำนักงาน ป.ป.ช."))


def _check(given: Given, shown: SetupView) -> None:
    fault = find_fault(given)
    if fault:
        field, code = fault
        raise Invalid(str(FAULTS[code]), field=field)
    known = {division.id for division in list_divisions(shown.unit.id)}
    if not set(given.divisions) <= known:
        raise Invalid(_("มีกองที่ยุบเลิกไปแล้ว เปิดหน้านี้ใหม่แล้วกรอกอีกครั้ง"), field="headcount")
    if shown.confirmed and not given.reason.strip():
        raise Invalid(_("ตัวเลขเดิมยืนยันแล้ว การแก้ไขต้องมีเหตุผล"), field="reason")
    if given.revision != (shown.latest.number if shown.latest else 0):
        raise Conflict(_("มีผู้อื่นบันทึกข้อมูลนี้ไปก่อน กรุณาเปิดหน้านี้ใหม่ ตรวจค่าล่าสุด แล้วแก้ไขอีกครั้ง"))


def _lock(shown: SetupView) -> Setup:
    Setup.objects.get_or_create(unit_id=shown.unit.id, fiscal_year=shown.fiscal_year)
    return Setup.objects.select_for_update(no_key=True).get(
        unit_id=shown.unit.id, fiscal_year=shown.fiscal_year
    )


def _write(
    actor: Actor, setup: Setup, shown: SetupView, given: Given, doubts: list[Doubt]
) -> SetupVersion:
    SetupVersion.objects.filter(setup=setup, state=VersionState.WAITING).update(
        state=VersionState.WITHDRAWN
    )
    now, unit = clock.now(), shown.unit
    framework = get_framework_name(unit.unit_class, shown.fiscal_year)
    version = SetupVersion.objects.create(
        setup=setup,
        number=(shown.latest.number if shown.latest else 0) + 1,
        state=VersionState.WAITING,
        framework=framework,
        headcount=given.headcount,
        contacts=given.contacts,
        reason=given.reason.strip(),
        explanation=given.explanation.strip(),
        doubts={doubt.code: dict(doubt.facts) for doubt in doubts},
        is_late=is_late(Action.REGISTER, who=get_target(unit.id), moment=now),
        made_by_id=actor.user_id,
        made_by_name=actor.name,
        sent_at=now,
        **_get_minimums(framework, unit, given.headcount),
    )
    SetupPart.objects.bulk_create(_list_parts(version, given))
    setup.latest = version
    setup.save(update_fields=["latest"])
    return version


def _get_minimums(framework: str, unit: UnitView, headcount: int) -> Mapping[str, int | None]:
    found = list_minimums(
        framework, headcount=headcount, unit_class=unit.unit_class, size=unit.size
    )
    external = found[get_external_part(framework)]
    return {"iit_minimum": found["IIT"].number, "eit_minimum": external.number}


def _list_parts(version: SetupVersion, given: Given) -> list[SetupPart]:
    names = {each.id: each.name_th for each in list_divisions(version.setup.unit_id)}
    divisions = [
        SetupPart(
            version=version,
            kind=PartKind.DIVISION,
            division_id=division,
            label=names[division],
            number=number,
        )
        for division, number in given.divisions.items()
    ]
    services = [
        SetupPart(version=version, kind=PartKind.SERVICE, label=label, number=number)
        for label, number in given.services
    ]
    return [*divisions, *services]


def _lock_waiting(actor: Actor, shown: SetupView, number: int) -> tuple[Setup, SetupVersion]:
    setup = _lock(shown)
    version = SetupVersion.objects.filter(
        setup=setup, number=number, state=VersionState.WAITING
    ).first()
    if version is None:
        raise Conflict(_("ตัวเลขชุดนี้ไม่ได้รอยืนยันแล้ว เปิดหน้านี้ใหม่เพื่อดูชุดล่าสุด"))
    if actor.user_id is not None and version.made_by_id == actor.user_id:
        raise NotAllowed(_("ผู้กรอกตัวเลขยืนยันเองไม่ได้ ต้องให้ผู้บริหารอีกคนหนึ่งยืนยัน"))
    return setup, version


def _decide(actor: Actor, version: SetupVersion, state: VersionState, *, reason: str = "") -> None:
    version.state = state
    version.decided_by_id, version.decided_by_name = actor.user_id, actor.name
    version.decided_at, version.decision_reason = clock.now(), reason
    version.save(
        update_fields=[
            "state",
            "decided_by_id",
            "decided_by_name",
            "decided_at",
            "decision_reason",
        ]
    )


def _record(actor: Actor, verb: str, shown: SetupView, detail: Mapping[str, object]) -> None:
    record(
        actor,
        verb=verb,
        target=f"setup:{shown.unit.code}/{shown.fiscal_year}",
        unit_id=shown.unit.id,
        detail=detail,
    )


def _get_url(code: str) -> str:
    return reverse("headcounts:unit", args=[code])
