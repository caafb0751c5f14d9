"""Results as other apps see them."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Every word for a level since 2562; letters until 2565, words from 2566.
LEVEL_NAMES = {
    "excellent": _("ผ่านดีเยี่ยม"),
    "good": _("ผ่านดี"),
    "pass": _("ผ่าน"),
    "improve": _("ต้องปรับปรุง"),
    "urgent": _("ต้องปรับปรุงโดยด่วน"),
    **{letter: letter for letter in ("AA", "A", "B", "C", "D", "E", "F")},
}


@dataclass(frozen=True, slots=True)
class NewResult:
    """One published result of one unit, as it is stored."""

    unit_id: int
    fiscal_year: int
    framework: str
    total: Decimal | None
    level: str
    instruments: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """One published result of a unit, as everybody may read it."""

    fiscal_year: int
    framework: str
    total: Decimal | None
    level: str
    indicators: dict[str, str]


@dataclass(frozen=True, slots=True)
class YearOfUnit:
    """One year in a unit's history; CHANGE is against the year before where comparable."""

    fiscal_year: int
    framework: str
    total: Decimal | None
    level: str
    instruments: dict[str, str]
    indicators: dict[str, str]
    source: str
    change: Decimal | None
    breaks_series: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The results of one year within somebody's area."""

    fiscal_year: int
    scored: int
    mean: Decimal | None
    passed: int
    levels: tuple[tuple[str, int], ...]


class RunState(TextChoices):
    """Where a scoring run stands."""

    WAITING = "waiting", _("กำลังคำนวณ")
    DONE = "done", _("คำนวณแล้ว")
    FAILED = "failed", _("คำนวณไม่สำเร็จ")


# The words for the states of a score, in the order of how far they can be relied on.
STATE_NAMES = {
    "scored": _("สมบูรณ์"),
    "provisional": _("ชั่วคราว ใช้กติกาที่ยังไม่ยืนยัน"),
    "sample too small": _("ผู้ตอบน้อยกว่าที่กำหนด"),
    "no result": _("ไม่มีผล"),
}
