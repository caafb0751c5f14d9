"""The public page, the page with the code, and the desk."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from prongsai.core import clock
from prongsai.permissions.roles import Role
from prongsai.pressure.web.lane import Lane
from prongsai.surveys.rules.work import solve
from tests.factories.organizations import make_unit
from tests.factories.surveys import make_channel

pytestmark = pytest.mark.django_db
GIVEN = {
    "agency": "เทศบาลตำบลหนองฟ้าใส",
    "what": ["told", "threat"],
    "who": "superior",
    "when": "week",
    "text": "บอกให้ตอบข้อสุดท้าย",
}


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.PRESSURE_KEYS = str(tmp_path / "pressure")
    settings.SURVEYS_WORK_BITS = 4


def do_work(client, *, number=0):
    page = client.get(reverse("pressure:report")).content.decode()
    challenge, channel, bits = (
        re.search(f'data-{name}="([^"]*)"', page)[1] for name in ("challenge", "channel", "bits")
    )
    return solve(challenge, channel=channel, nonce=f"{number:024x}", bits=int(bits))


def send(client, **fields):
    return client.post(reverse("pressure:report"), GIVEN | fields)


def read_code(page):
    return re.search(r'data-copy="([0-9A-Z-]{23})"', page.content.decode())[1]


def test_anybody_reports_and_comes_back(client, make_person, sign_in):
    sent = send(client, work=do_work(client))
    code = read_code(sent)
    assert "prongsai_session" not in sent.cookies
    assert sent["Referrer-Policy"] == "same-origin"

    own = client.post(reverse("pressure:case"), {"code": code.lower()})
    assert "บอกให้ตอบข้อสุดท้าย" in own.content.decode()
    again = client.post(reverse("pressure:case"), {"code": code, "text": "เพิ่มเติม <b>"})
    assert "เพิ่มเติม &lt;b&gt;" in again.content.decode()

    sign_in(client, make_person(Role.COMMISSION_OWNER))
    desk = client.get(reverse("pressure:desk")).content.decode()
    assert "เทศบาลตำบลหนองฟ้าใส" in desk
    number = re.search(r"/pressure/desk/cases/([0-9a-f]{32})/", desk)[1]
    assert "บอกให้ตอบข้อสุดท้าย" in client.get(reverse("pressure:show", args=[number])).content.decode()
    client.post(reverse("pressure:reply", args=[number]), {"text": "กำลังตรวจ"})
    client.post(reverse("pressure:close", args=[number]), {"outcome": "acted"})
    assert (
        "เทศบาลตำบลหนองฟ้าใส"
        in client.get(reverse("pressure:desk"), {"closed": "1"}).content.decode()
    )


def test_without_scripts_there_is_a_wait_that_loses_nothing(client):
    asked = send(client)
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.content.decode())
    given = {name: [v for n, v in fields if n == name] for name, _ in fields}

    assert asked.status_code == 428
    assert given["what"] == ["told", "threat"]
    assert given["text"] == ["บอกให้ตอบข้อสุดท้าย"]
    too_soon = client.post(reverse("pressure:report"), given)
    assert too_soon.status_code == 428
    assert f'name="wait" value="{given["wait"][0]}"' in too_soon.content.decode()  # no new queue
    with time_machine.travel(clock.now() + timedelta(seconds=30)):
        assert read_code(client.post(reverse("pressure:report"), given))
        assert "ส่งไปแล้ว" in client.post(reverse("pressure:report"), given).content.decode()


def test_work_pays_for_one_report(client):
    work = do_work(client)
    assert read_code(send(client, work=work))

    assert "ส่งไปแล้ว" in send(client, work=work).content.decode()


def test_lane_of_a_flood_ends_after_an_hour():
    lane = Lane()
    places = [lane.get_place("203.0.113.9", now=1000.0) for _ in range(10_000)]

    assert places[0] == 1015
    assert places[-1] == 1000 + 3600
    assert Lane().get_place("2001:db8::1", now=0.0) == 15


def test_mistakes_keep_what_was_written(client):
    page = send(client, what=[], work=do_work(client))

    assert page.status_code == 200
    assert "บอกให้ตอบข้อสุดท้าย" in page.content.decode()
    assert page.context["form"].errors.keys() == {"what"}


def test_agency_comes_along_from_the_survey(client):
    channel = make_channel(make_unit("700001", name_th="เทศบาลตำบลหนองฟ้าใส"))

    page = client.get(reverse("pressure:report"), {"link": channel.code})

    assert page.context["form"]["agency"].value() == "เทศบาลตำบลหนองฟ้าใส"
    assert client.get(reverse("pressure:report"), {"link": "<x>"}).status_code == 200


def test_wrong_code_is_explained(client):
    for code in ("x", "2" * 20):
        page = client.post(reverse("pressure:case"), {"code": code})
        assert page.context["form"].errors["code"]


def test_signed_in_people_are_warned(client, make_person, sign_in):
    sign_in(client, make_person(Role.DIVISION_CONTACT, make_unit("700001")))

    assert "ท่านเข้าสู่ระบบอยู่" in client.get(reverse("pressure:report")).content.decode()


def test_every_page_of_the_survey_leads_here():
    from pathlib import Path

    from django.conf import settings

    folder = Path(settings.ROOT) / "prongsai" / "surveys" / "templates" / "surveys"
    for name in ("_notice", "sent", "notice", "code"):
        assert 'href="/pressure/' in (folder / f"{name}.html").read_text(encoding="utf-8")
