"""Moving the last day of a role: renewed for a year, or ended on a day."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prongsai.accounts.models import RoleGrant
from prongsai.accounts.services.grants import NewGrant, create_grant
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict
from prongsai.permissions.roles import Role


def renew_grant(actor: Actor, *, grant: RoleGrant, until: date) -> None:
    """Let a locked grant last until a day; one that has run out begins anew today."""
    if grant.ends is not None and grant.ends < clock.today():
        new = NewGrant(
            grant.person_id,
            Role(grant.role),
            grant.unit_id,
            grant.division_id,
            (clock.today(), until),
        )
        create_grant(actor, new=new, granted_by_id=actor.user_id, verb="role.renew")
        return
    before = grant.ends
    _move_end(grant, until)
    _record(actor, grant, verb="role.renew", before=before)


def end_grant(actor: Actor, *, grant: RoleGrant, on: date) -> None:
    """Let a locked grant end on a day at the latest; that day still counts."""
    before = grant.ends
    if before is None or before > on:
        _move_end(grant, max(on, grant.starts))
    _record(actor, grant, verb="role.end", before=before)


def _move_end(grant: RoleGrant, day: date) -> None:
    grant.ends = day
    try:
        with transaction.atomic():
            grant.save(update_fields=["ends"])
    except IntegrityError as error:
        words = {"person": grant.person.full_name}
        message = _("%(person)s มีบทบาทเดียวกันที่เริ่มภายหลังอยู่แล้ว โปรดตรวจสอบบทบาทของบุคคลนี้ก่อน")
        raise Conflict(message % words) from error


def _record(actor: Actor, grant: RoleGrant, *, verb: str, before: date | None) -> None:
    detail = {
        "role": grant.role,
        "before": before.isoformat() if before else None,
        "ends": grant.ends.isoformat() if grant.ends else None,
    }
    target = f"person:{grant.person_id}"
    record(actor, verb=verb, target=target, unit_id=grant.unit_id, detail=detail)
