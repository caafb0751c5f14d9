"""Four eyes: asked by one person, decided once by another."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from prongsai.approvals.models import Approval
from prongsai.approvals.selectors import get_request_for, list_history, list_own, list_waiting
from prongsai.approvals.services import requests as services
from prongsai.approvals.types import Explanation, Line, Proposal, Request, State
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.actor import SYSTEM, Actor, Grant
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.notifications.models import Mail, Notice
from prongsai.organizations.types.units import UnitClass
from tests.factories.moments import at_once
from tests.factories.organizations import make_spec, make_units

pytestmark = pytest.mark.django_db

CARRIED_OUT: list[tuple[int, dict]] = []


def carry_out(actor: Actor, *, request: Request) -> None:
    if request.payload.get("fail"):
        raise Conflict("changed meanwhile")
    CARRIED_OUT.append((request.id, request.payload))


def describe(payload: dict) -> Explanation:
    return Explanation("เรื่องทดสอบ", (Line("ค่า", str(payload.get("a"))),))


def person(user_id: int, role: str = "commission_owner", unit_id: int | None = None) -> Actor:
    grant = Grant(id=user_id * 10, role=role, unit_id=unit_id)
    return Actor(user_id=user_id, name=f"คนที่ {user_id}", grants=(grant,), acting=grant)


@pytest.fixture(autouse=True)
def action(settings):
    CARRIED_OUT.clear()
    settings.APPROVAL_ACTIONS = {
        "test.do": {"apply": f"{__name__}.carry_out", "describe": f"{__name__}.describe"}
    }


def propose(**fields):
    fields = {"subject": "thing:1", "payload": {"a": 1.5}, "verb": "season.approve", **fields}
    return Proposal(action="test.do", **fields)


def ask(actor, **fields):
    return services.request_approval(actor, proposal=propose(**fields))


def test_approve_carries_out_once():
    request = ask(person(1), payload={"a": 1.5, "name": "ก", "n": None})

    decided = services.approve(person(2), request_id=request.id)

    assert (decided.state, decided.decided_by_id) == (State.APPROVED, 2)
    assert [(request.id, {"a": 1.5, "name": "ก", "n": None})] == CARRIED_OUT
    with pytest.raises(Conflict):
        services.approve(person(3), request_id=request.id)
    assert len(CARRIED_OUT) == 1


@pytest.mark.parametrize("role", ["commission_owner", "auditor", "agency_admin"])
def test_requester_never_decides_whatever_the_role(role):
    request = ask(person(1))
    again = Actor(1, "ชื่ออื่น", acting=Grant(id=99, role=role))

    with pytest.raises(NotAllowed):
        services.approve(again, request_id=request.id)
    with pytest.raises(NotAllowed):
        services.reject(again, request_id=request.id, reason="x")

    assert CARRIED_OUT == []


def test_whoever_gains_may_not_approve():
    request = ask(person(1), barred=(2,))

    with pytest.raises(NotAllowed):
        services.approve(person(2), request_id=request.id)
    assert not list_waiting(person(2)).exists()
    services.approve(person(3), request_id=request.id)


@pytest.mark.parametrize("actor", [person(2, "auditor"), SYSTEM, Actor(None, "")])
def test_stranger_finds_nothing(actor):
    request = ask(person(1))

    with pytest.raises(NotFound):
        services.approve(actor, request_id=request.id)
    with pytest.raises(NotFound):
        services.withdraw(actor, request_id=request.id)


def test_machine_asks_for_nothing():
    with pytest.raises(NotAllowed):
        ask(SYSTEM)


def test_scope_decides_who_may_approve():
    units = make_units(
        make_spec("P", unit_class=UnitClass.PROVINCE),
        make_spec("A", geography="P"),
        make_spec("Q", unit_class=UnitClass.PROVINCE),
    )
    request = ask(person(1), verb="person.invite", scope_unit_id=units["A"])
    near = person(2, "province_coordinator", units["P"])
    far = person(3, "province_coordinator", units["Q"])

    assert [row.pk for row in list_waiting(near)] == [request.id]
    assert list(list_waiting(far)) == []
    with pytest.raises(NotFound):
        services.approve(far, request_id=request.id)
    with pytest.raises(NotFound):
        get_request_for(far, request.id)
    services.approve(near, request_id=request.id)
    assert [row.pk for row in list_history(near)] == [request.id]
    assert list(list_history(far)) == []


def test_failed_action_leaves_the_request_open():
    request = ask(person(1), payload={"fail": True})

    with pytest.raises(Conflict, match="meanwhile"):
        services.approve(person(2), request_id=request.id)

    assert get_request_for(person(2), request.id).state is State.PENDING
    assert not Entry.objects.filter(verb="approval.approve").exists()


def test_reject_needs_a_reason_and_tells_it():
    request = ask(person(1))

    with pytest.raises(Invalid):
        services.reject(person(2), request_id=request.id, reason="  ")
    rejected = services.reject(person(2), request_id=request.id, reason=" เร็วไป ")

    assert (rejected.state, rejected.reason) == (State.REJECTED, "เร็วไป")
    assert CARRIED_OUT == []


def test_withdraw_is_for_the_requester_alone():
    request = ask(person(1))

    with pytest.raises(NotFound):
        services.withdraw(person(2), request_id=request.id)
    assert services.withdraw(person(1), request_id=request.id).state is State.WITHDRAWN
    with pytest.raises(Conflict):
        services.approve(person(2), request_id=request.id)


def test_expired_request_cannot_be_approved_even_before_the_job_ran():
    request = ask(person(1), expires_in=timedelta(hours=1))

    with time_machine.travel(clock.real_now() + timedelta(hours=1)):
        with pytest.raises(Conflict):
            services.approve(person(2), request_id=request.id)
        assert not list_waiting(person(2)).exists()
        assert services.expire_requests() == 1
        assert services.expire_requests() == 0

    assert get_request_for(person(1), request.id).state is State.EXPIRED


def test_same_request_waits_only_once():
    request = ask(person(1))

    with pytest.raises(Conflict):
        ask(person(3))
    services.withdraw(person(1), request_id=request.id)
    ask(person(3))


def test_every_step_is_recorded():
    first, second, third = (ask(person(1), subject=f"thing:{n}") for n in range(3))
    services.approve(person(2), request_id=first.id)
    services.reject(person(2), request_id=second.id, reason="x")
    services.withdraw(person(1), request_id=third.id)

    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["approval.request"] * 3 + [
        "approval.approve",
        "approval.reject",
        "approval.withdraw",
    ]


def test_approvers_and_requester_are_told(make_person):
    asking, other = make_person("commission_owner"), make_person("commission_owner")
    make_person("auditor")
    english = make_person("commission_owner", language="en")
    barred = make_person("commission_owner")

    request = ask(asking.actor, barred=(barred.user.pk,))
    told = Notice.objects.filter(event="approval.requested")
    assert {notice.user_id for notice in told} == {other.user.pk, english.user.pk}
    assert "Waiting for approval" in told.get(user_id=english.user.pk).subject
    assert f"/approvals/{request.id}/" == told.first().url

    services.approve(other.actor, request_id=request.id)
    answer = Notice.objects.get(event="approval.approved")
    assert (answer.user_id, Mail.objects.count()) == (asking.user.pk, 3)


def test_own_requests_are_listed_newest_first():
    first, second = ask(person(1)), ask(person(1), subject="thing:2")
    ask(person(2), subject="thing:3")

    assert [row.pk for row in list_own(person(1))] == [second.id, first.id]


@pytest.mark.parametrize(
    "change",
    [
        {"payload": {"a": 2}},
        {"payload_hash": "x"},
        {"requested_by_id": 9},
        {"barred": []},
        {"verb": "unit.view"},
        {"scope_unit_id": 4},
        {"action": "test.other"},
    ],
)
def test_database_keeps_what_was_asked_for(change):
    request = ask(person(1), barred=(5,))
    rows = Approval.objects.filter(pk=request.id)

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows.update(**change)


def test_database_refuses_one_pair_of_eyes():
    request = ask(person(1))
    rows = Approval.objects.filter(pk=request.id)

    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        rows.update(state="approved", decided_by_id=1, decided_at=clock.now())
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        rows.update(state="approved", decided_by_id=None, decided_at=clock.now())
    with pytest.raises(IntegrityError, match="with_reason"), transaction.atomic():
        rows.update(state="rejected", decided_by_id=2, decided_at=clock.now())


def test_database_keeps_decided_requests():
    request = ask(person(1))
    services.approve(person(2), request_id=request.id)
    rows = Approval.objects.filter(pk=request.id)

    with pytest.raises(DatabaseError, match="decided"), transaction.atomic():
        rows.update(state="pending", decided_by_id=None, decided_at=None)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        rows.delete()


def test_payload_changed_behind_the_back_is_not_carried_out():
    request = ask(person(1))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE approvals_approval DISABLE TRIGGER USER")
        cursor.execute("UPDATE approvals_approval SET payload = '{\"a\": 2}'")
        cursor.execute("ALTER TABLE approvals_approval ENABLE TRIGGER USER")

    with pytest.raises(Conflict):
        services.approve(person(2), request_id=request.id)

    assert CARRIED_OUT == []


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_carry_out_once():
    request = ask(person(1))
    people = [person(number) for number in range(2, 6)]

    outcomes = at_once(*[partial(services.approve, one, request_id=request.id) for one in people])

    assert sum(isinstance(each, Conflict) for each in outcomes) == 3
    assert len(CARRIED_OUT) == 1
