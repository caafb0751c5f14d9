"""Requests, and who sees them: whoever asked, whoever may decide, and auditors."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.utils.module_loading import import_string

from prongsai.approvals.models import Approval
from prongsai.approvals.types import Explanation, Request, State
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.core.wiring import wired
from prongsai.permissions.matrix import MATRIX, Reach
from prongsai.permissions.rules import NATION, Scope, can, get_reach


def get_request_for(actor: Actor, request_id: int) -> Request:
    """Return one request that ACTOR asked for, decided, may decide or may audit."""
    approval = Approval.objects.filter(pk=request_id).first()
    if approval is None or not _may_see(actor, approval.as_request()):
        raise NotFound
    return approval.as_request()


def list_waiting(actor: Actor) -> QuerySet[Approval]:
    """Return the open requests that ACTOR could decide now, the most urgent first."""
    if actor.user_id is None:
        return Approval.objects.none()
    mine = Q(requested_by_id=actor.user_id) | Q(barred__contains=[actor.user_id])
    return (
        Approval.objects.filter(_decidable(actor), state=State.PENDING)
        .filter(expires_at__gt=clock.now())
        .exclude(mine)
        .order_by("expires_at", "id")
    )


def count_waiting(actor: Actor) -> tuple[int, datetime | None]:
    """Return how many requests ACTOR could decide now, and when the first of them expires."""
    found = list_waiting(actor).aggregate(many=Count("pk"), soonest=Min("expires_at"))
    return found["many"], found["soonest"]


def list_own(actor: Actor) -> QuerySet[Approval]:
    """Return what ACTOR asked for, newest first."""
    if actor.user_id is None:
        return Approval.objects.none()
    return Approval.objects.filter(requested_by_id=actor.user_id).order_by("-id")


def list_history(actor: Actor) -> QuerySet[Approval]:
    """Return closed requests that ACTOR may see, newest first."""
    closed = Approval.objects.exclude(state=State.PENDING).order_by("-id")
    if can(actor, "audit.view", NATION):
        return closed
    return closed.filter(
        _decidable(actor) | Q(requested_by_id=actor.user_id) | Q(decided_by_id=actor.user_id)
    )


def list_pending_about(subject: str) -> QuerySet[Approval]:
    """Return the open requests about one thing: for pages that have already checked the actor."""
    return Approval.objects.filter(
        subject=subject, state=State.PENDING, expires_at__gt=clock.now()
    ).order_by("id")


def find_last_about(subject: str) -> Request | None:
    """Return the newest request about one thing: for pages that have already checked the actor."""
    return find_last_about_each([subject]).get(subject)


def find_last_about_each(subjects: Iterable[str]) -> dict[str, Request]:
    """Return the newest request about each of several things, in one query."""
    rows = Approval.objects.filter(subject__in=list(subjects)).order_by("subject", "-id")
    return {row.subject: row.as_request() for row in rows.distinct("subject")}


def explain(request: Request) -> Explanation:
    """Return what a request will do, in plain words made from its frozen payload alone."""
    describe = import_string(settings.APPROVAL_ACTIONS[request.action]["describe"])
    explanation: Explanation = describe(request.payload)
    return explanation


def get_scope(unit_id: int | None) -> Scope:
    return wired("scope_of_unit")(unit_id) if unit_id is not None else NATION


def _may_see(actor: Actor, request: Request) -> bool:
    return (
        actor.user_id in {request.requested_by_id, request.decided_by_id}
        and actor.user_id is not None
    ) or any(
        can(actor, verb, get_scope(request.scope_unit_id)) for verb in (request.verb, "audit.view")
    )


def _decidable(actor: Actor) -> Q:
    """Return the condition that ACTOR holds the permission that a request needs."""
    condition = Q(pk__in=[])
    grant = actor.acting
    if grant is None or grant.role == "system":
        return condition
    verbs: dict[Reach, list[str]] = {reach: [] for reach in Reach}
    for verb in MATRIX:
        reach = get_reach(grant, verb)
        if reach is not None:
            verbs[reach].append(verb)
    condition |= Q(verb__in=verbs[Reach.NATION])
    if grant.unit_id is not None:
        condition |= Q(verb__in=verbs[Reach.OWN], scope_unit_id=grant.unit_id)
        below = wired("unit_is_below")(grant.unit_id, field="scope_unit_id")
        condition |= Q(below, verb__in=verbs[Reach.TREE])
    return condition
