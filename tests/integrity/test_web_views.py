"""Pages of the integrity report: who sees what, and the way from a question to a decision."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.approvals.services.requests import approve
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.thai_dates import format_thai_date
from prongsai.integrity.models import Case
from prongsai.integrity.selectors.coverage import list_uncounted
from prongsai.integrity.services.cases import reply
from prongsai.integrity.services.discards import propose_discard
from prongsai.integrity.types import DiscardedShare
from prongsai.integrity.web import questions
from tests.factories.integrity import make_case, make_finding, make_flag
from tests.factories.organizations import make_unit


def get_page(client, sign_in, person, name, *args):
    return sign_in(client, person).get(reverse(name, args=args))


def test_owner_finds_the_agency_with_its_flags(client, sign_in, affair):
    page = get_page(client, sign_in, affair.owner, "integrity:list").content.decode()

    assert "อบต. ทุ่งสมมติ" in page
    assert "แบบตอบเหมือนกันทุกข้อ" in page


def test_list_keeps_its_number_of_queries(client, sign_in, affair):
    sign_in(client, affair.owner)
    url = reverse("integrity:list")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    for number in range(3):
        make_case(make_finding(make_unit(f"X{number}")))
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(one)


@pytest.mark.parametrize(
    ("query", "shown"),
    [("flag=identical", True), ("flag=burst", False), ("state=new", True), ("part=EIT1", False)],
)
def test_filters_narrow_the_list(client, sign_in, affair, query, shown):
    page = sign_in(client, affair.owner).get(f"{reverse('integrity:list')}?{query}")

    assert ("ทุ่งสมมติ" in page.content.decode()) is shown


def test_office_of_another_province_sees_nothing(client, sign_in, affair, make_person):
    other = make_person("provincial_commission", make_unit("P9", unit_class="province"))
    client = sign_in(client, other)

    assert "ทุ่งสมมติ" not in client.get(reverse("integrity:list")).content.decode()
    url = reverse("integrity:finding", args=[affair.finding.pk])
    assert client.get(url).status_code == 404


def test_reading_evidence_leaves_a_line_in_the_trail(client, sign_in, affair):
    page = get_page(client, sign_in, affair.office, "integrity:finding", affair.finding.pk)

    assert "12 จาก 40" in page.content.decode()
    assert Entry.objects.filter(verb="integrity.read", unit_id=affair.unit_id).count() == 1


def test_agency_never_reads_what_respondents_said_in_private(client, sign_in, affair):
    case = make_case(affair.finding)
    commission = get_page(client, sign_in, affair.owner, "integrity:finding", affair.finding.pk)
    assert "มีผู้บอกให้ตอบ" in commission.content.decode()

    page = get_page(client, sign_in, affair.admin, "integrity:question", case.pk).content.decode()

    assert "แบบตอบเหมือนกันทุกข้อ" in page
    assert "มีผู้บอกให้ตอบ" not in page


def test_agency_reads_no_small_number_and_no_score(client, sign_in, affair):
    finding = make_finding(
        affair.unit_id,
        make_flag("identical", counted=4.0),
        make_flag("ceiling", counted=31.0),
        make_flag("gap", counted=-17.25, other="EIT1"),
        part="EIT2",
    )
    case = make_case(finding)

    page = get_page(client, sign_in, affair.admin, "integrity:question", case.pk).content.decode()

    assert "น้อยกว่า 10 จาก 40" in page
    assert "4 จาก 40" not in page
    assert "31 จาก 40" not in page
    assert "17.25" not in page


def test_agency_reads_the_rule_and_no_small_number_of_what_was_left_out(client, sign_in, affair):
    case = make_case(
        affair.finding,
        state="decided",
        decision="discard",
        reason="คำชี้แจงไม่อธิบายแบบตอบที่เหมือนกัน",
        decided_by_id=1,
        decided_at=clock.now(),
        approved_by_id=2,
        rule="identical",
        discarded=4,
    )

    page = get_page(client, sign_in, affair.admin, "integrity:question", case.pk).content.decode()

    assert "ไม่นับน้อยกว่า 10 จาก 40 ชุด: แบบตอบเหมือนกันทุกข้อ" in page
    assert "4 จาก 40" not in page


def test_page_says_why_nothing_can_be_left_out(client, sign_in, affair):
    near = make_finding(affair.unit_id, make_flag("near"), part="EIT2")

    found = get_page(client, sign_in, affair.owner, "integrity:finding", near.pk)
    other = get_page(client, sign_in, affair.owner, "integrity:finding", affair.finding.pk)

    assert "ชี้ไม่ได้ว่าเป็นแบบตอบชุดใด" in found.content.decode()
    assert "ชี้ไม่ได้ว่าเป็นแบบตอบชุดใด" not in other.content.decode()


def test_reply_that_came_too_late_says_so_and_stays_on_the_page(client, sign_in, affair):
    case = make_case(affair.finding)
    reply(affair.admin.actor, case_id=case.pk, text="ชี้แจงโดยเพื่อนร่วมงาน")
    url = reverse("integrity:question", args=[case.pk])

    page = sign_in(client, affair.admin).post(url, {"reply": "เก็บคำตอบในวันประชุม"})

    assert page.status_code == 422
    assert "เรื่องนี้ชี้แจงแล้ว หรือพ้นกำหนดชี้แจงแล้ว" in page.content.decode()
    assert "เก็บคำตอบในวันประชุม" in page.content.decode()


def test_question_that_another_asked_first_stays_on_the_page(client, sign_in, affair):
    make_case(affair.finding)
    url = reverse("integrity:ask", args=[affair.finding.pk])
    day = format_thai_date(clock.today() + timedelta(days=14))

    page = sign_in(client, affair.owner).post(url, {"question": "วันใด ที่ใด", "reply_by": day})

    assert page.status_code == 422
    assert "มีผู้ถามหน่วยงานหรือตัดสินเรื่องนี้ไปแล้ว" in page.content.decode()
    assert "วันใด ที่ใด" in page.content.decode()


def test_reason_of_a_decision_that_another_took_first_stays_on_the_page(client, sign_in, affair):
    decided = {"state": "decided", "decision": "no_action", "decided_at": clock.now()}
    make_case(affair.finding, reason="เหตุผลของคนแรก", decided_by_id=1, **decided)
    url = reverse("integrity:decide", args=[affair.finding.pk])

    page = sign_in(client, affair.owner).post(url, {"decision": "no_action", "reason": "เหตุผลนี้"})

    assert page.status_code == 422
    assert "เรื่องนี้ตัดสินไปแล้ว" in page.content.decode()
    assert "เหตุผลนี้" in page.content.decode()


def test_small_number_of_people_who_were_told_is_not_shown(client, sign_in, affair):
    told = make_flag("told", counted=4.0, of=30, measure=0.053, threshold=0.045)
    finding = make_finding(affair.unit_id, told, part="EIT1")

    page = get_page(client, sign_in, affair.owner, "integrity:finding", finding.pk)

    assert "4 จาก 30" not in page.content.decode()
    assert "5.3" not in page.content.decode()


def test_question_reply_and_decision_by_forms(client, sign_in, affair):
    until = format_thai_date(clock.today() + timedelta(days=14), language="th")
    url = reverse("integrity:ask", args=[affair.finding.pk])
    sign_in(client, affair.owner).post(url, {"question": "เก็บอย่างไร", "reply_by": until})
    case = Case.objects.get()
    own = reverse("integrity:question", args=[case.pk])
    sign_in(client, affair.admin).post(own, {"reply": "ประชุมประชาคม"})
    decide = reverse("integrity:decide", args=[affair.finding.pk])
    answer = sign_in(client, affair.owner).post(decide, {"decision": "refer", "reason": "ควรตรวจ"})

    case.refresh_from_db()
    assert answer.status_code == 302
    assert (case.reply, case.decision, case.reason) == ("ประชุมประชาคม", "refer", "ควรตรวจ")


def test_bad_decision_keeps_what_was_written(client, sign_in, affair):
    url = reverse("integrity:decide", args=[affair.finding.pk])

    answer = sign_in(client, affair.owner).post(url, {"decision": "discard", "reason": "ยาว ๆ"})

    assert answer.status_code == 422
    assert "ยาว ๆ" in answer.content.decode()
    assert not Case.objects.exists()


def test_public_page_shows_shares_above_the_threshold_only(client, affair):
    assert "ไม่มีคำตอบที่ไม่นับในปีนี้" in client.get(reverse("integrity:discarded")).content.decode()
    case = make_case(affair.finding)
    reply(affair.admin.actor, case_id=case.pk, text="-")
    request = propose_discard(
        affair.owner.actor, finding_id=affair.finding.pk, rule="identical", reason="เหตุเฉพาะคณะ"
    )
    approve(affair.second.actor, request_id=request.id)

    page = client.get(reverse("integrity:discarded")).content.decode()

    assert "อบต. ทุ่งสมมติ" in page
    assert "11 จาก 40" in page
    assert "เหตุเฉพาะคณะ" not in page


def test_public_page_comes_in_pages(client, affair, monkeypatch):
    shares = [
        DiscardedShare(affair.unit_id, 2569, f"EIT{number}", "identical", 20 + number, 100)
        for number in range(60)
    ]
    monkeypatch.setattr(questions, "list_discarded", lambda fiscal_year: shares)

    first = client.get(reverse("integrity:discarded")).content.decode()
    second = client.get(f"{reverse('integrity:discarded')}?page=2").content.decode()

    assert ("20 จาก 100 ชุด" in first, "79 จาก 100 ชุด" in first) == (True, False)
    assert "79 จาก 100 ชุด" in second


def test_front_page_of_the_agency_names_the_question_until_it_replied(client, sign_in, affair):
    case = make_case(affair.finding)
    client = sign_in(client, affair.admin)
    before = client.get("/").content.decode()
    reply(affair.admin.actor, case_id=case.pk, text="ประชุมประชาคม")

    after = client.get("/").content.decode()

    assert "มีเรื่องที่ขอให้หน่วยงานชี้แจง 1 เรื่อง" in before
    assert "มีเรื่องที่ขอให้หน่วยงานชี้แจง" not in after


def test_run_is_queued_from_the_list(client, sign_in, affair):
    answer = sign_in(client, affair.owner).post(reverse("integrity:run"), {"year": "2569"})

    assert answer.status_code == 302
    assert "กำลังคำนวณรายงานของปีนี้" in client.get(answer.url).content.decode()


def test_what_nobody_counted_is_said_and_never_called_nothing(client, sign_in, affair):
    known = {"pace": 0, "told": 12, "days": 30, "networks": None}
    finding = make_finding(affair.unit_id, part="EIT1", respondents=30, known=known)

    page = get_page(client, sign_in, affair.owner, "integrity:finding", finding.pk)

    text = page.content.decode()
    assert "เวลาที่ใช้ตอบ: ไม่ได้นับ" in text
    assert "เครือข่าย: ไม่ได้นับ" in text
    assert "วันที่ตอบ: ไม่ได้นับ" not in text
    assert "คำถามว่ามีผู้บอกให้ตอบ" not in text


def test_part_of_the_answers_counted_is_said_with_its_number():
    known = {"pace": 20, "told": 28, "days": 30, "networks": 29}

    found = list_uncounted("EIT1", known, respondents=30)

    assert found == ["เวลาที่ใช้ตอบ: นับได้ 20 จาก 30 ชุด ที่เหลือไม่ได้นับ"]


def test_old_report_says_that_it_did_not_note_what_was_counted():
    assert "ไม่ได้จดไว้" in list_uncounted("IIT", {}, respondents=30)[0]


def test_several_signs_are_named_with_how_rare_each_is(client, sign_in, affair):
    flag = make_flag(
        "together", counted=2, of=6, measure=4.6, threshold=4.5, other="near:4.0 fast:2.6"
    )
    finding = make_finding(affair.unit_id, flag, part="EIT1")
    case = make_case(finding)

    page = get_page(client, sign_in, affair.owner, "integrity:finding", finding.pk)
    own = get_page(client, sign_in, affair.admin, "integrity:question", case.pk)

    assert "แบบตอบเกือบเหมือนกัน 1 ใน 10,000" in page.content.decode()
    assert "ตอบเร็วเกินไป 1 ใน 400" in page.content.decode()
    assert "พบพร้อมกัน: แบบตอบเกือบเหมือนกัน · ตอบเร็วเกินไป" in own.content.decode()
    assert "1 ใน 400" not in own.content.decode()
