"""Pages of the yearly hand-over."""

import pytest
import time_machine
from django.urls import reverse

from prongsai.accounts.models import Handover, RoleGrant
from prongsai.permissions.roles import Role
from tests.accounts.test_web_people import count_queries, read

LIST = "/people/handover/"


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-21 09:00+07:00"):
        yield


@pytest.fixture
def admin(area, make_person, sign_in, client):
    person = make_person(Role.AGENCY_ADMIN, area.agency, full_name="ก ผู้ดูแล")
    sign_in(client, person)
    return person


@pytest.fixture
def contact(area, make_person):
    return make_person(Role.DIVISION_CONTACT, area.agency, full_name="ข ผู้ประสาน")


def ask(person) -> str:
    return reverse("people:handover-role", args=["L1", person.user.grants.first().pk])


def test_an_admin_goes_through_all_roles_and_comes_back_later(area, admin, contact, client):
    start = client.get(LIST, follow=True)
    assert start.redirect_chain[-1][0] == "/people/handover/L1/"
    assert "0 จาก 2" in read(start)

    first = client.post(ask(admin), {"choice": "stays"})
    assert first["Location"] == ask(contact)
    assert "1 จาก 2" in read(client.get("/people/handover/L1/"))
    assert client.get("/people/handover/L1/finish/").status_code == 200
    early = client.post("/people/handover/L1/finish/", follow=True)
    assert "ยังไม่ได้เลือก" in read(early)

    last = client.post(ask(contact), {"choice": "ends", "on": "30 พ.ย. 2569"})
    assert last["Location"] == "/people/handover/L1/"
    assert "ยืนยันการส่งมอบ" in read(client.get("/people/handover/L1/"))
    done = client.post("/people/handover/L1/finish/", follow=True)

    assert "ส่งมอบงานแล้ว" in read(done)
    assert Handover.objects.get().finished_at is not None
    assert str(RoleGrant.objects.get(person=contact.user).ends) == "2026-11-30"
    assert client.get(ask(contact)).status_code == 302


def test_the_question_shows_what_was_chosen_before(admin, contact, client):
    client.post(ask(contact), {"choice": "ends", "on": "30 พ.ย. 2569"})

    page = read(client.get(ask(contact)))

    assert 'value="ends"' in page
    assert "30 พฤศจิกายน 2569" in page


def test_a_successor_is_chosen_from_the_unit(area, admin, contact, make_person, client):
    successor = make_person(Role.AGENCY_EXECUTIVE, area.agency, full_name="ค ผู้บริหาร")

    page = read(client.get(ask(contact)))
    missing = read(client.post(ask(contact), {"choice": "replaced", "on": "30 พ.ย. 2569"}))
    chosen = client.post(
        ask(contact),
        {"choice": "replaced", "on": "30 พ.ย. 2569", "successor": successor.user.pk},
    )

    assert "ค ผู้บริหาร" in page
    assert "ก ผู้ดูแล" not in page.split("<form")[-1]
    assert "โปรดเลือกผู้รับช่วง" in missing
    assert chosen.status_code == 302


def test_somebody_new_is_named_for_an_invitation(admin, contact, client):
    values = {"choice": "replaced", "on": "30 พ.ย. 2569", "invited_email": "new@demo.invalid"}

    nameless = client.post(ask(contact), values)
    named = client.post(ask(contact), {**values, "invited_name": "นายใหม่ มา"})

    assert "โปรดระบุชื่อของผู้ที่จะเชิญ" in read(nameless)
    assert named.status_code == 302
    assert "นายใหม่ มา" in read(client.get("/people/handover/L1/"))
    assert "new@demo.invalid" in read(client.get(ask(contact)))


def test_a_role_above_the_own_says_that_it_becomes_a_request(area, admin, make_person, client):
    executive = make_person(Role.AGENCY_EXECUTIVE, area.agency)

    assert "บทบาทนี้สูงกว่าบทบาทของท่าน" in read(client.get(ask(executive)))


def test_a_unit_that_must_keep_an_admin_says_so(admin, contact, client):
    client.post(ask(contact), {"choice": "stays"})
    client.post(ask(admin), {"choice": "ends", "on": "30 พ.ย. 2569"})

    page = read(client.get("/people/handover/L1/"))

    assert "ยังยืนยันไม่ได้" in page
    assert "อย่างน้อยหนึ่งคน" in page


def test_supervisors_follow_the_area_and_act_where_there_is_no_admin(
    area, admin, make_person, sign_in, client
):
    sign_in(client, make_person(Role.DISTRICT_CHIEF, area.district))

    page = read(client.get(LIST))

    assert "/people/handover/L2/" in page
    assert "/people/handover/L1/" not in page
    assert "องค์การบริหารส่วนตำบลเก้า" not in page
    assert client.get("/people/handover/L2/").status_code == 200
    assert client.get("/people/handover/L1/").status_code == 404
    for query in ({"state": "no_admin"}, {"state": "done"}, {"q": "L2"}, {"class": "town"}):
        assert client.get(LIST, query).status_code == 200


def test_strangers_find_nothing(area, admin, contact, make_person, sign_in, client):
    question = ask(contact)
    sign_in(client, make_person(Role.AGENCY_ADMIN, area.neighbour))

    for method, url in (
        ("get", "/people/handover/L1/"),
        ("get", question),
        ("post", question),
        ("post", "/people/handover/L1/finish/"),
    ):
        assert getattr(client, method)(url).status_code == 404, url
    sign_in(client, make_person(Role.AGENCY_EXECUTIVE, area.agency))
    assert client.get(LIST).status_code == 404


def test_pages_ask_the_same_for_one_row_and_three(area, admin, make_person, sign_in, client):
    page = "/people/handover/L1/"
    client.get(page)
    before = count_queries(client, page)
    for _ in range(2):
        make_person(Role.DIVISION_CONTACT, area.agency)
    assert count_queries(client, page) == before

    sign_in(client, make_person(Role.COMMISSION_OWNER))
    client.get(LIST)
    before = count_queries(client, LIST)
    make_person(Role.AGENCY_ADMIN, area.neighbour)
    make_person(Role.AGENCY_ADMIN, area.far)
    assert count_queries(client, LIST) == before
