"""The way of a case in a real browser: asked, explained, proposed, approved, published."""

import pytest
from playwright.sync_api import Page

from tests.e2e.browser import OpenPage, assert_accessible, assert_no_sideways_scroll
from tests.integrity.conftest import Affair

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_case_from_question_to_public_share(open_page: OpenPage, affair: Affair) -> None:
    owner = open_page(person=affair.owner)
    ask(owner)
    explain(open_page(person=affair.admin, width=390))
    propose(owner)
    approve(open_page(person=affair.second))

    public = open_page(language="en", width=390)
    public.goto("/integrity/discarded/")

    public.get_by_text("11 of 40 sheets").wait_for()
    assert_accessible(public)
    assert_no_sideways_scroll(public)


def ask(owner: Page) -> None:
    owner.goto("/integrity/")
    assert_accessible(owner)
    owner.get_by_role("link", name="อบต. ทุ่งสมมติ").click()
    assert_accessible(owner)
    owner.get_by_label("สิ่งที่ขอให้ชี้แจง").fill("เก็บคำตอบวันใด ที่ใด")
    owner.get_by_role("button", name="ส่งคำถามให้หน่วยงาน").click()
    owner.get_by_text("ส่งคำถามให้หน่วยงานแล้ว").wait_for()


def explain(admin: Page) -> None:
    admin.goto("/integrity/questions/")
    assert_accessible(admin)
    admin.get_by_role("link", name="แบบวัดการรับรู้ภายใน (IIT)").click()
    admin.get_by_label("คำชี้แจง").fill("ประชุมประชาคมวันเดียว ใช้เครื่องกลางเครื่องเดียว")
    assert_accessible(admin)
    assert_no_sideways_scroll(admin)
    admin.get_by_role("button", name="ส่งคำชี้แจง").click()
    admin.get_by_text("ส่งคำชี้แจงแล้ว").wait_for()


def propose(owner: Page) -> None:
    owner.reload()
    owner.get_by_text("ไม่นับคำตอบบางส่วน").first.click()
    owner.get_by_label("ใช้กฎใด").select_option("identical")
    owner.get_by_label("เหตุผล").fill("คำชี้แจงไม่อธิบายแบบตอบที่เหมือนกัน")
    owner.get_by_role("button", name="บันทึกผลการพิจารณา").click()
    owner.get_by_text("รอผู้อนุมัติอีกหนึ่งคน").wait_for()


def approve(second: Page) -> None:
    second.goto("/approvals/")
    second.get_by_role("link", name="ไม่นับคำตอบบางส่วน").first.click()
    second.get_by_text("11 จาก 40 ชุด").wait_for()
    second.get_by_role("button", name="อนุมัติและดำเนินการ").click()
    second.get_by_text("อนุมัติแล้ว ระบบดำเนินการตามคำขอ").first.wait_for()
