"""Giving and taking away roles."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from prongsai.accounts.models import RoleGrant, User
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, NotAllowed, NotFound
from prongsai.permissions.roles import Role
from prongsai.permissions.rules import NATION, Scope, can

Period = tuple[date, date | None]


@transaction.atomic
def grant_role(
    actor: Actor,
    *,
    person_id: int,
    role: Role,
    unit_id: int | None = None,
    division_id: int | None = None,
    period: Period | None = None,
) -> RoleGrant:
    """Give ROLE over a unit (or the nation) from today, or for PERIOD (its end may be open)."""
    _check_may_grant(actor, unit_id)
    if not User.objects.filter(pk=person_id, is_active=True).exists():
        raise NotFound
    starts, ends = period or (clock.today(), None)
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                person_id=person_id,
                role=role.value,
                unit_id=unit_id,
                division_id=division_id,
                starts=starts,
                ends=ends,
                granted_by_id=actor.user_id,
            )
    except IntegrityError as error:
        raise Conflict(gettext("บุคคลนี้มีบทบาทนี้ในหน่วยงานนี้อยู่แล้วในช่วงเวลาเดียวกัน")) from error
    detail = {"role": role.value, "starts": f"{starts}", "ends": f"{ends}" if ends else None}
    record(actor, verb="role.grant", target=f"person:{person_id}", unit_id=unit_id, detail=detail)
    return grant


def _check_may_grant(actor: Actor, unit_id: int | None) -> None:
    scope = Scope(unit_id) if unit_id is not None else NATION
    if not can(actor, "person.invite", scope):
        raise NotAllowed(gettext("บทบาทของท่านมอบหมายบทบาทนี้ไม่ได้"))
