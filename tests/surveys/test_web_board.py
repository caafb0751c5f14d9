"""Pages of links and of the board: who sees what, in how many queries, and never too little."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.headcounts.selectors.quotas import find_last_minimum
from prongsai.permissions.roles import Role
from prongsai.surveys.models import Channel
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.progress import refresh_progress
from prongsai.surveys.web.board.words import tell_unjudged
from tests.factories.organizations import LONG_AGO, make_spec, make_units
from tests.factories.setups import make_setup, put_counts
from tests.factories.surveys import make_channel

YEAR = fiscal_year(clock.today())


@pytest.fixture
def ids(db):
    return make_units(
        make_spec("P1", unit_class="province"),
        make_spec("A1", unit_class="district", geography="P1"),
        make_spec("A2", unit_class="district", geography="P1"),
        make_spec("L1", geography="A1", name_th="อบต. หนองฟ้าใส"),
        make_spec("L2", geography="A1"),
        make_spec("L3", geography="A2"),
    )


@pytest.fixture
def governor(ids, make_person, sign_in, client):
    return sign_in(client, make_person(Role.GOVERNOR, ids["P1"], starts=LONG_AGO))


@pytest.fixture
def admin(ids, make_person, sign_in, client):
    return sign_in(client, make_person(Role.AGENCY_ADMIN, ids["L1"], starts=LONG_AGO))


def answer(unit_id, counts, instrument="IIT", **fields):
    first = clock.today() - timedelta(days=20)
    channel = make_channel(
        unit_id, instrument=instrument, fiscal_year=YEAR, opens_on=first, **fields
    )
    put_counts(channel.id, counts)
    return channel


def get(client, name, *args, **query):
    found = client.get(reverse(name, args=args), query)
    assert found.status_code == 200, found
    return found.content.decode()


def test_a_governor_goes_from_districts_to_agencies_to_one(ids, governor):
    make_setup("L1")
    answer(ids["L1"], {1: 40})
    refresh_progress()

    districts = get(governor, "board:areas")
    agencies = governor.get(reverse("board:areas"), {"area": "A1"}, follow=True).content.decode()
    unit = get(governor, "board:unit", "L1")

    assert "หน่วยงาน A1" in districts
    assert "หนองฟ้าใส" in agencies
    assert "หน่วยงาน L3" not in agencies.split("<tbody")[-1]
    assert "ครบขั้นต่ำแล้ว" in unit


def test_small_numbers_appear_nowhere(ids, governor):
    make_setup("L1")
    answer(ids["L1"], {1: 7})
    refresh_progress()

    page = get(governor, "board:agencies").split("<tbody")[-1]
    export = governor.get(reverse("board:agencies"), {"export": "csv"})
    lines = b"".join(export).decode().splitlines()
    unit = get(governor, "board:unit", "L1")

    mine = next(line for line in lines if ",L1," in line)
    assert "น้อยกว่า 10" in page
    assert mine.split(",")[2] == "น้อยกว่า 10"
    assert "น้อยกว่า 10" in unit
    assert ">7<" not in page + unit
    assert Entry.objects.filter(verb="survey.export_board").count() == 1


@pytest.mark.parametrize(("query", "found"), [("pressing", "L1"), ("closed", "L3")])
def test_filters_find_who_needs_help(ids, governor, query, found):
    make_setup("L1")
    answer(ids["L1"], dict.fromkeys(range(1, 13), 1), closes_on=clock.today())
    answer(ids["L1"], {1: 12}, "EIT")
    refresh_progress()

    rows = get(governor, "board:agencies", need=query).split("<tbody")[-1]

    codes = {"L1": "หนองฟ้าใส", "L3": "หน่วยงาน L3"}
    assert [code for code, name in codes.items() if name in rows] == [found]


@pytest.mark.parametrize("name", ["board:areas", "board:agencies"])
def test_queries_do_not_grow_with_agencies(ids, governor, name):
    refresh_progress()
    url = reverse(name)
    governor.get(url)
    with CaptureQueriesContext(connection) as few:
        governor.get(url)
    make_units(*(make_spec(f"N{number}", geography="A2") for number in range(9)))
    refresh_progress()

    with CaptureQueriesContext(connection) as many:
        governor.get(url)

    assert len(many) == len(few)


def test_an_agency_is_led_to_its_own_board_and_told_of_the_pace(ids, admin):
    make_setup("L1", 400)
    answer(ids["L1"], dict.fromkeys(range(1, 20), 2))

    page = admin.get(reverse("board:areas"), follow=True).content.decode()

    assert "ถ้าคงอัตรานี้ จะได้ประมาณ 90 คน" in page
    assert "น่าจะอยู่ระหว่าง" in page
    assert "มีแนวโน้มครบ" in page


def test_channels_say_what_to_do_first(ids, admin):
    page = get(admin, "channels:unit", "L1")
    refused = admin.post(
        reverse("channels:open", args=["L1"]),
        {"instrument": "EIT", "kind": "link", "opens_on": "1/3/2570", "closes_on": "30/4/2570"},
    )

    assert "ทำการตั้งค่าประจำปีก่อน" in page
    assert reverse("headcounts:unit", args=["L1"]) in page
    assert refused.status_code == 422
    assert "ให้ผู้บริหารยืนยันก่อน" in refused.content.decode()
    assert not Channel.objects.exists()


def test_fields_that_some_links_need_are_not_called_optional(ids, admin):
    page = get(admin, "channels:open", "L1")

    assert "ต้องเลือกสำหรับลิงก์ของส่วนงาน" in page
    assert "ต้องกรอกสำหรับจุดบริการและเครื่องกลาง" in page
    assert "(ไม่บังคับ)" not in page


def test_the_main_link_that_is_missing_is_proposed(ids, admin):
    proposed = []
    for instrument in ("IIT", "EIT", ""):
        form = admin.get(reverse("channels:open", args=["L1"])).context["form"]
        proposed.append((form["instrument"].value(), form["kind"].value()))
        if instrument:
            make_channel(ids["L1"], fiscal_year=YEAR, instrument=instrument, kind="link")

    assert proposed == [("IIT", "link"), ("EIT", "link"), ("IIT", "")]


def test_links_show_code_image_and_what_may_be_done(ids, admin):
    make_setup("L1")
    channel = answer(ids["L1"], {1: 12}, "EIT")

    page = get(admin, "channels:unit", "L1")
    image = admin.get(reverse("channels:qr", args=["L1", channel.id]))

    assert f"/s/{channel.code}" in page
    assert reverse("channels:rotate", args=["L1", channel.id]) in page
    assert image["Content-Type"] == "image/svg+xml"
    assert f"/s/{channel.code}" in image.content.decode()


def test_a_link_of_another_agency_is_not_there(ids, admin):
    other = answer(ids["L2"], {1: 12}, "EIT")

    for name in ("rotate", "revoke", "last-day", "qr"):
        assert admin.get(reverse(f"channels:{name}", args=["L1", other.id])).status_code == 404


@pytest.mark.parametrize("kind", ["interview", "paper", "token"])
def test_links_of_rounds_are_not_the_agencys_to_change(ids, admin, kind):
    link = make_channel(ids["L1"], fiscal_year=YEAR, instrument="EIT", kind=kind)

    for name in ("rotate", "revoke", "last-day"):
        answer = admin.post(
            reverse(f"channels:{name}", args=["L1", link.id]),
            {"reason": "x", "closes_on": "30/4/2570"},
        )
        assert answer.status_code == 404

    assert Channel.objects.get().revoked_at is None


def test_unused_codes_are_cancelled_after_a_question(ids, admin):
    make_setup("L1", 40)
    issue_codes(SYSTEM, channel_id=answer(ids["L1"], {}).id, count=3)

    asked = get(admin, "channels:cancel-codes", "L1")
    done = admin.post(reverse("channels:cancel-codes", args=["L1"]), follow=True)

    assert "จะใช้ไม่ได้" in asked
    assert "ยกเลิกรหัสที่ยังไม่ใช้แล้ว ออกใหม่ได้" in done.content.decode()


def test_a_survey_without_a_rule_is_said_to_be_unjudged_and_never_nought(ids, governor):
    for code in ("L1", "L2", "L3"):
        make_setup(code)
        answer(ids[code], {1: 40})
        answer(ids[code], {1: 60}, instrument="EIT", part="EIT1")
    refresh_progress()

    areas = get(governor, "board:areas")
    unit = get(governor, "board:unit", "L1")

    # Two columns of EIT in both districts, and all four for the province itself.
    assert areas.count("ไม่มีขั้นต่ำ") - areas.count("ยังไม่มีขั้นต่ำ") == 8
    assert "จึงไม่ตัดสินว่าครบหรือไม่" in areas
    assert "กรอบการประเมินปี 2569 ไม่กำหนดขั้นต่ำของ EIT" in unit
    assert "ไม่กำหนดขั้นต่ำของ IIT" not in unit


def test_last_known_minimum_is_told_for_orientation_only(ids):
    known = find_last_minimum("nacc-general-2569", "EIT1", unit_class="tambon_body", size="L")
    unknown = find_last_minimum("nacc-general-2569", "EIT1", unit_class="province", size="")

    assert known == (2567, 50)
    assert unknown is None
    assert "50 คน" in tell_unjudged("EIT", framework_year=2569, last=known)[1]
