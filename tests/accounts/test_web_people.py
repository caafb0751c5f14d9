"""Pages of people."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.accounts.models import RoleGrant
from prongsai.approvals.selectors import list_own
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.organizations.models import UnitVersion
from prongsai.permissions.roles import Role


@pytest.fixture
def chief(area, make_person, sign_in, client):
    person = make_person(Role.DISTRICT_CHIEF, area.district, full_name="นายอำเภอ สมมติ")
    client.person = person
    return sign_in(client, person)


def read(answer) -> str:
    return (b"".join(answer) if answer.streaming else answer.content).decode("utf-8-sig")


def test_list_shows_the_people_of_the_area_and_no_others(area, make_person, chief):
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นางสาวใกล้ เรือนเคียง")
    make_person(Role.AGENCY_ADMIN, area.far, full_name="นายไกล ปืนเที่ยง")

    page = read(chief.get(reverse("people:list")))

    assert "นางสาวใกล้ เรือนเคียง" in page
    assert "นายไกล ปืนเที่ยง" not in page


def test_list_finds_by_name_of_person_and_unit_and_by_code(area, make_person, chief):
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นางสาวใกล้ เรือนเคียง")
    make_person(Role.AGENCY_ADMIN, area.neighbour, full_name="นายบ้าน ถัดไป")

    for text in ("เรือน", "ตำบลหนึ่ง", "L1"):
        page = read(chief.get(reverse("people:list"), {"q": text}))
        assert "นางสาวใกล้ เรือนเคียง" in page, text
        assert "นายบ้าน ถัดไป" not in page, text


def test_list_finds_a_unit_that_has_ended_by_its_code_alone(area, make_person, chief):
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นางสาวใกล้ เรือนเคียง")
    UnitVersion.objects.filter(unit_id=area.agency).update(valid_to=date(2025, 10, 1))

    assert "นางสาวใกล้" in read(chief.get(reverse("people:list"), {"q": "l1"}))
    assert "นางสาวใกล้" not in read(chief.get(reverse("people:list"), {"q": "ตำบลหนึ่ง"}))


@pytest.mark.parametrize(
    "query", [{"role": "agency_admin"}, {"class": "tambon_body"}, {"state": "never"}]
)
def test_list_narrows_by_role_class_and_state(area, make_person, chief, query):
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นางสาวใกล้ เรือนเคียง")
    make_person(Role.DISTRICT_OFFICER, area.district, full_name="นายท้องถิ่น", last_login=clock.now())

    page = read(chief.get(reverse("people:list"), query))

    assert "นางสาวใกล้ เรือนเคียง" in page
    assert "นายท้องถิ่น" not in page


def test_list_sorts_by_name_without_title(area, make_person, chief):
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นายแก้ว ข")
    make_person(Role.AGENCY_ADMIN, area.neighbour, full_name="นางสาวขวัญ ก")

    page = read(chief.get(reverse("people:list"), {"sort": "name"}))

    assert page.index("นายแก้ว ข") < page.index("นางสาวขวัญ ก")


def test_list_keeps_what_has_ended_apart(area, make_person, chief):
    gone = make_person(Role.AGENCY_ADMIN, area.agency, full_name="นายเคย อยู่")
    RoleGrant.objects.filter(person=gone.user).update(revoked_at=clock.now(), revoked_reason="ย้าย")

    assert "นายเคย อยู่" not in read(chief.get(reverse("people:list")))
    assert "นายเคย อยู่" in read(chief.get(reverse("people:list"), {"past": "1"}))


def test_export_is_audited(area, make_person, chief):
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นางสาวใกล้ เรือนเคียง")

    rows = list(csv.reader(io.StringIO(read(chief.get("/people/?export=csv&role=agency_admin")))))

    assert [row[0] for row in rows[1:]] == ["นางสาวใกล้ เรือนเคียง"]
    entry = Entry.objects.get(verb="person.export")
    assert entry.detail == {"format": "csv", "rows": 1, "past": False}


def test_list_asks_the_same_for_one_row_and_three(area, make_person, chief):
    url = reverse("people:list")
    chief.get(url)
    before = count_queries(chief, url)

    make_person(Role.AGENCY_ADMIN, area.agency)
    make_person(Role.AGENCY_ADMIN, area.neighbour)

    assert count_queries(chief, url) == before


def count_queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_roles_that_see_nobody_find_no_list(area, make_person, sign_in, client):
    sign_in(client, make_person(Role.ASSESSOR, area.district))

    assert client.get(reverse("people:list")).status_code == 404


def test_the_nation_shows_national_roles(area, make_person, sign_in, client):
    sign_in(client, make_person(Role.COMMISSION_OWNER))
    make_person(Role.AUDITOR, full_name="นางตรวจ สอบ")

    page = read(client.get(reverse("people:list")))

    assert "นางตรวจ สอบ" in page
    assert "ทั้งประเทศ" in page


def test_person_page_shows_roles_and_contact_and_leaves_a_trace(area, make_person, chief):
    person = make_person(Role.AGENCY_ADMIN, area.agency, phone="0-2000-0000")

    page = read(chief.get(reverse("people:person", args=[person.user.pk])))

    assert "องค์การบริหารส่วนตำบลหนึ่ง" in page
    assert "0-2000-0000" in page
    entry = Entry.objects.get(verb="person.read")
    assert entry.target == f"person:{person.user.pk}"
    assert "contact" in entry.detail["fields"]


def test_person_page_of_a_colleague_hides_contact(area, make_person, sign_in, client):
    sign_in(client, make_person(Role.DIVISION_CONTACT, area.agency))
    person = make_person(Role.AGENCY_ADMIN, area.agency, phone="0-2000-0000")

    page = read(client.get(reverse("people:person", args=[person.user.pk])))

    assert person.user.full_name in page
    assert "0-2000-0000" not in page
    assert person.email not in page
    assert "contact" not in Entry.objects.get(verb="person.read").detail["fields"]


def test_whoever_left_keeps_the_contact_to_oneself(area, make_person, chief):
    person = make_person(Role.AGENCY_ADMIN, area.agency)
    RoleGrant.objects.filter(person=person.user).update(
        revoked_at=clock.now(), revoked_reason="ย้าย"
    )

    page = read(chief.get(reverse("people:person", args=[person.user.pk])))

    assert person.email not in page
    assert "ย้าย" in page


def test_strangers_and_unknown_people_look_the_same(area, make_person, chief):
    stranger = make_person(Role.AGENCY_ADMIN, area.far)

    for person_id in (stranger.user.pk, 999_999):
        assert chief.get(reverse("people:person", args=[person_id])).status_code == 404
    assert not Entry.objects.filter(verb="person.read").exists()


def test_a_role_is_given_on_the_page(area, make_person, chief):
    person = make_person(Role.AGENCY_ADMIN, area.agency)
    url = reverse("people:grant", args=[person.user.pk])

    assert chief.get(url).status_code == 200
    answer = chief.post(
        url,
        {"role": "agency_admin", "unit": "L2", "starts": "1 ต.ค. 2570", "ends": "30 ก.ย. 2571"},
    )

    assert answer.status_code == 302
    assert RoleGrant.objects.filter(person=person.user, unit_id=area.neighbour).exists()


def test_a_unit_that_is_unclear_or_elsewhere_is_named_at_its_field(area, make_person, chief):
    person = make_person(Role.AGENCY_ADMIN, area.agency)
    url = reverse("people:grant", args=[person.user.pk])
    values = {"role": "agency_admin", "starts": "1 ต.ค. 2570"}

    unclear = read(chief.post(url, {**values, "unit": "ตำบล"}))
    elsewhere = read(chief.post(url, {**values, "unit": "L9"}))
    missing = read(chief.post(url, values))

    assert "องค์การบริหารส่วนตำบลหนึ่ง (L1)" in unclear
    assert "ไม่พบหน่วยงานนี้ในพื้นที่ของท่าน" in elsewhere
    assert 'id="id_unit_error"' in missing


def test_an_admin_gives_roles_in_the_own_unit_only(area, make_person, sign_in, client):
    sign_in(client, make_person(Role.AGENCY_ADMIN, area.agency))
    person = make_person(Role.AGENCY_EXECUTIVE, area.agency)
    url = reverse("people:grant", args=[person.user.pk])

    client.post(url, {"role": "division_contact", "starts": "1 ต.ค. 2570", "unit": "L2"})

    assert RoleGrant.objects.get(person=person.user, role="division_contact").unit_id == area.agency


def test_a_national_role_needs_no_unit_but_others_do(area, make_person, sign_in, client):
    owner = make_person(Role.COMMISSION_OWNER)
    sign_in(client, owner)
    url = reverse("people:grant", args=[make_person().user.pk])
    values = {"starts": "1 ต.ค. 2570", "reason": "ผู้ตรวจสอบคนใหม่"}

    missing = read(client.post(url, {**values, "role": "district_chief"}))
    client.post(url, {**values, "role": "auditor"})

    assert "โปรดระบุหน่วยงาน" in missing
    assert list_own(owner.actor).get().payload["unit_id"] is None


def test_a_sensitive_role_becomes_a_request(area, make_person, sign_in, client):
    coordinator = make_person(Role.PROVINCE_COORDINATOR, area.province)
    sign_in(client, coordinator)
    person = make_person(Role.DISTRICT_CHIEF, area.district)
    url = reverse("people:grant", args=[person.user.pk])
    values = {"role": "province_coordinator", "unit": "P1", "starts": "1 ต.ค. 2570"}

    without_reason = client.post(url, values)
    client.post(url, {**values, "reason": "ผู้ประสานงานคนที่สอง"})

    assert without_reason.status_code == 200
    assert list_own(coordinator.actor).get().action == "role.grant"
    assert not RoleGrant.objects.filter(person=person.user, role="province_coordinator").exists()


def test_a_role_is_revoked_on_the_page(area, make_person, chief):
    person = make_person(Role.AGENCY_ADMIN, area.agency)
    grant = person.user.grants.get()
    url = reverse("people:revoke", args=[person.user.pk, grant.pk])

    assert "ยกเลิกบทบาทนี้" in read(chief.get(url))
    assert chief.post(url, {"reason": ""}).status_code == 200
    assert chief.post(url, {"reason": "ย้าย"}).status_code == 302

    grant.refresh_from_db()
    assert grant.revoked_reason == "ย้าย"
    assert chief.post(url, {"reason": "ย้าย"}).status_code == 404


def test_strangers_can_neither_give_nor_revoke(area, make_person, sign_in, client):
    person = make_person(Role.AGENCY_ADMIN, area.agency)
    grant = person.user.grants.get()
    sign_in(client, make_person(Role.AGENCY_ADMIN, area.neighbour))

    values = {"role": "division_contact", "starts": "1 ต.ค. 2570", "reason": "ลอง"}
    given = client.post(reverse("people:grant", args=[person.user.pk]), values)
    revoked = client.post(reverse("people:revoke", args=[person.user.pk, grant.pk]), values)

    assert (given.status_code, revoked.status_code) == (404, 404)


def test_whoever_may_not_revoke_finds_no_page(area, make_person, sign_in, client):
    person = make_person(Role.AGENCY_EXECUTIVE, area.agency)
    grant = person.user.grants.get()
    sign_in(client, make_person(Role.AGENCY_ADMIN, area.agency))

    url = reverse("people:revoke", args=[person.user.pk, grant.pk])

    assert client.get(url).status_code == 404
