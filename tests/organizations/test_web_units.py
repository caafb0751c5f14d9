"""The pages of units: the area as of a day, the tree, one unit, what an agency keeps itself."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from prongsai.core.actor import SYSTEM
from prongsai.organizations.models import ContactCheck, UnitDomain, UnitProfile
from prongsai.organizations.services.bulk import create_units
from prongsai.organizations.services.divisions import add_division
from prongsai.organizations.types.units import UnitSpec
from prongsai.permissions.roles import Role

FOUNDED = date(2018, 1, 1)


def body(code: str, district: str = "A1", name: str = "") -> UnitSpec:
    name = name or f"องค์การบริหารส่วนตำบล {code}"
    return UnitSpec(code, name, "tambon_body", parents={"geography": district}, valid_from=FOUNDED)


@pytest.fixture
def ids(db) -> dict[str, int]:
    districts = [
        UnitSpec("A1", "อำเภอหนึ่ง", "district", parents={"geography": "P1"}, valid_from=FOUNDED),
        UnitSpec("A2", "อำเภอสอง", "district", parents={"geography": "P1"}, valid_from=FOUNDED),
        UnitSpec("P1", "จังหวัดหนึ่ง", "province", valid_from=FOUNDED),
    ]
    return create_units(SYSTEM, specs=[*districts, body("L1"), body("L4", "A2")])


@pytest.fixture
def chief(ids, make_person, sign_in, client):
    return sign_in(client, make_person(Role.DISTRICT_CHIEF, ids["A1"]))


@pytest.fixture
def admin(ids, make_person, sign_in, client):
    person = make_person(Role.AGENCY_ADMIN, ids["L1"], full_name="ธารา ใจสว่าง", starts=FOUNDED)
    return sign_in(client, person)


def get(client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"organizations:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_list_shows_the_area_and_nothing_else(chief):
    page = get(chief, "list")

    assert "องค์การบริหารส่วนตำบล L1" in page
    assert "องค์การบริหารส่วนตำบล L4" not in page


def test_list_as_of_a_day_before_there_was_anything_is_empty(chief):
    assert "ยังไม่มีหน่วยงาน" in get(chief, "list", on="31 ธันวาคม 2560")


def test_list_with_a_day_that_is_none_says_so_and_shows_today(chief):
    page = get(chief, "list", on="31 กุมภาพันธ์ 2568")

    assert "จึงแสดงข้อมูล ณ วันนี้แทน" in page
    assert "องค์การบริหารส่วนตำบล L1" in page


def test_list_finds_names_typed_without_spaces_and_codes(chief):
    create_units(SYSTEM, specs=[body("L9", name="เทศบาล แม่ ธารทอง")])

    assert "แม่ ธารทอง" in get(chief, "list", q="แม่ธารทอง")
    assert "L1" not in get(chief, "list", q="แม่ธารทอง").split("<tbody")[1]
    assert "องค์การบริหารส่วนตำบล L1" in get(chief, "list", q="l1")


@pytest.mark.parametrize("name", ["list", "tree"])
def test_queries_do_not_grow_with_rows(chief, name):
    url = reverse(f"organizations:{name}")
    chief.get(url)
    with CaptureQueriesContext(connection) as few:
        chief.get(url)
    create_units(SYSTEM, specs=[body("L2"), body("L3")])

    with CaptureQueriesContext(connection) as many:
        chief.get(url)

    assert len(many) == len(few)


def test_tree_opens_at_the_top_of_the_area(chief):
    page = get(chief, "tree")

    assert "อำเภอหนึ่ง" in page
    assert "องค์การบริหารส่วนตำบล L1" in page
    assert "อำเภอสอง" not in page


def test_branches_of_elsewhere_are_not_found(chief):
    assert chief.get(reverse("organizations:below", args=["A1"])).status_code == 200
    assert chief.get(reverse("organizations:below", args=["A2"])).status_code == 404


def test_unknown_tree_is_not_found(chief):
    url = reverse("organizations:below", args=["A1"])

    assert chief.get(url, {"kind": "astrology"}).status_code == 404


def test_unit_shows_where_it_stands_and_hides_units_elsewhere(chief):
    page = get(chief, "unit", "L1")

    assert "อำเภอหนึ่ง" in page
    assert "จัดตั้ง" in page
    assert chief.get(reverse("organizations:unit", args=["L4"])).status_code == 404


def profile(client, **values: str) -> dict[str, str]:
    form = client.get(reverse("organizations:profile", args=["L1"])).context["form"]
    return {**{name: str(value) for name, value in form.initial.items()}, **values}


def test_admin_changes_website_and_hosts(admin, ids):
    url = reverse("organizations:profile", args=["L1"])
    data = profile(admin, website="WWW.Example.go.th", domains="data.example.go.th\nไทย.ไทย")

    assert admin.post(url, data).status_code == 302

    assert UnitProfile.objects.get(unit_id=ids["L1"]).website == "https://www.example.go.th/"
    hosts = UnitDomain.objects.filter(unit_id=ids["L1"]).values_list("host", flat=True)
    assert set(hosts) == {"data.example.go.th", "xn--o3cw4h.xn--o3cw4h"}


@pytest.mark.parametrize(
    ("website", "words"),
    [
        ("https://127.0.0.1/", "เลขไอพี"),
        ("https://user:secret@www.example.go.th/", "รหัสผ่าน"),
        ("javascript://www.example.go.th/", "ไม่ใช่ที่อยู่เว็บไซต์"),
        ("https://www.example.go.th:8443/", "พอร์ต"),
        ("https://localhost/", "ชื่อ"),
    ],
)
def test_website_that_is_not_public_is_refused_and_nothing_is_lost(admin, ids, website, words):
    url = reverse("organizations:profile", args=["L1"])
    data = profile(admin, website=website, phone="0 2000 0000")

    page = admin.post(url, data)

    assert page.status_code == 200
    assert words in page.content.decode()
    assert "0 2000 0000" in page.content.decode()
    assert UnitProfile.objects.get(unit_id=ids["L1"]).website == ""


def test_second_save_of_the_same_form_is_refused(admin, ids):
    url = reverse("organizations:profile", args=["L1"])
    mine = profile(admin, phone="1")
    other = profile(admin, phone="2")
    admin.post(url, mine)

    page = admin.post(url, other)

    assert "มีผู้อื่นบันทึกข้อมูลนี้ไปก่อน" in page.content.decode()
    assert UnitProfile.objects.get(unit_id=ids["L1"]).phone == "1"


def test_supervisor_sees_but_does_not_change_the_profile(chief):
    assert chief.get(reverse("organizations:profile", args=["L1"])).status_code == 403


@time_machine.travel("2026-11-21")
def test_yearly_check_is_confirmed_once_a_year(admin, ids):
    admin.post(reverse("organizations:profile", args=["L1"]), profile(admin, website="a.go.th"))
    url = reverse("organizations:confirm", args=["L1"])

    assert admin.post(url).status_code == 302
    assert admin.post(url).status_code == 302

    check = ContactCheck.objects.get(unit_id=ids["L1"])
    assert (check.fiscal_year, check.user_name) == (2570, "ธารา ใจสว่าง")
    assert check.content["website"] == "https://a.go.th/"


def test_yearly_check_without_a_website_is_refused(admin, ids):
    answer = admin.post(reverse("organizations:confirm", args=["L1"]))

    assert answer.status_code == 422
    assert not ContactCheck.objects.exists()


def test_admin_adds_renames_and_closes_divisions(admin):
    url = reverse("organizations:divisions", args=["L1"])
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        admin.post(url, {"name_th": "กองคลัง", "name_en": ""})
        division = admin.get(url).context["divisions"][0]
        edit = reverse("organizations:division", args=["L1", division.id])
        admin.post(edit, {"name_th": "กองการเงินและบัญชี", "name_en": "Finance"})
    assert [row.name_th for row in admin.get(url).context["divisions"]] == ["กองการเงินและบัญชี"]

    admin.post(reverse("organizations:division-close", args=["L1", division.id]))

    assert admin.get(url).context["divisions"] == []


def test_division_changed_today_cannot_be_closed_today(admin):
    url = reverse("organizations:divisions", args=["L1"])
    admin.post(url, {"name_th": "กองคลัง"})
    division = admin.get(url).context["divisions"][0]

    answer = admin.post(reverse("organizations:division-close", args=["L1", division.id]))

    assert answer.status_code == 409


def test_division_with_a_name_that_exists_is_refused(admin):
    url = reverse("organizations:divisions", args=["L1"])
    admin.post(url, {"name_th": "กองคลัง"})

    page = admin.post(url, {"name_th": " กอง  คลัง "})

    assert "มีกองชื่อนี้อยู่แล้ว" in page.content.decode()


def test_division_of_another_unit_is_not_found(admin, ids):
    other = add_division(SYSTEM, code="L4", name_th="กองช่าง")

    assert admin.get(reverse("organizations:division", args=["L1", other])).status_code == 404
    assert admin.get(reverse("organizations:division", args=["L4", other])).status_code == 404


def test_places_are_shown(chief):
    assert get(chief, "places")
