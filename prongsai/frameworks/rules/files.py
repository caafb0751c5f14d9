"""A calendar as an iCalendar file (RFC 5545)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from prongsai.core.clock import BANGKOK
from prongsai.frameworks.types.windows import Target, Window

MOST_OCTETS = 75
# Thailand keeps no daylight saving: one rule for ever.
ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Bangkok",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a file says about itself: SEQUENCE and STAMP are those of the season's version."""

    name: str
    host: str
    url: str
    season: str
    sequence: int
    stamp: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One window with the words for it."""

    window: Window
    summary: str
    text: str
    number: int = 0
    cancelled: bool = False


def write_calendar(feed: Feed, entries: Iterable[Entry]) -> str:
    """Return the whole file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Prongsai//Season calendar//TH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(feed.name)}",
        "X-WR-TIMEZONE:Asia/Bangkok",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *ZONE,
    ]
    for entry in entries:
        lines += _write_event(feed, entry)
    lines.append("END:VCALENDAR")
    return "".join(fold(line) for line in lines)


def number_entries(
    windows: Sequence[Window], before: Sequence[Window]
) -> list[tuple[Window, int, bool]]:
    """Number the windows of one action and target; what only older versions had is cancelled.

    Numbers make identifiers that stay the same from version to version.
    """
    numbered = _number(windows)
    gone = {key: window for key, window in _number(before).items() if key not in numbered}
    return [(window, key[2], False) for key, window in numbered.items()] + [
        (window, key[2], True) for key, window in gone.items()
    ]


def escape(text: str) -> str:
    """Return TEXT as a value: backslash, semicolon, comma and line ends are marked."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def fold(line: str) -> str:
    """Return LINE with its end, broken into pieces of at most 75 octets, never within a letter."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > MOST_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return "\r\n".join([*pieces, piece]) + "\r\n"


def _write_event(feed: Feed, entry: Entry) -> list[str]:
    window = entry.window
    return [
        "BEGIN:VEVENT",
        f"UID:{_get_uid(feed, entry)}",
        f"DTSTAMP:{_utc(feed.stamp)}",
        f"LAST-MODIFIED:{_utc(feed.stamp)}",
        f"SEQUENCE:{feed.sequence}",
        *_write_span(window),
        f"SUMMARY:{escape(entry.summary)}",
        f"DESCRIPTION:{escape(entry.text)}",
        f"URL:{feed.url}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _write_span(window: Window) -> list[str]:
    """Whole days as days (the end is the day after), anything else with its time in Bangkok."""
    opens, closes = window.opens.astimezone(BANGKOK), window.closes.astimezone(BANGKOK)
    if window.is_whole_days:
        after = window.last_day + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{opens:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    return [
        f"DTSTART;TZID=Asia/Bangkok:{opens:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Asia/Bangkok:{closes:%Y%m%dT%H%M%S}",
    ]


def _get_uid(feed: Feed, entry: Entry) -> str:
    target = entry.window.target
    whom = "-".join(
        part for part in (target.unit_class, target.size, str(target.unit_id or "")) if part
    )
    parts = [feed.season, entry.window.action, whom or "all", str(entry.number)]
    return f"{'.'.join(parts)}@{feed.host}"


def _number(windows: Sequence[Window]) -> dict[tuple[str, Target, int], Window]:
    numbered: dict[tuple[str, Target, int], Window] = {}
    for window in sorted(windows, key=lambda w: w.opens):
        number = 0
        while (window.action, window.target, number) in numbered:
            number += 1
        numbered[(window.action, window.target, number)] = window
    return numbered


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
