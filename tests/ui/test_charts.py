"""Charts: what is drawn lies where the number says."""

from decimal import Decimal

import pytest
from django.template import Context, Template

from prongsai.ui import charts
from prongsai.ui.types import Bar, Point


@pytest.mark.parametrize(
    ("value", "maximum", "share"),
    [(50, 100, "50.00%"), (120, 100, "100.00%"), (-5, 100, "0.00%"), (1, 0, "0.00%")],
)
def test_share_stays_inside_the_chart(value, maximum, share):
    assert charts.get_share(value, maximum) == share


def test_trend_joins_neighbours_but_neither_gaps_nor_breaks():
    points = [
        Point("a", 80),
        Point("b", 82),
        Point("c", None),
        Point("d", 84),
        Point("e", 90, True),
    ]

    drawn = charts.get_trend(points)

    assert [(line.x1, line.x2) for line in drawn["lines"]] == [("12.00%", "32.00%")]
    assert drawn["breaks"] == ["82.00%"]


def test_trend_rises_with_its_values():
    low, high = charts.get_trend([Point("a", 80), Point("b", 95)])["marks"]

    assert float(low.y) > float(high.y)


@pytest.mark.parametrize("points", [[], [Point("a", None)], [Point("a", 85)], [Point("a", 0)]])
def test_trend_of_little_or_nothing_is_drawn(points):
    assert len(charts.get_trend(points)["marks"]) == len(points)


def test_sparkline_breaks_at_gaps_and_ends_in_a_dot():
    drawn = charts.get_sparkline([1, 2, None, 3])

    assert len(drawn["lines"]) == 2
    assert drawn["last"] == ["92.0", "4.0"]
    assert charts.get_sparkline([]) == {"lines": [], "last": None}


def test_columns_share_the_width_and_the_highest_fills_the_height():
    first, second = charts.get_columns([Bar("A", 10), Bar("B", Decimal(5))])

    assert float(first["height"]) == 2 * float(second["height"]) == charts.BOTTOM - charts.TOP
    assert (first["middle"], second["middle"]) == ("25.00%", "75.00%")


def test_every_chart_names_itself_and_offers_its_numbers():
    page = Template('{% ui_trend points title="แนวโน้ม" %}{% ui_distribution bars title="ระดับ" %}')

    html = page.render(Context({"points": [Point("2569", 91)], "bars": [Bar("AA", 12)]}))

    assert html.count('role="img"') == html.count("<title") == html.count("<desc") == 2
    assert html.count("<table") == 2
    assert "style=" not in html
