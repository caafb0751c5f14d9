"""Pages of requests that need a second person."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.approvals.models import Approval
from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Explanation, Line, Proposal, Request
from prongsai.core.actor import Actor

pytestmark = pytest.mark.django_db


def carry_out(actor: Actor, *, request: Request) -> None:
    return


def describe(payload: dict) -> Explanation:
    return Explanation(payload["title"], (Line("วันปิด", "<ใหม่>", before="เก่า"),))


@pytest.fixture(autouse=True)
def action(settings):
    settings.APPROVAL_ACTIONS = {
        "test.do": {"apply": f"{__name__}.carry_out", "describe": f"{__name__}.describe"}
    }


@pytest.fixture
def people(make_person):
    return make_person("commission_owner"), make_person("commission_owner")


def ask(person, title="ขยายเวลา"):
    proposal = Proposal("test.do", f"thing:{title}", {"title": title}, "season.approve")
    return request_approval(person.actor, proposal=proposal)


def test_approver_reads_plain_words_and_approves(client, people, sign_in):
    request = ask(people[0])
    sign_in(client, people[1])

    assert "ขยายเวลา" in client.get(reverse("approvals:waiting")).content.decode()
    page = client.get(reverse("approvals:request", args=[request.id])).content.decode()
    assert "&lt;ใหม่&gt;" in page
    assert "อนุมัติและดำเนินการ" in page
    answer = client.post(reverse("approvals:approve", args=[request.id]), follow=True)
    assert answer.status_code == 200
    assert Approval.objects.get().state == "approved"
    assert "ขยายเวลา" in client.get(reverse("approvals:history")).content.decode()


def test_requester_sees_no_button_and_cannot_approve(client, people, sign_in):
    request = ask(people[0])
    sign_in(client, people[0])

    page = client.get(reverse("approvals:request", args=[request.id])).content.decode()
    assert "อนุมัติและดำเนินการ" not in page
    assert "ถอนคำขอ" in page
    assert client.post(reverse("approvals:approve", args=[request.id])).status_code == 403
    assert list(client.get(reverse("approvals:waiting")).context["table"].page.rows) == []
    assert client.post(reverse("approvals:withdraw", args=[request.id])).status_code == 302
    assert Approval.objects.get().state == "withdrawn"


def test_rejection_without_reason_comes_back(client, people, sign_in):
    request = ask(people[0])
    sign_in(client, people[1])
    url = reverse("approvals:reject", args=[request.id])

    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "ยังไม่จำเป็น"}).status_code == 302
    assert Approval.objects.get().reason == "ยังไม่จำเป็น"


def test_stranger_finds_nothing(client, people, make_person, sign_in):
    request = ask(people[0])
    sign_in(client, make_person("system_operator"))

    assert client.get(reverse("approvals:request", args=[request.id])).status_code == 404
    for name in ("approve", "withdraw"):
        assert client.post(reverse(f"approvals:{name}", args=[request.id])).status_code == 404
    answer = client.post(reverse("approvals:reject", args=[request.id]), {"reason": "x"})
    assert answer.status_code == 404
    assert Approval.objects.get().state == "pending"


def test_overdue_request_offers_nothing(client, people, sign_in):
    request = ask(people[0])

    with time_machine.travel(request.expires_at):
        page = sign_in(client, people[1]).get(reverse("approvals:request", args=[request.id]))

    assert "หมดอายุ" in page.content.decode()
    assert "อนุมัติและดำเนินการ" not in page.content.decode()


def test_auditor_reads_but_does_not_decide(client, people, make_person, sign_in):
    request = ask(people[0])
    sign_in(client, make_person("auditor"))

    page = client.get(reverse("approvals:request", args=[request.id])).content.decode()
    assert "อนุมัติและดำเนินการ" not in page
    assert client.post(reverse("approvals:approve", args=[request.id])).status_code == 404


@pytest.mark.parametrize("name", ["waiting", "mine", "history"])
def test_lists_take_the_same_queries_for_one_row_and_for_three(client, people, sign_in, name):
    sign_in(client, people[0] if name == "mine" else people[1])
    numbers = []
    for title in ("หนึ่ง", "สอง", "สาม"):
        request = ask(people[0], title)
        if name == "history":
            client.post(reverse("approvals:approve", args=[request.id]))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(f"approvals:{name}"))
        numbers.append(len(queries))
        assert title in page.content.decode()

    assert len(set(numbers)) == 1


def test_anonymous_is_sent_to_sign_in(client):
    assert client.get(reverse("approvals:waiting")).status_code == 302
