"""Lists cost as many queries for many rows as for one, and come in pages; strangers get none."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from prongsai.fieldwork.models import Agency, Bundle, Case
from prongsai.fieldwork.services.agencies import set_agencies
from prongsai.permissions.roles import Role
from tests.factories.fieldwork import make_bundle, make_round
from tests.factories.organizations import make_spec, make_units
from tests.factories.people import create_person, sign_in_client

SMALL = 5


@pytest.fixture
def lead(place):
    return sign_in_client(Client(), place.lead)


@pytest.fixture
def interviewer(place):
    return sign_in_client(Client(), place.one)


def count_queries(client, address):
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(caught), answer.content.decode()


def fill(place, number):
    agency, one = place.field.agency, place.field.round
    codes = {f"M{at:03}": SMALL for at in range(number // 10)}
    if codes:
        make_units(*(make_spec(code, geography="A1", name_th=f"อบต. {code}") for code in codes))
        set_agencies(place.lead.actor, round_id=one.pk, quotas={"L1": SMALL, **codes})
    Case.objects.bulk_create(
        Case(agency=agency, telephone=f"02001{at:04}", interviewer=place.one.user)
        for at in range(number)
    )
    Bundle.objects.bulk_create(
        Bundle(agency=agency, number=f"ข-{at}", count=2) for at in range(number)
    )


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("lead", ""),
        ("lead", "{}/"),
        ("lead", "{}/agencies/"),
        ("lead", "{}/people/"),
        ("lead", "{}/cases/"),
        ("lead", "{}/paper/"),
        ("interviewer", "{}/paper/"),
        ("interviewer", "mine/"),
        ("interviewer", "app/list"),
        ("interviewer", "app/hello"),
    ],
)
def test_as_many_queries_for_a_thousand_rows_as_for_one(place, request, who, page):
    client = request.getfixturevalue(who)
    address = f"/fieldwork/{page.format(place.field.round.pk)}"
    make_bundle(place.field, number="ก-1")
    count_queries(client, address)
    few, _text = count_queries(client, address)
    fill(place, 1000)

    many, text = count_queries(client, address)

    assert many == few
    if page.endswith(("/cases/", "/paper/")):
        assert "แสดง 1–50 จาก 1,00" in text
    if page == "{}/":
        assert "แสดง 1–50 จาก 101" in text


def test_many_agencies_are_set_with_as_many_queries_as_one(place):
    make_units(*(make_spec(f"M{at:03}", geography="A1", name_th=f"ก {at}") for at in range(30)))
    one = place.field.round.pk
    costs = []
    for last in (1, 2, 30):
        quotas = {"L1": SMALL, **{f"M{at:03}": SMALL for at in range(last)}}
        with CaptureQueriesContext(connection) as caught:
            set_agencies(place.lead.actor, round_id=one, quotas=quotas)
        costs.append(len(caught))
    assert Agency.objects.count() == 31
    assert costs[2] == costs[1]


def test_bundle_and_round_of_another_province_do_not_exist(place, interviewer, lead):
    ids = make_units(
        make_spec("P2", unit_class="province", name_th="จังหวัดอื่น"),
        make_spec("A2", unit_class="district", geography="P2", name_th="อำเภออื่น"),
        make_spec("L2", geography="A2", name_th="อบต. อื่น"),
    )
    other = create_person(Role.INTERVIEWER, ids["P2"])
    field = make_round(province_id=ids["P2"], agency_code="L2", people=[other])
    bundle, one = make_bundle(field), field.round.pk
    for client in (interviewer, lead):
        for path in (f"paper/{bundle}/", f"paper/{bundle}/key/", f"{one}/paper/", f"{one}/cases/"):
            assert client.get(f"/fieldwork/{path}").status_code == 404
        assert client.post(f"/fieldwork/paper/{bundle}/key/", {"place": "1"}).status_code == 404
    case = field.cases[0]
    lead.post(
        f"/fieldwork/{place.field.round.pk}/cases/assign/",
        {"person": place.one.user.pk, "selected": [case.pk]},
    )
    case.refresh_from_db()
    assert case.interviewer == other.user


def test_interviewer_of_another_round_keys_no_bundle_of_this_one(place):
    bundle = make_bundle(place.field)
    stranger = sign_in_client(Client(), place.stranger)

    assert stranger.get(f"/fieldwork/paper/{bundle}/").status_code == 404
    assert stranger.get(f"/fieldwork/{place.field.round.pk}/paper/").status_code == 404


HEAD = "รหัสหน่วยงาน,โทรศัพท์,สถานที่\n"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", (HEAD + "L1,0200010001,=cmd()\n").encode(), "เป็นสูตร"),
        ("a.csv", (HEAD + "L1,0200010001,\n" * 20_001).encode(), "เกิน 20,000 แถว"),
        ("a.csv", "ชื่อ,ที่อยู่\nก,ข\n".encode(), "แถวแรกต้องมีหัวคอลัมน์"),
        ("a.csv", b"", "ไฟล์"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 64, "เปิดไฟล์ XLSX ไม่ได้"),
        ("a.xlsx", (HEAD + "L1,0200010001,\n").encode(), "ไม่ใช่ไฟล์ XLSX"),
        ("a.exe", b"MZ", "รับเฉพาะไฟล์ CSV และ XLSX"),
    ],
    ids=range(7),
)
def test_hostile_call_list_is_refused_in_words(place, lead, name, data, words):
    answer = lead.post(
        f"/fieldwork/{place.field.round.pk}/cases/import/", {"file": SimpleUploadedFile(name, data)}
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Case.objects.count() == len(place.field.cases)


def test_call_list_in_the_old_thai_encoding_with_doubles(place, lead):
    data = (HEAD + "l1,0200010001,ตลาด\nL1,02-000-10001,\nL1,,วัด\n").encode("cp874")
    answer = lead.post(
        f"/fieldwork/{place.field.round.pk}/cases/import/",
        {"file": SimpleUploadedFile("เก่า.csv", data)},
    )

    assert "บรรทัดที่ 3" in answer.content.decode()
    assert set(Case.objects.filter(telephone="").values_list("place", flat=True)) == {"วัด"}
    assert Case.objects.get(telephone="0200010001").place == "ตลาด"
