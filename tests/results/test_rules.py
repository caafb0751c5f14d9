"""What may be compared between years, and how a level looks."""

from decimal import Decimal

import pytest

from prongsai.results.rules.years import breaks_series, get_change, get_tone, sort_levels


@pytest.mark.parametrize(
    ("year", "before", "expected"),
    [
        (2564, 2563, False),
        (2566, 2565, False),
        (2567, 2566, True),
        (2568, 2566, True),
        (2569, 2568, True),
        (2570, 2569, False),
        (2564, None, True),
    ],
)
def test_breaks_series_where_the_instrument_changed(year, before, expected):
    assert breaks_series(year, before=before) is expected


def test_change_is_signed_and_unknown_without_both_totals():
    assert get_change(Decimal("85.01"), Decimal("84.99")) == Decimal("-0.02")
    assert get_change(None, Decimal("84.99")) is None
    assert get_change(Decimal("84.99"), None) is None


@pytest.mark.parametrize(
    ("level", "tone"),
    [
        ("excellent", "ok"),
        ("pass", "info"),
        ("improve", "warn"),
        ("urgent", "bad"),
        ("", "neutral"),
    ],
)
def test_level_has_one_look(level, tone):
    assert get_tone(level) == tone


def test_levels_are_sorted_from_best_to_worst():
    assert sort_levels(["urgent", "good", "excellent"]) == ["excellent", "good", "urgent"]
