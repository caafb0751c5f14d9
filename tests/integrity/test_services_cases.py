"""A case goes from a question to a decision, and every step is somebody's."""

from datetime import timedelta

import pytest
import time_machine

from prongsai.approvals.models import Approval
from prongsai.approvals.selectors import explain
from prongsai.approvals.services.requests import approve
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.core.wiring import wired
from prongsai.integrity.models import Case, Run
from prongsai.integrity.selectors.discards import (
    find_hidden,
    list_discarded,
    list_discarded_sheets,
)
from prongsai.integrity.services.cases import ask_agency, decide, reply
from prongsai.integrity.services.discards import propose_discard
from prongsai.integrity.types import CaseState, Decision, DiscardedShare
from prongsai.notifications.models import Notice
from tests.factories.integrity import make_finding, make_flag
from tests.integrity.conftest import ODD, store_sheets


def ask(affair, person=None, *, days=14, question="เก็บคำตอบอย่างไร"):
    return ask_agency(
        (person or affair.owner).actor,
        finding_id=affair.finding.pk,
        question=question,
        reply_by=clock.today() + timedelta(days=days),
    )


def list_told(person):
    rows = Notice.objects.filter(user_id=person.user.pk)
    return [row.event for row in rows.order_by("id") if row.event.startswith("integrity.")]


def test_discard_goes_through_agency_reason_and_second_person(affair):
    case = ask(affair)
    reply(affair.admin.actor, case_id=case.pk, text="ประชุมประชาคมวันเดียว")
    request = propose_discard(
        affair.owner.actor, finding_id=affair.finding.pk, rule="identical", reason="คำชี้แจงไม่พอ"
    )
    with pytest.raises(NotAllowed):
        approve(affair.owner.actor, request_id=request.id)
    approve(affair.second.actor, request_id=request.id)

    case.refresh_from_db()
    assert (case.state, case.decision, case.rule) == ("decided", "discard", "identical")
    assert (case.discarded, case.approved_by_id) == (11, affair.second.user.pk)
    assert list_told(affair.admin) == ["integrity.asked", "integrity.decided"]
    assert list_told(affair.owner) == ["integrity.replied"]
    assert list_discarded(fiscal_year=2569) == [
        DiscardedShare(affair.unit_id, 2569, "IIT", "identical", 11, 40)
    ]
    gone = list_discarded_sheets(unit_id=affair.unit_id, fiscal_year=2569)
    assert gone == wired("discarded_sheets")(unit_id=affair.unit_id, fiscal_year=2569)
    assert {sheet.answers for sheet in gone} == {ODD}
    assert gone.total() == 11
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"integrity.ask", "integrity.reply", "integrity.propose", "integrity.discard"} <= verbs


def test_discard_rests_on_the_finding_that_was_looked_at(affair):
    reply(affair.admin.actor, case_id=ask(affair).pk, text="-")
    run = Run.objects.create(fiscal_year=2569, thresholds_version=1, thresholds_hash="0")
    later = make_finding(affair.unit_id, make_flag("ceiling", counted=8.0, expected=2.0), run=run)
    request = propose_discard(affair.owner.actor, finding_id=later.pk, rule="ceiling", reason="เหตุ")
    approve(affair.second.actor, request_id=request.id)

    assert Case.objects.get().finding == later
    gone = list_discarded_sheets(unit_id=affair.unit_id, fiscal_year=2569)
    assert gone.total() == 6


def test_approver_reads_the_number_and_the_rule(affair):
    reply(affair.admin.actor, case_id=ask(affair).pk, text="-")
    request = propose_discard(
        affair.owner.actor, finding_id=affair.finding.pk, rule="identical", reason="เหตุ"
    )

    lines = [line.text for line in explain(request).lines]

    assert any("11 จาก 40" in line for line in lines)
    assert any("12 ชุดขึ้นไป" in line for line in lines)


def test_nothing_bad_happens_before_the_agency_was_heard(affair):
    with pytest.raises(Conflict):
        propose_discard(
            affair.owner.actor, finding_id=affair.finding.pk, rule="identical", reason="เร็ว"
        )
    ask(affair)
    with pytest.raises(Conflict):
        decide(affair.owner.actor, finding_id=affair.finding.pk, decision="refer", reason="เร็ว")
    with time_machine.travel(clock.real_now() + timedelta(days=15)):
        decide(affair.owner.actor, finding_id=affair.finding.pk, decision="refer", reason="เงียบ")

    assert Case.objects.get().decision == Decision.REFER
    assert not Approval.objects.exists()


def test_no_action_needs_no_question_and_tells_nobody(affair):
    decide(affair.office.actor, finding_id=affair.finding.pk, decision="no_action", reason="ไม่มีมูล")

    assert Case.objects.get().state == CaseState.DECIDED
    assert list_told(affair.admin) == []
    with pytest.raises(Conflict):
        ask(affair)


def test_reply_is_taken_once_and_in_time(affair):
    case = ask(affair)
    reply(affair.admin.actor, case_id=case.pk, text="ครั้งแรก")

    with pytest.raises(Conflict):
        reply(affair.admin.actor, case_id=case.pk, text="ครั้งที่สอง")

    case.refresh_from_db()
    assert case.reply == "ครั้งแรก"


def test_strangers_and_supervisors_find_nothing(affair):
    case = ask(affair)

    with pytest.raises(NotFound):
        reply(affair.stranger.actor, case_id=case.pk, text="x")
    with pytest.raises(NotFound):
        decide(
            affair.governor.actor, finding_id=affair.finding.pk, decision="no_action", reason="x"
        )
    with pytest.raises(NotFound):
        reply(affair.owner.actor, case_id=case.pk, text="x")


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"days": 3}, "reply_by"), ({"days": 90}, "reply_by"), ({"question": "  "}, "question")],
)
def test_bad_question_is_refused_at_its_field(affair, fields, name):
    with pytest.raises(Invalid) as refused:
        ask(affair, **fields)

    assert refused.value.field == name
    assert not Case.objects.exists()


def test_rule_that_the_finding_does_not_offer_is_refused(affair):
    reply(affair.admin.actor, case_id=ask(affair).pk, text="-")

    for rule in ("ceiling", "told", "", "everything"):
        with pytest.raises(Invalid):
            propose_discard(
                affair.owner.actor, finding_id=affair.finding.pk, rule=rule, reason="เหตุ"
            )


def test_answers_that_came_later_stop_the_approval(affair):
    reply(affair.admin.actor, case_id=ask(affair).pk, text="-")
    request = propose_discard(
        affair.owner.actor, finding_id=affair.finding.pk, rule="identical", reason="เหตุ"
    )
    store_sheets(affair.unit_id)

    with pytest.raises(Conflict):
        approve(affair.second.actor, request_id=request.id)

    assert Case.objects.get().state == CaseState.REPLIED


def test_small_shares_are_hidden_with_a_companion():
    shares = [
        DiscardedShare(unit, 2569, "IIT", "identical", count, 60)
        for unit, count in ((1, 4), (2, 15), (3, 30))
    ]

    assert find_hidden(shares, least=10) == {(1, "IIT"), (2, "IIT")}
    assert find_hidden([], least=10) == set()
