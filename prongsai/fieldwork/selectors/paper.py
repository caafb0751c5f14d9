"""Bundles of paper forms for those who key them."""

from typing import Any

from django.db.models import QuerySet

from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.fieldwork.models import Bundle, KeyedForm, Member, Round
from prongsai.fieldwork.types import BundleState
from prongsai.organizations.selectors.joins import with_names
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scope
from prongsai.permissions.rules import can
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.types import Instrument, Questionnaire


def list_rounds_to_key(actor: Actor) -> QuerySet[Round]:
    """Return the open rounds whose paper ACTOR may key: those led, and those worked for."""
    rows = filter_by_reach(Round.objects.all(), actor=actor, verb="fieldwork.key")
    if actor.role == "interviewer":
        rows = rows.filter(members__person_id=actor.user_id)
    return rows.filter(closed_on=None).order_by("-opens_on", "-id")


def get_round_to_key(actor: Actor, round_id: int) -> Round:
    """Return a round whose paper ACTOR may key."""
    one = Round.objects.filter(pk=round_id).first()
    if one is None or not can(actor, "fieldwork.key", get_scope(one.unit_id)):
        raise NotFound
    leads = can(actor, "fieldwork.manage", get_scope(one.unit_id))
    if not leads and not Member.objects.filter(round=one, person_id=actor.user_id).exists():
        raise NotFound
    return one


def get_bundle_for(actor: Actor, bundle_id: int) -> Bundle:
    bundle = Bundle.objects.select_related("agency__round").filter(pk=bundle_id).first()
    if bundle is None:
        raise NotFound
    get_round_to_key(actor, bundle.agency.round_id)
    return bundle


def list_bundles(one: Round) -> QuerySet[Any]:
    rows = Bundle.objects.filter(agency__round=one).select_related("agency__round").order_by("-id")
    named: QuerySet[Any] = with_names(rows, field="agency__unit", keep_all=True)
    return named


def get_form(bundle: Bundle) -> Questionnaire:
    return get_questionnaire(bundle.agency.round.framework, Instrument.EIT)


def get_turn(actor: Actor, bundle: Bundle) -> int | None:
    """Return which turn ACTOR may key now; None where there is none for this person."""
    if bundle.agency.round.closed_on:
        return None
    if bundle.state == BundleState.FIRST and bundle.first_clerk_id in {None, actor.user_id}:
        return 1
    if (
        bundle.state == BundleState.SECOND
        and bundle.first_clerk_id != actor.user_id
        and bundle.second_clerk_id in {None, actor.user_id}
    ):
        return 2
    return None


def count_keyed(bundle: Bundle, turn: int) -> int:
    return KeyedForm.objects.filter(bundle=bundle, turn=turn).count()


def get_next_place(bundle: Bundle, turn: int) -> int:
    """Return the first form of this turn that is not keyed yet; beyond the last when all are."""
    keyed = set(KeyedForm.objects.filter(bundle=bundle, turn=turn).values_list("place", flat=True))
    return next((at for at in range(1, bundle.count + 1) if at not in keyed), bundle.count + 1)
