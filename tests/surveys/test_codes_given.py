"""Sealed codes are given once, from one page: slips or a file, never more than people."""

import csv
import io

import pytest
from django.db import connection
from django.urls import NoReverseMatch, reverse

from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.errors import ProngsaiError
from prongsai.core.thai_dates import fiscal_year
from prongsai.permissions.roles import Role
from prongsai.surveys.models import Channel, SlipBatch
from prongsai.surveys.selectors.codes import count_codes
from prongsai.surveys.services.channels import rotate_channel
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.lapses import lapse_codes
from prongsai.surveys.services.slips import give_codes
from prongsai.surveys.types import SlipForm
from tests.documents.printed import read_codes
from tests.factories.moments import at_once
from tests.factories.organizations import make_unit
from tests.factories.setups import make_setup
from tests.factories.surveys import ask, make_channel

YEAR = fiscal_year(clock.today())
URL = "/channels/700001/codes/"


@pytest.fixture
def inner(unit):
    make_setup("700001", headcount=12)
    return make_channel(unit, fiscal_year=YEAR)


@pytest.fixture
def admin(unit, make_person):
    return make_person(Role.AGENCY_ADMIN, unit)


@pytest.fixture
def desk(admin, sign_in, client):
    return sign_in(client, admin)


def wish(link, **changes):
    fields = {"known": 0, "channel": link.id, "count": 12, "form": "csv", "language": "th"}
    return fields | {"confirmed": "on"} | changes


def read(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_slips_lead_to_codes_that_work_once(inner, desk, intake):
    answer = desk.post(URL, wish(inner, form="pdf"))

    codes = read_codes(answer.content, "slips.pdf")

    assert answer["Cache-Control"] == "private, no-store"
    assert len(set(codes)) == len(codes) == 12
    form = ask(intake(), "/s/" + codes[0].rsplit("/s/")[1])
    assert form.status == 200
    assert "เทศบาลตำบลหนองฟ้าใส" in form.text


def test_page_tells_what_was_given_when_and_how_many_are_left(inner, desk):
    desk.post(URL, wish(inner, count=5))

    page = desk.get(URL).content.decode()

    assert "ออกรหัสแล้ว 5 รหัส" in page  # told once the file was there
    for number, label in ((12, "บุคลากรที่ยืนยัน"), (5, "รหัสที่ออกแล้ว"), (7, "ออกได้อีก")):
        assert f"{number}" in page.split(label)[1].split("</div>")[0]
    row = page.split("<tbody")[1].split("</tbody>")[0]
    assert "ไฟล์รหัส (CSV)" in row
    assert inner.code in row
    assert 'value="7"' in page.split('name="count"')[1].split(">")[0]


def test_nothing_kept_tells_a_code(inner, desk):
    rows = read(desk.post(URL, wish(inner, count=3)))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN"
            " ('pg_catalog', 'information_schema')"
        )
        for schema, table in cursor.fetchall():
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, ''), '') FROM \"{schema}\".\"{table}\" t"
            )
            kept = cursor.fetchone()[0]
            for code, _ in rows:
                assert code[7:] not in kept
                assert code.replace("-", "")[6:] not in kept
    assert Entry.objects.get(verb="survey.issue_codes").detail == {"count": 3, "form": "csv"}


def test_order_of_the_file_is_not_the_order_of_the_ledger(inner, admin):
    codes = issue_codes(admin.actor, channel_id=inner.id, count=12)

    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM ledger.codes ORDER BY ctid")
        kept = [bytes(row[0]) for row in cursor.fetchall()]

    assert kept == sorted(kept)
    assert codes != sorted(codes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"confirmed": ""}, "ยืนยันก่อน"),
        ({"count": "13"}, "12 คน"),
        ({"count": "0"}, "จำนวนรหัส"),
        ({"count": "-1"}, "จำนวนเต็ม"),
        ({"count": "1.5"}, "จำนวนเต็ม"),
        ({"count": "1000000"}, "20000"),
        ({"count": "2001", "form": "pdf"}, "2,000 ใบ"),
        ({"known": "3"}, "หลังจากเปิดหน้านี้"),
        ({"channel": "999999"}, "ลิงก์ IIT"),
    ],
)
def test_codes_are_refused_with_words_and_the_form_stays(inner, desk, changes, words):
    answer = desk.post(URL, wish(inner) | changes)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page.split("field-wrong" if "known" not in changes else "form-errors")[-1]
    assert f'value="{changes.get("count", 12)}"' in page
    assert not SlipBatch.objects.exists()


@pytest.mark.parametrize("count", ["๑๒", " 12 "])
def test_numbers_are_read_as_people_write_them(inner, desk, count):
    assert len(read(desk.post(URL, wish(inner, count=count)))) == 12


def test_sent_twice_gives_once(inner, desk):
    first = desk.post(URL, wish(inner, count=6))

    second = desk.post(URL, wish(inner, count=6))
    told = second.content.decode()
    third = desk.post(URL, wish(inner, count=6, known=6))

    assert (first.status_code, second.status_code, third.status_code) == (200, 422, 200)
    assert 'name="known" value="6"' in told
    assert count_codes(inner.unit_id, year=YEAR).issued == 12


def test_two_people_at_once_never_give_more_than_people(inner, admin):
    def give():
        return give_codes(
            admin.actor, channel_id=inner.id, count=8, form=SlipForm.CSV, language="th"
        )

    found = at_once(give, give)

    assert sorted(isinstance(each, bytes) for each in found) == [False, True]
    assert count_codes(inner.unit_id, year=YEAR).issued == 8


def test_a_link_replaced_at_the_same_moment_keeps_no_codes(inner, admin):
    def give():
        return issue_codes(admin.actor, channel_id=inner.id, count=12)

    def rotate():
        return rotate_channel(admin.actor, channel_id=inner.id, reason="หลุด")

    at_once(give, rotate)

    assert Channel.objects.get(id=inner.id).revoked_at is not None
    assert count_codes(inner.unit_id, year=YEAR).issued == 0


def test_codes_end_with_the_window(inner, admin, desk):
    issue_codes(admin.actor, channel_id=inner.id, count=12)
    Channel.objects.update(opens_on="2020-01-01", closes_on="2020-01-31")

    lapse_codes()

    page = desk.get(URL).content.decode()
    assert count_codes(inner.unit_id, year=YEAR).issued == 12
    assert "จะใช้ได้อีกถ้าขยายเวลา" in page
    assert "เปิดช่องทาง IIT ก่อน" in page
    with pytest.raises(ProngsaiError, match="ที่ยังใช้อยู่"):
        issue_codes(admin.actor, channel_id=inner.id, count=1)
    prolong = reverse("channels:last-day", args=["700001", inner.id])
    assert prolong in desk.get("/channels/700001/").content.decode()


def test_links_of_others_and_open_surveys_take_no_codes(inner, admin, desk):
    make_setup("700001", headcount=12, reason="ตรวจแล้ว", revision=1)
    stranger = make_channel(make_unit("700002"), fiscal_year=YEAR)
    public = make_channel(inner.unit_id, instrument="EIT", fiscal_year=YEAR)
    tokens = make_channel(inner.unit_id, kind="token", fiscal_year=YEAR)

    for link in (stranger, public, tokens):
        assert desk.post(URL, wish(link)).status_code == 422
    with pytest.raises(ProngsaiError, match="ที่ยังใช้อยู่"):
        issue_codes(admin.actor, channel_id=tokens.id, count=1)
    assert desk.get("/channels/700002/codes/").status_code == 404
    assert not SlipBatch.objects.exists()


def test_there_is_one_page(inner, desk):
    with pytest.raises(NoReverseMatch):
        reverse("surveys:slips", args=["700001", inner.id])
    kit = desk.get(reverse("surveys:kit", args=["700001"])).content.decode()
    assert f'href="{URL}"' in kit
