"""Pages of substitutes."""

import pytest
from django.urls import reverse

from prongsai.accounts.models import Appointment
from prongsai.approvals.selectors import list_own
from prongsai.permissions.roles import Role
from tests.accounts.test_web_people import count_queries, read

VALUES = {
    "role": "agency_executive",
    "phrase": "delegated",
    "for_position": "นายกองค์การบริหารส่วนตำบล",
    "own_position": "ปลัดองค์การบริหารส่วนตำบล",
    "starts": "1 ต.ค. 2567",
    "ends": "30 ก.ย. 2599",
}
LIST = "/people/appointments/"


@pytest.fixture
def executive(area, make_person, sign_in, client):
    person = make_person(Role.AGENCY_EXECUTIVE, area.agency)
    sign_in(client, person)
    return person


@pytest.fixture
def clerk(area, make_person):
    return make_person(Role.AGENCY_ADMIN, area.agency, full_name="นางสมมติ ใจเย็น")


def test_a_substitute_is_appointed_listed_and_ended(executive, clerk, client):
    url = reverse("people:appoint", args=[clerk.user.pk])

    assert "ปฏิบัติราชการแทน" in read(client.get(url))
    assert client.post(url, VALUES).status_code == 302
    row = Appointment.objects.get()
    assert "นายกองค์การบริหารส่วนตำบล" in read(client.get(LIST))
    end = reverse("people:end-appointment", args=[row.pk])
    assert "สิ้นสุดการแทน" in read(client.get(end))
    assert client.post(end, {"reason": "กลับมาแล้ว"}).status_code == 302

    assert "นางสมมติ" not in read(client.get(LIST))
    assert "นางสมมติ" in read(client.get(LIST, {"past": "1"}))
    assert "ใจเย็น" in read(client.get(LIST, {"past": "1", "q": "สมมติใจ"}))
    assert client.post(end, {"reason": "อีกครั้ง"}).status_code == 404


def test_what_is_wrong_keeps_what_was_entered(executive, clerk, client):
    url = reverse("people:appoint", args=[clerk.user.pk])

    page = read(client.post(url, {**VALUES, "ends": "1 ต.ค. 2566"}))

    assert "ปลัดองค์การบริหารส่วนตำบล" in page
    assert not Appointment.objects.exists()


def test_a_second_person_is_asked_where_it_must_be(area, make_person, sign_in, client):
    owner = make_person(Role.COMMISSION_OWNER)
    sign_in(client, owner)
    deputy = make_person(Role.DEPUTY_GOVERNOR, area.province)

    client.post(
        reverse("people:appoint", args=[deputy.user.pk]),
        {**VALUES, "role": "governor", "unit": "P1"},
    )

    assert list_own(owner.actor).get().action == "appointment.begin"


def test_strangers_find_neither_person_nor_appointment(
    area, executive, clerk, make_person, sign_in, client
):
    client.post(reverse("people:appoint", args=[clerk.user.pk]), VALUES)
    row = Appointment.objects.get()
    sign_in(client, make_person(Role.AGENCY_EXECUTIVE, area.neighbour))

    assert client.get(reverse("people:appoint", args=[clerk.user.pk])).status_code == 404
    end = reverse("people:end-appointment", args=[row.pk])
    assert client.post(end, {"reason": "ลอง"}).status_code == 404
    assert "นางสมมติ" not in read(client.get(LIST))


def test_roles_that_neither_lend_nor_hand_out_find_no_form(
    area, clerk, make_person, sign_in, client
):
    sign_in(client, make_person(Role.DIVISION_CONTACT, area.agency))
    assert client.get(reverse("people:appoint", args=[clerk.user.pk])).status_code == 404

    sign_in(client, make_person(Role.ASSESSOR, area.agency))
    assert client.get(LIST).status_code == 404


def test_list_asks_the_same_for_one_row_and_three(area, executive, clerk, make_person, client):
    client.post(reverse("people:appoint", args=[clerk.user.pk]), VALUES)
    client.get(LIST)
    before = count_queries(client, LIST)

    for _ in range(2):
        other = make_person(Role.DIVISION_CONTACT, area.agency)
        client.post(reverse("people:appoint", args=[other.user.pk]), VALUES)

    assert Appointment.objects.count() == 3
    assert count_queries(client, LIST) == before
