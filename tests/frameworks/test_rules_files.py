"""The calendar file, read back by rules of RFC 5545 written here anew."""

import re
from datetime import date, datetime, timedelta

import pytest

from prongsai.core.clock import BANGKOK
from prongsai.frameworks.rules.files import (
    Entry,
    Feed,
    escape,
    fold,
    number_entries,
    write_calendar,
)
from prongsai.frameworks.types.windows import Target, Window, get_midnight

WHOLE = Window("oit_entry", get_midnight(date(2026, 3, 1)), get_midnight(date(2026, 5, 1)))
PARTLY = Window(
    "iit",
    datetime(2026, 3, 1, 8, 30, tzinfo=BANGKOK),
    datetime(2026, 4, 30, 16, 30, tzinfo=BANGKOK),
    Target("tambon_body", "S"),
)
LONG = "กรอกแบบวัด OIT; ถึงสิ้นวัน, แล้ว\\ปิด\nบรรทัดใหม่ " + "ยาวมาก" * 40


def write(*entries, sequence=0):
    stamp = datetime(2026, 1, 5, 7, 0, tzinfo=BANGKOK)
    host = "ita.example.go.th"
    feed = Feed("ปฏิทิน, 2569", host, f"https://{host}/x", "s", sequence, stamp)
    return write_calendar(feed, entries)


def parse(text):
    """Unfold and split into components; fails on anything that the standard forbids."""
    assert text.endswith("\r\n")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
        assert "\n" not in line
        assert "\r" not in line
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    stack, done = [], []
    for line in lines:
        match = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)", line, re.DOTALL)
        assert match, line
        name, params, value = match.groups()
        if name == "BEGIN":
            stack.append((value, {}, []))
        elif name == "END":
            kind, values, children = stack.pop()
            assert kind == value
            (stack[-1][2] if stack else done).append((kind, values, children))
        else:
            values = stack[-1][1]
            assert name not in values, f"{name} twice"
            values[name] = (params, value)
    assert stack == []
    [calendar] = done
    return calendar


def unescape(value):
    return re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)


def test_file_is_a_calendar_with_its_zone():
    kind, values, children = parse(write(Entry(WHOLE, "ก", "ข")))

    assert kind == "VCALENDAR"
    assert values["VERSION"] == ("", "2.0")
    assert unescape(values["X-WR-CALNAME"][1]) == "ปฏิทิน, 2569"
    zone = next(child for child in children if child[0] == "VTIMEZONE")
    assert zone[1]["TZID"] == ("", "Asia/Bangkok")
    [(rule, offsets, _)] = zone[2]
    assert (rule, offsets["TZOFFSETFROM"][1], offsets["TZOFFSETTO"][1]) == (
        "STANDARD",
        "+0700",
        "+0700",
    )


def get_events(text):
    return [values for kind, values, _ in parse(text)[2] if kind == "VEVENT"]


def test_whole_days_end_on_the_day_after():
    [event] = get_events(write(Entry(WHOLE, LONG, LONG)))

    assert event["DTSTART"] == (";VALUE=DATE", "20260301")
    assert event["DTEND"] == (";VALUE=DATE", "20260501")
    assert unescape(event["SUMMARY"][1]) == LONG
    assert unescape(event["DESCRIPTION"][1]) == LONG
    assert event["DTSTAMP"] == ("", "20260105T000000Z")
    assert event["STATUS"] == ("", "CONFIRMED")


def test_times_are_told_in_bangkok():
    [event] = get_events(write(Entry(PARTLY, "ก", "ข")))

    assert event["DTSTART"] == (";TZID=Asia/Bangkok", "20260301T083000")
    assert event["DTEND"] == (";TZID=Asia/Bangkok", "20260430T163000")


def test_identifiers_stay_and_sequence_grows_with_the_version():
    longer = Window("oit_entry", WHOLE.opens, WHOLE.closes + timedelta(days=15))
    first, second = (
        get_events(write(Entry(window, "ก", "ข"), Entry(PARTLY, "ค", "ง"), sequence=sequence))
        for window, sequence in ((WHOLE, 0), (longer, 1))
    )

    assert [e["UID"] for e in first] == [e["UID"] for e in second]
    assert len({e["UID"] for e in first}) == 2
    assert [e["SEQUENCE"][1] for e in (*first, *second)] == ["0", "0", "1", "1"]


def test_windows_of_older_versions_are_cancelled():
    again = Window("oit_entry", WHOLE.closes, WHOLE.closes + timedelta(days=3))
    gone = Window("eit", WHOLE.opens, WHOLE.closes)

    assert number_entries([again, WHOLE], [WHOLE, gone]) == [
        (WHOLE, 0, False),
        (again, 1, False),
        (gone, 0, True),
    ]
    [event] = get_events(write(Entry(gone, "ก", "ข", cancelled=True)))
    assert event["STATUS"] == ("", "CANCELLED")


@pytest.mark.parametrize("length", [73, 74, 75, 76, 148, 149, 150])
@pytest.mark.parametrize("letter", ["a", "ก", "😀"])
def test_fold_never_breaks_a_letter(length, letter):
    line = ("x" * (length % 3) + letter * length)[:length]

    folded = fold(line)

    assert folded.replace("\r\n ", "").removesuffix("\r\n") == line
    assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))


def test_escape_marks_what_the_standard_marks():
    assert escape("a\\b;c,d\r\ne\nf") == r"a\\b\;c\,d\ne\nf"
