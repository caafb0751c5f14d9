"""Publicity kits: what is printed leads where it says, and to nobody else."""

import io
import zipfile

import pytest
from django.urls import reverse

from prongsai.permissions.roles import Role
from prongsai.surveys.services.channels import revoke_channel
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.kits.parts import DRAWN, make_part
from prongsai.surveys.services.kits.words import get_address
from prongsai.surveys.types import KitPart
from tests.documents.printed import draw, read_codes, read_text
from tests.factories.organizations import make_unit
from tests.factories.setups import make_setup
from tests.factories.surveys import make_channel

LONG = "องค์การบริหารส่วนตำบลหนองบัวศาลาใหญ่เฉลิมพระเกียรติพัฒนาราษฎร์อุปถัมภ์"


@pytest.fixture
def inner(unit, year):
    make_setup("700001", headcount=12)
    return make_channel(unit, fiscal_year=year)


@pytest.fixture
def admin(unit, make_person):
    return make_person(Role.AGENCY_ADMIN, unit)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("part", [part for part in DRAWN if part != KitPart.BANNER_SVG])
def test_every_printed_qr_leads_to_the_link(advertised, part, language):
    content = make_part(advertised, part, language=language)

    codes = read_codes(content, part.value)

    assert codes
    assert set(codes) == {get_address(advertised)}


def test_drawing_for_websites_is_a_picture_without_foreign_parts(advertised):
    content = make_part(advertised, KitPart.BANNER_SVG, language="th").decode()

    assert content.startswith("<svg")
    assert "<script" not in content
    assert 'href="http' not in content


def test_poster_says_in_words_what_people_must_know(advertised):
    text = read_text(make_part(advertised, KitPart.POSTER_A4, language="th"))

    for words in ("เทศบาลตำบลหนองฟ้าใส", "ห้ามชี้นำคำตอบ", "ตรวจอย่างไรว่าเป็นลิงก์จริง", advertised.code):
        assert words in text


@pytest.mark.parametrize(
    "part", [KitPart.POSTER_A4, KitPart.POSTER_A3, KitPart.CARD, KitPart.LETTER]
)
def test_long_name_stays_on_one_page(survey_tables, year, part):
    card = make_channel(make_unit("700009", name_th=LONG), instrument="EIT", fiscal_year=year)

    assert len(draw(make_part(card, part, language="th"), part.value)) == 1


def test_kit_of_the_internal_survey_holds_no_code(inner, admin, sign_in, client):
    desk = sign_in(client, admin)
    secret = issue_codes(admin.actor, channel_id=inner.id, count=1)[0]

    answer = desk.get(reverse("surveys:kit-zip", args=["700001", inner.id]))
    files = zipfile.ZipFile(io.BytesIO(b"".join(answer)))

    assert {name.rsplit("/")[-1] for name in files.namelist()} == {part.value for part in KitPart}
    for name in files.namelist():
        if not name.endswith((".pdf", ".png")):
            assert secret[6:] not in files.read(name).decode()


@pytest.mark.parametrize("name", [KitPart.LINE, KitPart.MAIL, KitPart.BUTTON])
def test_texts_are_safe_to_paste(advertised, name):
    text = make_part(advertised, name, language="th").decode()

    assert get_address(advertised) in text
    assert "สแกน" not in text  # there is nothing to scan in a message
    assert "<script" not in text
    assert "<iframe" not in text


def test_page_shows_every_part(advertised, admin, sign_in, client):
    page = sign_in(client, admin).get(reverse("surveys:kit", args=["700001"])).content.decode()

    for part in KitPart:
        assert reverse("surveys:kit-file", args=["700001", advertised.id, part.value]) in page


def test_revoked_link_has_no_kit(advertised, admin, sign_in, client):
    revoke_channel(admin.actor, channel_id=advertised.id, reason="ทดสอบ")

    page = sign_in(client, admin).get(reverse("surveys:kit", args=["700001"])).content.decode()

    assert "ยังไม่มีลิงก์ที่ประชาสัมพันธ์ได้" in page
    name = reverse("surveys:kit-file", args=["700001", advertised.id, "line.txt"])
    assert client.get(name).status_code == 404
