"""Pages of calendars."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.approvals.services.requests import approve
from prongsai.core.clock import BANGKOK
from prongsai.frameworks.models import Season, SeasonWindow
from tests.factories.organizations import make_unit
from tests.factories.seasons import make_season

pytestmark = pytest.mark.django_db
CODE = "2569-ita-general"
MARCH = datetime(2026, 3, 15, 10, 0, tzinfo=BANGKOK)


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel(MARCH):
        yield


@pytest.fixture
def owner(make_person):
    return make_person("commission_owner")


def url(name, code=CODE):
    return reverse(f"seasons:{name}", args=[code])


def read(answer):
    return answer.content.decode()


def list_actions(moments):
    return [row.action for moment in moments for row in moment.rows]


def rows(season=CODE):
    """What the editor would post back unchanged."""
    from prongsai.frameworks.selectors.seasons import as_window
    from prongsai.frameworks.web.seasons.forms import get_initial

    found = SeasonWindow.objects.filter(version__season__code=season).order_by("id")
    data = {"form-INITIAL_FORMS": str(len(found)), "form-TOTAL_FORMS": str(len(found))}
    for number, row in enumerate(found):
        for name, value in get_initial(as_window(row)).items():
            text = "" if value is None else str(value)
            if isinstance(value, date):
                text = f"{value.day}/{value.month}/{value.year + 543}"
            data[f"form-{number}-{name}"] = text
    return data


def test_everybody_sees_what_is_open_and_what_comes_next(client, make_person, sign_in):
    make_season()
    sign_in(client, make_person("division_contact", make_unit("520101")))

    page = read(client.get(reverse("seasons:list")))
    assert "เปิดอยู่ขณะนี้" in page
    assert "กรอกแบบวัด OIT" in page
    assert "อีก 46 วัน" in page
    season = client.get(url("season"))
    assert list_actions(season.context["next"]) == ["assessment"]
    assert "1 มีนาคม – 30 เมษายน 2569" in read(season)
    assert "เสนอแก้ไข" not in read(season)


def test_draft_is_for_editors_alone(client, make_person, sign_in, owner):
    make_season(publish=False)
    sign_in(client, make_person("auditor"))
    for name in ("season", "edit", "versions", "extend"):
        assert client.get(url(name)).status_code == 404
    assert client.get(url("file")).status_code == 404
    assert client.get(reverse("seasons:create")).status_code == 404
    assert client.post(url("publish")).status_code == 403

    sign_in(client, owner)
    assert "ฉบับร่าง" in read(client.get(url("season")))
    assert client.post(url("publish")).status_code == 302
    assert Season.objects.get().current is not None


def test_owner_makes_a_calendar_from_last_years(client, sign_in, owner):
    make_season(2568)
    sign_in(client, owner)
    data = {"fiscal_year": "2569", "form": "general", "name_th": "ปฏิทิน", "copy": "2568-ita-general"}

    answer = client.post(reverse("seasons:create"), data)

    assert answer.url == url("edit")
    register = SeasonWindow.objects.get(version__season__code=CODE, action="register")
    assert register.opens.astimezone(BANGKOK).date() == date(2026, 1, 1)
    assert client.post(reverse("seasons:create"), data).status_code == 422


def test_owner_edits_a_draft(client, sign_in, owner):
    make_season(publish=False)
    sign_in(client, owner)
    data = rows()
    data |= {"form-0-last": "5 มี.ค. 2569", "form-0-closes_at": "16:30", "form-9-DELETE": "on"}

    assert "ซ้อนกับ" in read(client.post(url("edit"), {**data, "do": "check"}))
    assert SeasonWindow.objects.count() == 10
    assert client.post(url("edit"), {**data, "do": "save"}).status_code == 302

    assert SeasonWindow.objects.count() == 9
    register = SeasonWindow.objects.get(action="register")
    assert register.closes == datetime(2026, 3, 5, 16, 30, tzinfo=BANGKOK)


def test_owner_adds_a_milestone_in_a_new_row(client, sign_in, owner):
    make_season(publish=False)
    sign_in(client, owner)
    more = client.post(url("edit"), {**rows(), "do": "more"})
    assert len(more.context["formset"].forms) == 11
    data = rows() | {
        "form-TOTAL_FORMS": "11",
        "form-10-action": "milestone",
        "form-10-first": "5/1/2569",
        "form-10-last": "5/1/2569",
        "do": "save",
    }

    wrong = client.post(url("edit"), data)
    assert wrong.status_code == 422
    assert "กิจกรรมที่เพิ่มเองต้องมีชื่อภาษาไทย" in read(wrong)
    assert client.post(url("edit"), data | {"form-10-name_th": "ประชุม"}).status_code == 302
    assert SeasonWindow.objects.filter(action__startswith="m-", name_th="ประชุม").count() == 1


def test_change_of_a_published_calendar_goes_to_a_second_person(
    client, make_person, sign_in, owner
):
    make_season()
    sign_in(client, owner)
    data = rows() | {"form-4-last": "15/5/2569", "form-5-last": "15/5/2569", "do": "save"}

    assert client.post(url("edit"), data).status_code == 422
    wrong = client.post(url("edit"), rows() | {"do": "save", "reason": "x"})
    assert "ยังไม่มีอะไรเปลี่ยน" in read(wrong)
    asked = client.post(url("edit"), data | {"reason": "ระบบขัดข้อง"}, follow=True)
    assert "15 พฤษภาคม 2569 (เพิ่ม 15 วัน)" in read(asked)
    assert "มีคำขอแก้ไขปฏิทินนี้รออนุมัติ" in read(client.get(url("season")))

    second = make_person("commission_owner")
    approve(second.actor, request_id=asked.context["asked"].id)
    sign_in(client, make_person("auditor"))
    page = read(client.get(url("versions")))
    assert "ระบบขัดข้อง" in page
    assert "<del>1 มีนาคม – 30 เมษายน 2569</del>" in page
    assert second.actor.name in page


def test_agency_asks_for_more_time_for_itself(client, make_person, sign_in):
    make_season()
    own, other = make_unit("520101"), make_unit("520102")
    sign_in(client, make_person("agency_admin", own))

    form = client.get(url("extend"))
    assert "units" not in form.context["form"].fields
    data = {"action": "oit_approval", "last": "10/5/2569", "reason": "น้ำท่วม", "units": "520102"}
    answer = client.post(url("extend"), data, follow=True)
    assert "หน่วยงาน 520101" in read(answer)
    assert f'"{other}"' not in str(answer.context["asked"].payload["units"])


def test_owner_extends_for_named_units(client, sign_in, owner):
    make_season()
    make_unit("520101")
    sign_in(client, owner)
    data = {"action": "oit_approval", "last": "10/5/2569", "reason": "น้ำท่วม"}

    wrong = client.post(url("extend"), data | {"units": "520101 nowhere"})
    assert (wrong.status_code, "nowhere" in read(wrong)) == (422, True)
    assert client.post(url("extend"), data | {"units": "520101"}).status_code == 302


@pytest.mark.parametrize("role", ["district_chief", "division_contact", "auditor"])
def test_stranger_changes_nothing(client, make_person, sign_in, role):
    make_season()
    sign_in(client, make_person(role, make_unit("520101") if role != "auditor" else None))

    assert client.get(url("extend")).status_code == 404
    assert client.get(url("edit")).status_code == 404
    assert client.post(url("edit"), rows() | {"do": "save", "reason": "x"}).status_code == 404


def test_file_is_public_and_only_for_published_calendars(client):
    make_season()

    answer = client.get(url("file"))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert read(answer).count("BEGIN:VEVENT") == 10
    assert client.get(url("file"), {"who": "tambon_body-S"}).status_code == 200
    assert client.get(url("file", "2570-ita-general")).status_code == 404


def test_list_takes_the_same_queries_for_one_and_for_three(client, make_person, sign_in):
    sign_in(client, make_person("agency_admin", make_unit("520101")))
    numbers = []
    for year in (2567, 2568, 2569):
        make_season(year)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("seasons:list"))
        numbers.append(len(queries))

    assert len(set(numbers)) == 1


def test_anonymous_is_sent_to_sign_in(client):
    make_season()

    assert client.get(reverse("seasons:list")).status_code == 302
    assert client.get(url("season")).status_code == 302


def test_last_moment_of_the_last_day_is_still_open(client, make_person, sign_in):
    make_season()
    auditor = make_person("auditor")

    for moment, standing in (
        (datetime(2026, 4, 30, 23, 59, 59, tzinfo=BANGKOK), True),
        (datetime(2026, 5, 1, 0, 0, tzinfo=BANGKOK), False),
    ):
        with time_machine.travel(moment, tick=False):
            page = sign_in(client, auditor).get(url("season"))
        assert ("oit_entry" in list_actions(page.context["open"])) is standing
