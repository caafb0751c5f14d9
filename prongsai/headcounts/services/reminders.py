"""Reminding agencies that their set-up waits: once a day each."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from prongsai.accounts.selectors.recipients import list_people_who_may
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.headcounts.models import Reminder
from prongsai.headcounts.selectors.setups import get_setup_for, is_settled
from prongsai.headcounts.services import words
from prongsai.headcounts.types import WITH_EXECUTIVE, SetupState, SetupView
from prongsai.notifications.services import notify

OPEN = frozenset(SetupState) - {SetupState.CONFIRMED}


@transaction.atomic
def remind(actor: Actor, *, codes: Sequence[str]) -> int:
    """Tell whoever is to act next in each agency; return how many agencies were told.

    Agencies that are done, can do no more, or were reminded today, are left alone.
    """
    # In one order for everybody, so that two who remind at once never wait for each other.
    return sum(_remind_one(actor, code) for code in sorted(set(codes)))


def _remind_one(actor: Actor, code: str) -> bool:
    shown = get_setup_for(actor, code, verb="headcount.remind")
    if shown.state not in OPEN or is_settled(shown.unit.id) or not _mark(shown):
        return False
    waits_for_executive = shown.state in WITH_EXECUTIVE
    verb = "headcount.confirm" if waits_for_executive else "headcount.edit"
    notify(
        list_people_who_may(verb, unit_id=shown.unit.id),
        event="headcount.reminder",
        words=lambda: words.tell_reminder(
            shown.unit, asked_by=actor.name, waits_for_executive=waits_for_executive
        ),
        url=reverse("headcounts:unit", args=[code]),
    )
    record(
        actor,
        verb="headcount.remind",
        target=f"setup:{code}/{shown.fiscal_year}",
        unit_id=shown.unit.id,
        detail={"state": shown.state.value},
    )
    return True


def _mark(shown: SetupView) -> bool:
    _row, made = Reminder.objects.get_or_create(
        unit_id=shown.unit.id, fiscal_year=shown.fiscal_year, day=clock.today()
    )
    return made
