"""Names and shapes of the integrity report that other apps may see."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FlagCode(TextChoices):
    """What may be conspicuous about the answers of one agency and one survey."""

    IDENTICAL = "identical", _("แบบตอบเหมือนกันทุกข้อ")
    NEAR = "near", _("แบบตอบเกือบเหมือนกัน")
    CEILING = "ceiling", _("แบบตอบเต็มทุกข้อมากผิดปกติ")
    COLUMN = "column", _("ตอบแถวเดียวกันทุกข้อ")
    FAST = "fast", _("ตอบเร็วเกินไป")
    BURST = "burst", _("คำตอบเข้ามามากในวันเดียว")
    NETWORK = "network", _("คำตอบมาจากเครือข่ายเดียว")
    GAP = "gap", _("คะแนนต่างกันมากระหว่างแบบวัด")
    TOLD = "told", _("มีผู้บอกให้ตอบ")
    TOGETHER = "together", _("สิ่งผิดปกติเล็กน้อยหลายอย่างพร้อมกัน")


class RunState(TextChoices):
    """How far a run is."""

    QUEUED = "queued", _("รอคำนวณ")
    DONE = "done", _("คำนวณแล้ว")
    FAILED = "failed", _("คำนวณไม่สำเร็จ")


class CaseState(TextChoices):
    """How far a case has come."""

    ASKED = "asked", _("รอหน่วยงานชี้แจง")
    REPLIED = "replied", _("หน่วยงานชี้แจงแล้ว")
    DECIDED = "decided", _("ตัดสินแล้ว")


class Decision(TextChoices):
    """What a person decided."""

    NO_ACTION = "no_action", _("ไม่ดำเนินการ")
    DISCARD = "discard", _("ไม่นับคำตอบบางส่วน")
    REFER = "refer", _("ส่งเรื่องให้ตรวจสอบต่อ")


# What only the commission may see: respondents were promised that their agency never does.
PRIVATE = frozenset({FlagCode.TOLD})
# Flags that point at sheets; the others are counts that nothing joins to a sheet.
DISCARDABLE = (FlagCode.IDENTICAL, FlagCode.CEILING, FlagCode.COLUMN, FlagCode.FAST)


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that was counted, what was to be expected, and by how much it stands out.

    COUNTED of OF respondents; MEASURE was compared with THRESHOLD.
    """

    code: str
    counted: float
    of: int
    expected: float
    measure: float
    threshold: float
    other: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "counted": round(self.counted, 4),
            "of": self.of,
            "expected": round(self.expected, 4),
            "measure": round(self.measure, 4),
            "threshold": self.threshold,
            "other": self.other,
        }


class LimitUnit(StrEnum):
    """How a limit is stored: ODDS as a decimal logarithm, SHARE as a fraction of one."""

    ODDS = "odds"
    DEVIATIONS = "deviations"
    SHARE = "share"
    SHEETS = "sheets"
    PEOPLE = "people"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Limit:
    """One number of the thresholds: which flag it belongs to ("" for all), and sane bounds."""

    name: str
    flag: str
    unit: LimitUnit
    least: float
    most: float


# A number beside the limits, which nobody changes; versions from before it was kept have none.
METHOD, FIRST_METHOD = "method", 2


class VersionState(TextChoices):
    """How far a new version of the thresholds is."""

    TRYING = "trying", _("กำลังลองกับคำตอบ")
    TRIED = "tried", _("ลองแล้ว")
    FAILED = "failed", _("ลองไม่สำเร็จ")
    IN_FORCE = "in_force", _("ใช้แล้ว")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One version of the limits, with what each rests on."""

    version: int
    basis: str
    source: str
    numbers: dict[str, float]
    hash: str

    def __getitem__(self, name: str) -> float:
        return self.numbers[name]

    @property
    def method(self) -> int:
        """Which formulas the limits belong to: part of the numbers, so that the hash seals it."""
        return int(self.numbers.get(METHOD, FIRST_METHOD))


@dataclass(frozen=True, slots=True)
class DiscardedShare:
    """How many answers of one agency and survey do not count, of how many, and by which rule."""

    unit_id: int
    fiscal_year: int
    part: str
    rule: str
    discarded: int
    respondents: int
