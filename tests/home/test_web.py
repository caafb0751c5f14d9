"""The front page says what to do next, in each role."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.frameworks.services.samples import load_sample
from prongsai.frameworks.types.windows import get_midnight
from prongsai.permissions.roles import Role
from prongsai.surveys.models import Progress
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.types import ProgressState
from tests.factories.fieldwork import make_round
from tests.factories.organizations import make_spec, make_units
from tests.factories.people import create_person
from tests.factories.seasons import make_season
from tests.results.conftest import Place, store
from tests.surveys.conftest import keys, survey_tables

__all__ = ["keys", "survey_tables"]

FOUNDED = date(2018, 1, 1)
NOW = "2027-03-15 09:00"


@pytest.fixture
def ids(db) -> dict[str, int]:
    return make_units(
        make_spec("A1", unit_class="district", name_th="อำเภอหนึ่ง"),
        make_spec("L1", geography="A1", name_th="องค์การบริหารส่วนตำบลหนึ่ง"),
        make_spec("L2", geography="A1"),
        make_spec("L3", geography="A1"),
        make_spec("L9", name_th="องค์การบริหารส่วนตำบลอื่น"),
    )


def open_home(make_person, sign_in, client, role: Role, unit_id: int | None) -> str:
    sign_in(client, make_person(role, unit_id, starts=FOUNDED))
    answer = client.get(reverse("home:home"))
    assert answer.status_code == 200
    return answer.content.decode()


@time_machine.travel(NOW, tick=False)
def test_admin_is_told_to_confirm_the_contact_data(ids, make_person, sign_in, client):
    page = open_home(make_person, sign_in, client, Role.AGENCY_ADMIN, ids["L1"])

    assert "ตรวจและยืนยันข้อมูลติดต่อของหน่วยงาน" in page
    assert reverse("organizations:unit", args=["L1"]) in page


@time_machine.travel(NOW, tick=False)
def test_home_shows_what_is_open_now_and_what_is_next(ids, make_person, sign_in, client):
    load_sample(SYSTEM, fiscal_year=2570, pattern=2565)

    page = open_home(make_person, sign_in, client, Role.AGENCY_ADMIN, ids["L1"])

    assert "เก็บแบบวัด IIT" in page
    assert "ตรวจให้คะแนนแบบวัด OIT" in page
    assert "ยืนยันผล" not in page


@time_machine.travel(NOW, tick=False)
def test_chief_sees_who_needs_help_in_the_district_only(ids, make_person, sign_in, client):
    place = Place(ids)
    store(place, "L1", "70.00", level="improve")
    store(place, "L2", "95.00")
    store(place, "L9", "60.00", level="urgent")

    page = open_home(make_person, sign_in, client, Role.DISTRICT_CHIEF, ids["A1"])

    assert "หน่วยงาน 1 แห่งยังไม่ผ่านเกณฑ์ 85 คะแนน" in page
    assert "องค์การบริหารส่วนตำบลหนึ่ง" in page
    assert "องค์การบริหารส่วนตำบลอื่น" not in page
    assert "หน่วยงาน 4 แห่งไม่มีผู้ดูแลระบบ" in page  # the district itself is one


@pytest.mark.parametrize(
    ("role", "code", "words"),
    [
        (Role.AGENCY_ADMIN, "L1", "ผู้ตอบแบบวัดของหน่วยงานต่ำกว่าที่ควร"),
        (Role.TAMBON_OFFICER, "A1", "หน่วยงาน 1 แห่งมีผู้ตอบแบบวัดต่ำกว่าที่ควร"),
    ],
)
def test_a_survey_that_lags_is_told_to_agency_and_area(
    ids, make_person, sign_in, client, role, code, words
):
    state = ProgressState.SHORT
    year = fiscal_year(clock.today())
    Progress.objects.create(unit_id=ids["L1"], fiscal_year=year, iit_state=state)

    assert words in open_home(make_person, sign_in, client, role, ids[code])


def test_figures_that_nobody_may_change_any_more_are_no_task(ids, make_person, sign_in, client):
    year = fiscal_year(clock.today())
    make_season(year)
    pages = {}
    for month in (4, 6):
        with time_machine.travel(get_midnight(date(year - 543, month, 1))):
            pages[month] = open_home(make_person, sign_in, client, Role.AGENCY_ADMIN, ids["L1"])

    assert "กรอกจำนวนบุคลากรและผู้มาติดต่อของปีนี้" in pages[4]
    assert "กรอกจำนวนบุคลากร" not in pages[6]


@time_machine.travel(NOW, tick=False)
def test_agencies_without_a_total_do_not_hide_who_needs_help(ids, make_person, sign_in, client):
    place = Place(ids)
    store(place, "L1", "70.00", level="improve")
    store(place, "L2", "95.00")
    more = [make_spec(f"N{number}", geography="A1") for number in range(5)]
    for code, unit_id in make_units(*more).items():
        store(Place({code: unit_id}), code, None)

    page = open_home(make_person, sign_in, client, Role.DISTRICT_CHIEF, ids["A1"])

    assert "70.00 ·" in page


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_OPERATOR])
def test_home_without_anything_to_do_says_so(db, role, make_person, sign_in, client):
    assert "ไม่มีงานค้าง" in open_home(make_person, sign_in, client, role, None)


@time_machine.travel(NOW, tick=False)
def test_home_asks_the_same_number_of_queries_for_more_agencies(ids, make_person, sign_in, client):
    place = Place(ids)
    store(place, "L1", "70.00", level="improve")
    store(place, "L2", "71.00", level="improve")
    open_home(make_person, sign_in, client, Role.DISTRICT_CHIEF, ids["A1"])
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("home:home"))
    store(place, "L3", "72.00", level="improve")
    make_units(make_spec("L4", geography="A1"))

    with CaptureQueriesContext(connection) as many:
        client.get(reverse("home:home"))

    assert len(many) == len(few)


@time_machine.travel(NOW, tick=False)
def test_home_of_an_agency_shows_its_own_result(ids, make_person, sign_in, client):
    store(Place(ids), "L1", "94.73")

    assert "94.73" in open_home(make_person, sign_in, client, Role.AGENCY_EXECUTIVE, ids["L1"])


@time_machine.travel(NOW, tick=False)
def test_password_alone_brings_the_advice_to_add_a_second_step(db, settings, make_person, client):
    settings.DEMO = True
    person = make_person(Role.AUDITOR, starts=FOUNDED)
    client.force_login(person.user)

    page = client.get(reverse("home:home")).content.decode()

    assert "ตั้งค่าการยืนยันตัวตนสองขั้น" in page


def test_interviewer_is_led_to_the_call_list(survey_tables, client):
    ensure_key()
    ids = make_units(make_spec("P1", unit_class="province"), make_spec("L1", geography="P1"))
    one, two = (
        create_person(Role.INTERVIEWER, ids["P1"], starts=clock.today()) for _each in range(2)
    )
    make_round(province_id=ids["P1"], agency_code="L1", people=[one, two], numbers=3)
    pages = {}
    for person in (one, two):
        client.force_login(person.user)
        pages[person] = client.get(reverse("home:home")).content.decode()

    assert "มีรายชื่อรอสัมภาษณ์ 3 ราย" in pages[one]
    assert "รายชื่อรอสัมภาษณ์" not in pages[two]
