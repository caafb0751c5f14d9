"""Reading what agencies say about themselves."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.models import (
    ContactCheck,
    DivisionVersion,
    UnitDomain,
    UnitProfile,
)
from prongsai.organizations.rules.hosts import show_host
from prongsai.organizations.selectors.units import list_assessed_for
from prongsai.organizations.types.profiles import Contact, DivisionView, ProfileView


def get_profile(unit_id: int) -> ProfileView:
    """Return the profile of a unit that the caller may see."""
    profile = UnitProfile.objects.filter(unit_id=unit_id).first() or UnitProfile(unit_id=unit_id)
    hosts = UnitDomain.objects.filter(unit_id=unit_id).order_by("host")
    year = fiscal_year(clock.today())
    check = ContactCheck.objects.filter(unit_id=unit_id, fiscal_year=year).first()
    return ProfileView(
        contact=make_contact(profile),
        revision=profile.revision,
        domains=tuple(show_host(host.host) for host in hosts),
        fiscal_year=year,
        confirmed_at=check.confirmed_at if check else None,
        confirmed_by=check.user_name if check else "",
    )


def make_contact(profile: UnitProfile) -> Contact:
    return Contact(
        website=profile.website,
        email=profile.email,
        phone=profile.phone,
        address=profile.address,
        postcode=profile.postcode,
    )


def list_divisions(unit_id: int, *, on: date | None = None) -> list[DivisionView]:
    """Return the divisions of a unit on a day, in their own order."""
    rows = (
        DivisionVersion.objects.on(on)
        .filter(division__unit_id=unit_id)
        .order_by("position", "name_th", "id")
    )
    return [DivisionView(row.division_id, row.name_th, row.name_en, row.position) for row in rows]


def get_division(unit_id: int, division_id: int) -> DivisionView:
    """Return a division of the unit that exists today."""
    for division in list_divisions(unit_id):
        if division.id == division_id:
            return division
    raise NotFound(_("ไม่พบกองนี้"))


def count_unconfirmed_for(actor: Actor) -> int:
    """Return how many agencies of the actor's area have not confirmed their contact this year."""
    year = fiscal_year(clock.today())
    checks = ContactCheck.objects.filter(unit_id=OuterRef("unit_id"), fiscal_year=year)
    return list_assessed_for(actor).filter(~Exists(checks)).count()
