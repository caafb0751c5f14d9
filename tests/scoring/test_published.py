"""Every published row that allows it, to the printed digit."""

from fractions import Fraction

import pytest

from prongsai.frameworks.gateways.packs import get_pack
from prongsai.scoring.plain import score_plain
from tests.scoring.published import (
    NOT_REPRODUCED,
    PRESS_WORDS,
    PROVINCES,
    ROWS,
    WEIGHTED,
    describe_agency,
    explain_unchecked,
    is_official,
    key,
    name_framework,
    write_two,
)

REPRODUCED = [row for row in ROWS if explain_unchecked(row) is None]
LEVELLED = [
    row for row in REPRODUCED if row["level"] and (row["level"] in PRESS_WORDS or is_official(row))
]
COMPUTED = [
    row
    for row in REPRODUCED
    if len(row["indicators"]) == 10 or all(row[code] for code in ("IIT", "EIT", "OIT"))
]


def score(row):
    return score_plain(get_pack(name_framework(row)), describe_agency(row))


def test_rows_not_reproduced_are_all_in_the_data():
    assert set(NOT_REPRODUCED) <= {key(row) for row in ROWS}
    assert len(COMPUTED) == 40
    assert len(LEVELLED) == 78
    assert len(ROWS) - len(REPRODUCED) == 26
    assert {key(row) for row in REPRODUCED} == {key(row) for row in [*COMPUTED, *LEVELLED]}


@pytest.mark.parametrize("row", COMPUTED, ids=lambda row: row["agency"])
def test_computed_total_equals_the_printed_one(row):
    assert score(row)["total"] == write_two(row["total"])


@pytest.mark.parametrize("row", LEVELLED, ids=lambda row: f"{row['agency']}-{row['year']}")
def test_level_equals_the_printed_one(row):
    level = score(row)["level"]
    printed = row["level"]

    if level is None:  # a gate that the printed row does not let anybody check
        assert row["year"] >= 2566
        assert Fraction(row["total"]) >= 85
    elif printed == "not passed (<85)":
        assert level["code"] in {"B", "C", "D", "E", "F"}
    else:
        assert level["th"] == PRESS_WORDS.get(printed, printed)


@pytest.mark.parametrize(
    "row",
    [row for row in REPRODUCED if row["scale"] == WEIGHTED and row["OIT"]],
    ids=lambda row: row["agency"],
)
def test_weighted_points_equal_the_printed_ones(row):
    found = score(row)["instruments"]

    for code in ("IIT", "EIT", "OIT"):
        if row[code]:
            assert found[code]["points"] == write_two(row[code])


def test_commission_rows_with_a_derived_instrument_add_up():
    """Phichit 2564: IIT by subtraction, EIT as printed, OIT computed from indicators 9 and 10."""
    rows = [row for row in ROWS if row["programme"] == "commission" and row["scale"] == WEIGHTED]

    for row in rows:
        iit = Fraction(row["total"]) - Fraction(row["EIT"]) - Fraction(row["OIT"])
        points = {"IIT": f"{float(iit):.2f}", "EIT": row["EIT"]}
        found = score_plain(
            get_pack("nacc-general-2564"), {"indicators": row["indicators"], "points": points}
        )
        assert found["total"] == write_two(row["total"])
        assert found["level"]["code"] == row["level"]
        assert found["state"] == "scored"
    assert len(rows) == 9


@pytest.mark.parametrize("row", PROVINCES, ids=lambda row: str(row["year"]))
def test_province_averages_come_within_a_hundredth(row):
    found = score_plain(get_pack(f"nacc-general-{row['year']}"), {"indicators": row["indicators"]})

    assert abs(Fraction(found["total"]) - Fraction(row["total"])) <= Fraction(1, 100)
