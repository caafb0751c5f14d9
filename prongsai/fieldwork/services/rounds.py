"""Rounds: opened, filled with agencies and people, closed, forgotten."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import SYSTEM, Actor
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.fieldwork.models import Case, Member, Round
from prongsai.fieldwork.selectors.rounds import get_round_for, list_candidates
from prongsai.fieldwork.services.keyed_forms import forget_forms
from prongsai.fieldwork.types import DAYS_AFTER, RoundSpec
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.permissions.rules import can


@transaction.atomic
def create_round(actor: Actor, *, spec: RoundSpec) -> Round:
    """Open a round in a province."""
    if not can(actor, "fieldwork.manage", get_scope(spec.unit_id)):
        raise NotFound
    if spec.closes_on < spec.opens_on:
        raise Invalid(_("วันสุดท้ายต้องไม่อยู่ก่อนวันแรก"), field="closes_on")
    made = Round.objects.create(
        name=spec.name,
        unit_id=spec.unit_id,
        framework=spec.framework,
        opens_on=spec.opens_on,
        closes_on=spec.closes_on,
    )
    record_about(actor, made, "fieldwork.create_round", name=spec.name)
    return made


@transaction.atomic
def name_people(actor: Actor, *, round_id: int, person_ids: Sequence[int]) -> None:
    """Say who works for a round; whoever has cases stays."""
    one = lock_open_round(actor, round_id)
    allowed = {person.user_id for person in list_candidates(one)}
    wanted = set(person_ids) & allowed
    busy = set(
        Case.objects.filter(agency__round=one, interviewer__isnull=False).values_list(
            "interviewer_id", flat=True
        )
    )
    Member.objects.filter(round=one).exclude(person_id__in=wanted | busy).delete()
    Member.objects.bulk_create(
        [Member(round=one, person_id=person_id) for person_id in sorted(wanted)],
        ignore_conflicts=True,
    )
    record_about(actor, one, "fieldwork.name_people", people=len(wanted | busy))


@transaction.atomic
def close_round(actor: Actor, *, round_id: int) -> None:
    """End a round for good: nothing is taken any more, and its numbers are deleted at once."""
    one = lock_open_round(actor, round_id)
    one.closed_on = clock.today()
    one.save(update_fields=["closed_on"])
    record_about(actor, one, "fieldwork.close_round")
    _forget(one)


@transaction.atomic
def forget_numbers() -> int:
    """Delete numbers and places of every round that ended a week ago; return how many rounds."""
    last = clock.today() - timedelta(days=DAYS_AFTER)
    old = Round.objects.select_for_update().filter(forgotten_on=None, closes_on__lt=last)
    count = 0
    for one in old:
        one.closed_on = one.closed_on or clock.today()
        one.save(update_fields=["closed_on"])
        _forget(one)
        count += 1
    return count


def lock_open_round(actor: Actor, round_id: int, *, verb: str = "fieldwork.manage") -> Round:
    """Return a round that ACTOR may change, locked until the transaction ends."""
    get_round_for(actor, round_id, verb=verb)
    one = Round.objects.select_for_update(no_key=True).get(pk=round_id)
    if one.closed_on:
        raise Conflict(_("รอบนี้ปิดแล้ว แก้ไขไม่ได้"))
    return one


def record_about(actor: Actor, one: Round, verb: str, **detail: object) -> None:
    """Write a line about a round into the trail."""
    record(actor, verb=verb, target=f"round:{one.pk}", unit_id=one.unit_id, detail=detail)


def _forget(one: Round) -> None:
    cases = Case.objects.filter(agency__round=one)
    count = cases.update(telephone="", place="", appointment="", appointment_before="")
    forget_forms(one)
    one.forgotten_on = clock.today()
    one.save(update_fields=["forgotten_on"])
    record_about(SYSTEM, one, "fieldwork.forget_numbers", cases=count)
