"""“You said, we did”: written by the admin, published by the executive, read by everybody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from prongsai.approvals.selectors import list_waiting
from prongsai.approvals.services.requests import approve, reject
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import NotAllowed, NotFound
from prongsai.feedback import services
from prongsai.feedback.models import Publication
from prongsai.feedback.types import MeasureView, Text
from prongsai.permissions.roles import Role
from prongsai.results.services.years import store_results
from prongsai.results.types import NewResult
from tests.factories.organizations import make_unit

YEAR = 2567
SCORES = {"1": "95.00", "5": "88.10", "6": "91.00", "7": "79.90", "8": "78.31", "9": "40.00"}
GIVEN = {
    "indicator": "8",
    "said_th": "รอคิวนาน",
    "doing_th": "เปิดช่องบริการเพิ่ม\nและรับคิวล่วงหน้า",
    "progress": "underway",
    "due_on": "30/09/2568",
    "link": "https://www.example.go.th/queue",
}


def publish(unit, year, scores):
    result = NewResult(unit, year, f"nacc-general-{year}", None, "", {}, scores)
    store_results(SYSTEM, [result], reason="test")


@pytest.fixture
def unit(db):
    unit_id = make_unit("700001", name_th="เทศบาลตำบลหนองฟ้าใส")
    publish(unit_id, YEAR, SCORES)
    return unit_id


@pytest.fixture
def admin(unit, make_person):
    return make_person(Role.AGENCY_ADMIN, unit)


@pytest.fixture
def executive(unit, make_person):
    return make_person(Role.AGENCY_EXECUTIVE, unit)


def url(name, *rest):
    return reverse(f"feedback:{name}", args=["700001", YEAR, *rest])


def read(client, *rest):
    return client.get(url("page", *rest)).content.decode()


def write(admin, **fields):
    given = {"indicator": "8", "said": Text("รอคิวนาน"), "doing": Text("เพิ่มช่อง"), "progress": "done"}
    measure = MeasureView(**given | fields)
    return services.save_measure(admin.actor, code="700001", year=YEAR, measure=measure)


def ask(admin):
    return services.ask_publication(admin.actor, code="700001", year=YEAR)


def test_everybody_reads_what_was_said_the_lowest_first(unit, client):
    page = read(client)

    assert page.index("78.31") < page.index("79.90") < page.index("95.00")
    assert "40.00" not in page  # disclosure is not said by respondents
    assert "หน่วยงานยังไม่ได้ตอบ" in page


def test_year_whose_survey_has_no_scores_says_so(unit, client):
    publish(unit, 2568, {"9": "40.00"})

    page = client.get(reverse("feedback:page", args=["700001", 2568])).content.decode()

    assert "ปีนี้ไม่มีคะแนนจากผู้ตอบแบบวัดที่เผยแพร่ได้" in page
    assert "ปีนี้ไม่มีคะแนน" not in read(client)


def test_admin_writes_executive_publishes_everybody_reads(admin, executive, sign_in, client):
    desk = sign_in(client, admin)

    added = desk.post(url("add"), GIVEN)
    before = read(desk)
    asked = desk.post(url("publish"))
    request = list_waiting(executive.actor).get()
    approve(executive.actor, request_id=request.id)
    client.logout()
    after = read(client)

    assert added.status_code == asked.status_code == 302
    assert "รอคิวนาน" not in before
    assert "รอคิวนาน" in after
    assert "30 กันยายน 2568" in after
    assert "ฉบับที่ 1" in after


def test_published_version_stays_while_the_draft_changes(admin, executive, client):
    measure_id = write(admin)
    approve(executive.actor, request_id=ask(admin).id)
    write(admin, id=measure_id, said=Text("ที่จอดรถไม่พอ"))

    assert "ที่จอดรถไม่พอ" not in read(client)
    approve(executive.actor, request_id=ask(admin).id)
    assert "ที่จอดรถไม่พอ" in read(client)
    versions = Publication.objects.order_by("version").values_list("version", "measures")
    assert [(number, said[0]["said"]["th"]) for number, said in versions] == [
        (1, "รอคิวนาน"),
        (2, "ที่จอดรถไม่พอ"),
    ]


def test_returned_draft_is_not_published(admin, executive, client):
    write(admin)
    reject(executive.actor, request_id=ask(admin).id, reason="ขอรายละเอียดเพิ่ม")

    assert "รอคิวนาน" not in read(client)


def test_what_would_be_published_is_told_in_one_language(admin):
    write(admin)
    payload = {**ask(admin).payload, "name_en": "Nong Fa Sai"}

    with translation.override("en"):
        title = services.describe_publication(payload).title

    assert "Nong Fa Sai" in title
    assert "หนองฟ้าใส" not in title


def test_nobody_publishes_what_they_asked_for(unit, make_person):
    both = make_person(Role.AGENCY_ADMIN, unit)
    write(both)
    request = ask(both)

    with pytest.raises(NotAllowed):
        approve(both.actor, request_id=request.id)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said_th": ""}, "said_th"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"indicator": "9"}, "indicator"),
        ({"due_on": "31/02/2568"}, "due_on"),
    ],
)
def test_bad_input_keeps_what_was_entered(admin, sign_in, client, changes, words):
    answer = sign_in(client, admin).post(url("add"), GIVEN | changes)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "รับคิวล่วงหน้า" in page
    assert f'href="#id_{words}"' in page


def test_empty_and_unchanged_drafts_are_not_sent(admin, executive, sign_in, client):
    desk = sign_in(client, admin)
    empty = desk.post(url("publish"), follow=True).content.decode()
    write(admin)
    approve(executive.actor, request_id=ask(admin).id)
    same = desk.post(url("publish"), follow=True).content.decode()

    assert "อย่างน้อยหนึ่งรายการ" in empty
    assert "เหมือนกับฉบับนี้แล้ว" in same
    assert not list_waiting(executive.actor).exists()


def test_markup_in_measures_is_shown_as_text(admin, executive, client):
    write(admin, doing=Text("<script>alert(1)</script>"))
    approve(executive.actor, request_id=ask(admin).id)

    page = read(client)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_year_without_published_result_is_not_there(unit, client, admin):
    assert client.get(reverse("feedback:page", args=["700001", 2568])).status_code == 404
    with pytest.raises(NotFound):
        services.save_measure(
            admin.actor,
            code="700001",
            year=2568,
            measure=MeasureView("8", Text("ก"), Text("ข"), "done"),
        )


def test_measures_of_another_agency_are_not_there(admin, make_person, sign_in, client):
    measure_id = write(admin)
    other = make_person(Role.AGENCY_ADMIN, make_unit("700002", name_th="อบต. อื่น"))

    desk = sign_in(client, other)

    assert desk.get(url("measure", measure_id)).status_code == 404
    assert desk.post(url("remove", measure_id)).status_code == 404


def test_page_asks_as_often_for_one_measure_as_for_many(admin, executive, client):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(client)
        return len(queries)

    write(admin)
    approve(executive.actor, request_id=ask(admin).id)
    one = count()
    for number in range(20):
        write(admin, said=Text(f"เรื่องที่ {number}"))
    approve(executive.actor, request_id=ask(admin).id)

    assert count() == one
