"""Writing what an agency says about itself."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.models import ContactCheck, UnitDomain, UnitProfile
from prongsai.organizations.rules.hosts import HostError, parse_host, parse_website
from prongsai.organizations.selectors.profiles import make_contact
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.faults import Fault
from prongsai.organizations.types.profiles import Contact

MOST_DOMAINS = 20


@transaction.atomic
def edit_profile(actor: Actor, *, code: str, contact: Contact, revision: int) -> None:
    """Change how to reach a unit; refused where somebody else saved since REVISION was read."""
    unit = get_unit_for(actor, code, verb="unit.edit_profile")
    profile, _made = UnitProfile.objects.select_for_update(no_key=True).get_or_create(
        unit_id=unit.id
    )
    if profile.revision != revision:
        raise Conflict(_("มีผู้อื่นบันทึกข้อมูลนี้ไปก่อน กรุณาเปิดหน้านี้ใหม่ ตรวจค่าล่าสุด แล้วแก้ไขอีกครั้ง"))
    before = asdict(make_contact(profile))
    after = {**asdict(contact), "website": _read_website(contact.website)}
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if not changes:
        return
    for name in changes:
        setattr(profile, name, after[name])
    profile.revision += 1
    profile.save(update_fields=[*changes, "revision"])
    record(
        actor,
        verb="unit.edit_profile",
        target=f"unit:{code}",
        unit_id=unit.id,
        detail={"changes": changes},
    )


@transaction.atomic
def set_domains(actor: Actor, *, code: str, hosts: list[str]) -> None:
    """Make HOSTS the official hosts of a unit."""
    unit = get_unit_for(actor, code, verb="unit.edit_profile")
    wanted = {_read_host(host) for host in hosts if host.strip()}
    if len(wanted) > MOST_DOMAINS:
        raise Invalid(_("กรอกโดเมนได้ไม่เกิน %(most)s ชื่อ") % {"most": MOST_DOMAINS}, field="domains")
    rows = UnitDomain.objects.filter(unit_id=unit.id)
    known = set(rows.values_list("host", flat=True))
    if known == wanted:
        return
    rows.filter(host__in=known - wanted).delete()
    UnitDomain.objects.bulk_create(
        [UnitDomain(unit_id=unit.id, host=host) for host in sorted(wanted - known)]
    )
    record(
        actor,
        verb="unit.set_domains",
        target=f"unit:{code}",
        unit_id=unit.id,
        detail={"added": sorted(wanted - known), "removed": sorted(known - wanted)},
    )


@transaction.atomic
def confirm_contact(actor: Actor, *, code: str) -> None:
    """Confirm for this fiscal year that the contact data are right; again it changes nothing."""
    unit = get_unit_for(actor, code, verb="unit.edit_profile")
    profile = UnitProfile.objects.filter(unit_id=unit.id).first()
    if profile is None or not profile.website:
        raise Invalid(_("กรอกเว็บไซต์หลักของหน่วยงานก่อน แล้วจึงยืนยันข้อมูล"))
    year = fiscal_year(clock.today())
    _check, made = ContactCheck.objects.get_or_create(
        unit_id=unit.id,
        fiscal_year=year,
        defaults={
            "confirmed_at": clock.now(),
            "user_id": actor.user_id,
            "user_name": actor.name,
            "content": asdict(make_contact(profile)),
        },
    )
    if made:
        detail = {"fiscal_year": year}
        record(
            actor,
            verb="unit.confirm_contact",
            target=f"unit:{code}",
            unit_id=unit.id,
            detail=detail,
        )


def _read_website(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return parse_website(text)
    except HostError as error:
        fault = Fault("website", f"host_{error.code}", {"value": text})
        raise Invalid(fault.text, field="website") from error


def _read_host(text: str) -> str:
    try:
        return parse_host(text)
    except HostError as error:
        fault = Fault("domains", f"host_{error.code}", {"value": text})
        raise Invalid(fault.text, field="domains") from error
