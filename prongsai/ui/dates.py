"""Dates as people read them: Buddhist era in Thai, both eras in English."""

from datetime import date, datetime

from django.utils.translation import get_language

from prongsai.core.clock import BANGKOK

ERA = 543
_THAI = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
_THAI_SHORT = [
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
]
_ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def is_thai() -> bool:
    return (get_language() or "th").startswith("th")


def to_local(value: date | datetime) -> date | datetime:
    """Return a moment on Bangkok's clock; a day stays a day."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(BANGKOK)
    return value


def get_long(value: date | datetime) -> str:
    day = to_local(value)
    if is_thai():
        return f"{day.day} {_THAI[day.month - 1]} {day.year + ERA}"
    return f"{day.day} {_ENGLISH[day.month - 1]} {day.year} (B.E. {day.year + ERA})"


def get_short(value: date | datetime) -> str:
    day = to_local(value)
    if is_thai():
        return f"{day.day} {_THAI_SHORT[day.month - 1]} {day.year + ERA}"
    return f"{day.day} {_ENGLISH[day.month - 1][:3]} {day.year}"


def get_moment(value: date | datetime) -> str:
    """Return day and time; of a mere day, the day."""
    local = to_local(value)
    if not isinstance(local, datetime):
        return get_long(local)
    if is_thai():
        return f"{get_long(local)} เวลา {local:%H.%M} น."
    return f"{get_long(local)}, {local:%H:%M}"


def get_be_year(value: date | datetime | int) -> str:
    """Return the Buddhist-era year of a day, of a western year or of itself."""
    year = value if isinstance(value, int) else to_local(value).year
    year = year if year > 2400 else year + ERA
    return str(year) if is_thai() else f"B.E. {year}"


def parse(text: str) -> date:
    """Read a day as written by people; raise ValueError where it is none."""
    digits = text.translate({0x0E50 + i: str(i) for i in range(10)})
    parts = digits.replace("/", " ").replace("-", " ").split()
    if len(parts) != 3:
        raise ValueError(text)
    day, month, year = parts
    return date(_to_western(int(year)), _read_month(month), int(day))


def _to_western(year: int) -> int:
    return year - ERA if year > 2400 else year


def _read_month(text: str) -> int:
    for names in (_THAI, _THAI_SHORT, _ENGLISH):
        if text in names:
            return names.index(text) + 1
    return int(text)
