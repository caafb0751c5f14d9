"""Dates, years, scores and counts as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from prongsai.ui.templatetags import ui_formats as formats

DAY = date(2026, 11, 21)
# 23.30 on the 20th in UTC is already the 21st in Bangkok.
MOMENT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "thai", "english"),
    [
        (formats.thai_date, "21 พฤศจิกายน 2569", "21 November 2026 (B.E. 2569)"),
        (formats.thai_date_short, "21 พ.ย. 2569", "21 Nov 2026"),
        (formats.be_year, "2569", "B.E. 2569"),
    ],
)
def test_dates_follow_the_language(shown, thai, english):
    with translation.override("th"):
        assert (shown(DAY), shown(MOMENT)) == (thai, thai)
    with translation.override("en"):
        assert (shown(DAY), shown(MOMENT)) == (english, english)


def test_moments_are_told_on_the_clock_of_bangkok():
    with translation.override("th"):
        assert formats.thai_datetime(MOMENT) == "21 พฤศจิกายน 2569 เวลา 06.30 น."
    with translation.override("en"):
        assert formats.thai_datetime(MOMENT) == "21 November 2026 (B.E. 2569), 06:30"


def test_moment_of_a_mere_day_is_the_day():
    assert formats.thai_datetime(DAY) == formats.thai_date(DAY)


@pytest.mark.parametrize(("year", "shown"), [(2026, "2569"), (2569, "2569")])
def test_year_is_never_converted_twice(year, shown):
    assert formats.be_year(year) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("91.025"), "91.03"),
        (Decimal("84.994999"), "84.99"),
        (91, "91.00"),
        (0, "0.00"),
        (2.675, "2.68"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_score_has_two_decimals_half_up(value, shown):
    assert formats.score(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(8317, "8,317"), (0, "0"), (None, "–")])
def test_count_marks_thousands(value, shown):
    assert formats.count(value) == shown


@pytest.mark.parametrize(
    "shown", [formats.thai_date, formats.thai_date_short, formats.thai_datetime, formats.be_year]
)
@pytest.mark.parametrize("value", [None, ""])
def test_no_date_is_a_dash(shown, value):
    assert shown(value) == "–"
