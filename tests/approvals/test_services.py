"""Four eyes: asked by one person, decided once by another."""

import pytest
from django.db import DatabaseError, transaction

from prongsai.approvals import services
from prongsai.approvals.models import Approval
from prongsai.approvals.types import Proposal, Request
from prongsai.core.actor import Actor, Grant
from prongsai.core.errors import Conflict, NotAllowed, NotFound

pytestmark = pytest.mark.django_db

CARRIED_OUT: list[int] = []


def apply(actor: Actor, *, request: Request) -> None:
    CARRIED_OUT.append(request.id)


def person(user_id: int, role: str = "commission_owner") -> Actor:
    grant = Grant(id=user_id * 10, role=role)
    return Actor(user_id=user_id, name=f"คนที่ {user_id}", grants=(grant,), acting=grant)


@pytest.fixture(autouse=True)
def action(settings):
    CARRIED_OUT.clear()
    settings.APPROVAL_ACTIONS = {"test.do": {"apply": f"{__name__}.apply"}}


def ask(actor, **payload):
    proposal = Proposal(action="test.do", subject="thing:1", payload=payload, verb="season.approve")
    return services.request_approval(actor, proposal=proposal)


def test_approve_carries_out_once():
    request = ask(person(1), a=1.5, name="ก")

    services.approve(person(2), request_id=request.id)

    assert [request.id] == CARRIED_OUT
    with pytest.raises(Conflict):
        services.approve(person(3), request_id=request.id)
    assert [request.id] == CARRIED_OUT


def test_requester_never_approves_own_request():
    request = ask(person(1))

    with pytest.raises(NotAllowed):
        services.approve(person(1), request_id=request.id)
    with pytest.raises(NotAllowed):
        services.approve(person(1, "auditor"), request_id=request.id)

    assert CARRIED_OUT == []


def test_stranger_finds_nothing():
    request = ask(person(1))

    with pytest.raises(NotFound):
        services.approve(person(2, "auditor"), request_id=request.id)


def test_database_keeps_payload_frozen():
    request = ask(person(1))
    rows = Approval.objects.filter(pk=request.id)

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows.update(payload={"a": 2})
