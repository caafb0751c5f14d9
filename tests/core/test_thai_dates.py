"""Dates of the Buddhist era in, out and compared."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.clock import BANGKOK
from prongsai.core.errors import Invalid
from prongsai.core.thai_dates import (
    THAI_WEEKDAYS,
    be_year,
    ce_year,
    check_weekday,
    fiscal_year,
    fiscal_year_bounds,
    format_thai_date,
    format_thai_datetime,
    format_thai_range,
    format_thai_time,
    parse_thai_date,
)

DAY = date(2025, 2, 7)
days = st.dates(date(1941, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "๗ กุมภาพันธ์ ๒๕๖๘",
        "7 กุมภาพันธ์ 2568",
        "  7  กุมภาพันธ์\u00a0 2568 ",
        "7 กุมภาพันธ์\u200b 2568",
        "7 ก.พ. 68",
        "7 ก.พ. 2568",
        "7ก.พ.68",
        "7 กพ 68",
        "7 ก. พ. 68",
        "07-ก.พ.-68",
        "7/2/2568",
        "07/02/68",
        "๗/๒/๒๕๖๘",
        "7-2-2568",
        "7.2.2568",
        "2025-02-07",
        "2025-2-7",
        "วันศุกร์ที่ 7 กุมภาพันธ์ พ.ศ. 2568",
        "วันศุกร์ ที่ ๗ เดือนกุมภาพันธ์ พุทธศักราช ๒๕๖๘",
        "ณ วันที่ 7 กุมภาพันธ์ พ.ศ.2568",
        "ศ. 7 ก.พ. 68",
        "7 กุมภาพันธ์ ค.ศ. 2025",
        "7/2/ค.ศ. 2025",
        "7 February 2568",
        "7 February 2025",
        "7 February 2025 (B.E. 2568)",
        "Feb 7, 2025",
        "7 Feb 2568 BE",
        "7 february 2025 CE",
        "February 7, 2568",
        "Fri, 7th Feb B.E. 2568",
    ],
)
def test_parse_thai_date_reads_what_people_write(text):
    assert parse_thai_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "อ่านวันที่"),
        ("พรุ่งนี้", "อ่านวันที่"),
        ("7/2-2568", "อ่านวันที่"),
        ("7 กุมภาพันธ์", "อ่านวันที่"),
        ("7/2/2025", "กรุณาพิมพ์เป็นพุทธศักราช 2568"),
        ("7 ก.พ. 2025", "กรุณาพิมพ์เป็นพุทธศักราช 2568"),
        ("7 February BE 2025", "อยู่นอกช่วง"),
        ("7 February 2025 (B.E. 2567)", "ไม่ตรงกัน"),
        ("2568-02-07", "ปี 2568 เป็นปีพุทธศักราช"),
        ("7/2/ค.ศ. 2568", "ปี 2568 เป็นปีพุทธศักราช"),
        ("7/2/568", "ให้ครบสี่หลัก"),
        ("7/2/12568", "ให้ครบสี่หลัก"),
        ("7 ก.พ. ค.ศ. 25", "ให้ครบสี่หลัก"),
        ("7 ก.พ. พ.ศ. 2568 ค.ศ.", "ให้ครบสี่หลัก"),
        ("30/2/2568", "ไม่มีวันที่ 30 กุมภาพันธ์ 2568 เดือนนี้มี 28 วัน"),
        ("29 ก.พ. 68", "เดือนนี้มี 28 วัน"),
        ("0/1/2568", "ไม่มีวันที่ 0"),
        ("1/13/2568", "ไม่มีเดือนที่ 13"),
        ("1/1/2483", "อยู่นอกช่วง"),
        ("1/1/2999", "อยู่นอกช่วง"),
        ("1/1/9999", "อยู่นอกช่วง"),
        ("1900-01-01", "อยู่นอกช่วง"),
        ("วันจันทร์ที่ 7 กุมภาพันธ์ 2568", "ตรงกับวันศุกร์ ไม่ใช่วันจันทร์"),
    ],
)
def test_parse_thai_date_refuses_in_words(text, words):
    with pytest.raises(Invalid) as refusal:
        parse_thai_date(text)

    assert words in refusal.value.message


def test_parse_thai_date_refuses_in_english_on_english_pages():
    with translation.override("en"), pytest.raises(Invalid) as refusal:
        parse_thai_date("Monday 7 February 2568")

    assert refusal.value.message == (
        "7 February 2025 (B.E. 2568) is a Friday, not a Monday. Check the date."
    )


@given(st.text(max_size=40))
def test_parse_thai_date_answers_or_refuses_anything(text):
    with suppress(Invalid):
        assert be_year(parse_thai_date(text)) >= 2484


@given(
    days,
    st.sampled_from(["long", "short", "numeric"]),
    st.sampled_from(["arabic", "thai"]),
    st.sampled_from(["th", "en"]),
    st.booleans(),
)
def test_what_is_written_can_be_read(day, style, digits, language, weekday):
    text = format_thai_date(day, style=style, digits=digits, language=language, weekday=weekday)

    assert parse_thai_date(text) == day


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, "7 กุมภาพันธ์ 2568"),
        ({"digits": "thai"}, "๗ กุมภาพันธ์ ๒๕๖๘"),
        ({"style": "short"}, "7 ก.พ. 2568"),
        ({"style": "numeric"}, "07/02/2568"),
        ({"weekday": True}, "วันศุกร์ที่ 7 กุมภาพันธ์ 2568"),
        ({"language": "en"}, "7 February 2025 (B.E. 2568)"),
        ({"language": "en", "style": "short"}, "7 Feb 2025"),
        ({"language": "en", "weekday": True}, "Friday, 7 February 2025 (B.E. 2568)"),
    ],
)
def test_format_thai_date(options, text):
    assert format_thai_date(DAY, **options) == text


def test_format_thai_date_dates_a_moment_in_bangkok():
    late_in_utc = datetime(2025, 2, 6, 20, 0, tzinfo=UTC)

    assert format_thai_date(late_in_utc) == "7 กุมภาพันธ์ 2568"


def test_format_thai_datetime():
    moment = datetime(2025, 2, 7, 13, 30, tzinfo=BANGKOK)

    assert format_thai_datetime(moment) == "7 กุมภาพันธ์ 2568 เวลา 13.30 น."
    assert format_thai_datetime(moment, style="short") == "7 ก.พ. 2568 13.30 น."
    assert format_thai_datetime(moment, digits="thai") == "๗ กุมภาพันธ์ ๒๕๖๘ เวลา ๑๓.๓๐ น."
    assert format_thai_datetime(moment, language="en") == "7 February 2025 (B.E. 2568), 13:30"


def test_format_thai_time_to_the_second():
    moment = datetime(2025, 2, 7, 13, 30, 5, tzinfo=BANGKOK)

    assert format_thai_time(moment, seconds=True) == "13.30.05 น."
    assert format_thai_time(moment, seconds=True, language="en") == "13:30:05"


def test_format_thai_time_needs_a_time_zone():
    naive = datetime(2025, 2, 7, 13, 30)  # noqa: DTZ001 - the mistake under test

    with pytest.raises(ValueError, match="time zone"):
        format_thai_time(naive)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2022, 5, 1), date(2022, 5, 31), "1–31 พฤษภาคม 2565"),
        (date(2022, 3, 1), date(2022, 4, 30), "1 มีนาคม – 30 เมษายน 2565"),
        (date(2024, 10, 1), date(2025, 9, 30), "1 ตุลาคม 2567 – 30 กันยายน 2568"),
        (date(2022, 5, 1), date(2022, 5, 1), "1 พฤษภาคม 2565"),
    ],
)
def test_format_thai_range_names_what_differs(first, last, text):
    assert format_thai_range(first, last) == text


def test_format_thai_range_in_other_styles():
    first, last = date(2022, 5, 1), date(2022, 5, 31)

    assert format_thai_range(first, last, style="numeric") == "01/05/2565 – 31/05/2565"
    assert format_thai_range(first, last, digits="thai", style="short") == "๑–๓๑ พ.ค. ๒๕๖๕"
    assert format_thai_range(first, last, language="en") == "1–31 May 2022 (B.E. 2565)"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2024, 9, 30), 2567),
        (date(2024, 10, 1), 2568),
        (date(2025, 9, 30), 2568),
        (date(2025, 10, 1), 2569),
    ],
)
def test_fiscal_year_turns_on_the_first_of_october(day, year):
    assert fiscal_year(day) == year


@given(st.dates(date(1942, 1, 1), date(2200, 9, 30)))
def test_fiscal_year_bounds_enclose_every_day_of_the_year(day):
    first, last = fiscal_year_bounds(fiscal_year(day))

    assert first <= day <= last
    assert fiscal_year(first) == fiscal_year(last) == be_year(last)


@pytest.mark.parametrize("year", [0, 68, 2025, 2483, 2744])
def test_ce_year_refuses_years_of_another_era(year):
    with pytest.raises(ValueError, match="Buddhist"):
        ce_year(year)


def test_check_weekday_tells_what_was_written():
    right = check_weekday("วันพฤหัสบดีที่ 31 มีนาคม 2565")
    wrong = check_weekday("วันพุธที่ ๓๑ มีนาคม ๒๕๖๕")
    silent = check_weekday("31 มีนาคม 2565")

    assert (right.agrees, wrong.agrees, silent.agrees) == (True, False, True)
    assert THAI_WEEKDAYS[wrong.actual] == "พฤหัสบดี"
    assert silent.written is None
