"""Moving the clock of a training installation."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotAllowed
from prongsai.frameworks.models import TrainingClock


@transaction.atomic
def travel(actor: Actor, *, to: datetime) -> timedelta:
    """Let the clock show TO from now on; it goes on running. Returns the shift."""
    _check_allowed()
    now = clock.real_now()
    shift = to - now
    fields = {"shift": shift, "set_at": now, "set_by_name": actor.name}
    TrainingClock.objects.update_or_create(id=1, defaults=fields)
    record(actor, verb="season.travel", target="clock", detail={"to": to})
    return shift


@transaction.atomic
def reset(actor: Actor) -> None:
    """Let the clock show the real time again."""
    _check_allowed()
    TrainingClock.objects.all().delete()
    record(actor, verb="season.travel_reset", target="clock")


def _check_allowed() -> None:
    if not settings.TIME_TRAVEL:
        raise NotAllowed(_("ระบบนี้ใช้งานจริง จึงเลื่อนเวลาไม่ได้ ทำได้เฉพาะระบบสาธิตหรือระบบฝึก"))
