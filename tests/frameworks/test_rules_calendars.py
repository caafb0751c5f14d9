"""A calendar is checked before people rely on it."""

from datetime import date, timedelta

import pytest

from prongsai.frameworks.rules.calendars import (
    check_calendar,
    diff_calendars,
    from_json,
    has_errors,
    shift_years,
    sort_windows,
    to_json,
)
from prongsai.frameworks.types.seasons import Severity, WindowChange
from prongsai.frameworks.types.windows import Action, Target, Window, get_midnight

YEAR = 2569


def window(action, first, last, target=None, **names):
    """LAST is the last day; both days are (month, day) of the fiscal year."""
    start, end = (date(2025 if month > 9 else 2026, month, day) for month, day in (first, last))
    return Window(
        action,
        get_midnight(start),
        get_midnight(end + timedelta(days=1)),
        target or Target(),
        **names,
    )


GOOD = [
    window("register", (1, 1), (2, 28)),
    window("iit", (3, 1), (4, 30)),
    window("eit", (3, 1), (4, 30)),
    window("eit_field", (3, 1), (4, 30)),
    window("oit_entry", (3, 1), (4, 30)),
    window("oit_approval", (3, 1), (4, 30)),
    window("assessment", (5, 1), (5, 31)),
    window("objection", (6, 1), (6, 15)),
    window("confirmation", (6, 16), (6, 30)),
    window("publication", (7, 1), (9, 30)),
]


def change(action, **fields):
    return [
        Window(
            w.action,
            fields.get("opens", w.opens),
            fields.get("closes", w.closes),
            w.target,
            w.name_th,
            w.name_en,
        )
        if w.action == action
        else w
        for w in GOOD
    ]


def codes(windows):
    return {(found.severity, found.code) for found in check_calendar(windows, fiscal_year=YEAR)}


def moment(month, day, year=2026):
    return get_midnight(date(year, month, day))


def test_a_good_calendar_has_no_findings():
    assert check_calendar(GOOD, fiscal_year=YEAR) == []


@pytest.mark.parametrize(
    ("windows", "severity", "code"),
    [
        ([], Severity.ERROR, "empty"),
        (change("iit", closes=moment(3, 1)), Severity.ERROR, "closes_first"),
        (change("register", opens=moment(9, 30, 2025)), Severity.ERROR, "outside_year"),
        (change("confirmation", closes=moment(10, 2)), Severity.ERROR, "outside_year"),
        (change("publication", closes=moment(10, 18)), Severity.NOTE, "after_year"),
        ([*GOOD, window("iit", (4, 30), (5, 2))], Severity.ERROR, "twice"),
        ([*GOOD, window("briefing", (1, 5), (1, 5))], Severity.ERROR, "nameless"),
        (change("iit", opens=moment(12, 1, 2025)), Severity.ERROR, "opens_before"),
        (change("oit_approval", closes=moment(4, 20)), Severity.ERROR, "closes_before"),
        (change("oit_approval", opens=moment(2, 20)), Severity.ERROR, "opens_before"),
        (change("register", closes=moment(3, 8)), Severity.NOTE, "overlap"),
        (change("objection", opens=moment(6, 5)), Severity.NOTE, "gap"),
        (GOOD[:-1], Severity.NOTE, "missing"),
    ],
)
def test_check_finds(windows, severity, code):
    assert (severity, code) in codes(windows)


@pytest.mark.parametrize(
    "windows",
    [
        # The first and the last moment of the fiscal year belong to it.
        change("register", opens=moment(10, 1, 2025)),
        change("publication", closes=moment(10, 1)),
        [*GOOD, window("iit", (5, 3), (5, 9))],
        [*GOOD, window("briefing", (1, 5), (1, 5), name_th="ประชุมชี้แจง")],
    ],
)
def test_check_accepts(windows):
    assert not has_errors(check_calendar(windows, fiscal_year=YEAR))


def test_overlap_is_explained_in_days():
    found = check_calendar(change("register", closes=moment(3, 8)), fiscal_year=YEAR)[-1]

    assert found.facts == {"earlier": str(Action.REGISTER.label), "days": 7}
    assert "ซ้อนกับ “ลงทะเบียนและตั้งค่าหน่วยงาน” 7 วัน" in found.text


def test_check_looks_at_what_counts_for_each_class():
    late = window("oit_entry", (3, 1), (5, 15), Target("tambon_body"))

    findings = check_calendar([*GOOD, late], fiscal_year=YEAR)

    assert {(f.code, f.window.target) for f in findings if f.window} == {
        ("closes_before", Target())
    }
    assert has_errors(findings)
    both = [*GOOD, late, window("oit_approval", (3, 1), (5, 15), Target("tambon_body"))]
    assert [f.code for f in check_calendar(both, fiscal_year=YEAR)] == ["overlap"]


def test_diff_names_what_changed_came_and_went():
    extended = change("iit", closes=moment(5, 16))
    extra = window("iit", (3, 1), (5, 31), Target("tambon_body", "S"))
    new = [*(w for w in extended if w.action != "register"), extra]

    changes = diff_calendars(GOOD, new)

    assert changes == [
        WindowChange(GOOD[1], extended[1]),
        WindowChange(None, extra),
        WindowChange(GOOD[0], None),
    ]
    assert diff_calendars(GOOD, list(reversed(GOOD))) == []


def test_diff_pairs_several_windows_of_one_action():
    again = window("iit", (5, 10), (5, 15))

    assert diff_calendars(GOOD, [*GOOD, again]) == [WindowChange(None, again)]


def test_json_gives_the_same_window_back():
    for one in [*GOOD, window("x", (3, 1), (3, 1), Target("city", "L"), name_th="ก", name_en="a")]:
        assert from_json(to_json(one)) == one


def test_shift_moves_by_whole_years_and_leaves_units_behind():
    february = window("register", (1, 1), (2, 28))
    windows = [*GOOD, window("iit", (3, 1), (5, 31), Target(unit_id=3))]

    moved = shift_years(windows, years=1)

    assert len(moved) == len(GOOD)
    assert moved[0].opens == moment(1, 1, 2027)
    # The end of February stays the end of February.
    [leap] = shift_years([february], years=2)
    assert leap.last_day == date(2028, 2, 29)
    [back] = shift_years([leap], years=-2)
    assert back == february


def test_sort_puts_exceptions_after_the_rule():
    extra = window("register", (1, 1), (1, 2), Target("city"))

    assert sort_windows([extra, *reversed(GOOD)])[-1] == extra
    assert sort_windows(reversed(GOOD))[0] == GOOD[0]
