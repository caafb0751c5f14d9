"""Seasons, their versions, and what may be wrong with a calendar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.frameworks.types.windows import Window
from prongsai.ui import dates


class Form(TextChoices):
    """Which kind of agency a calendar is made for."""

    GENERAL = "general", _("หน่วยงานทั่วไป")
    AMPHOE = "amphoe", _("อำเภอ")


class VersionState(TextChoices):
    DRAFT = "draft", _("ฉบับร่าง")
    PUBLISHED = "published", _("ประกาศใช้แล้ว")


class Severity(StrEnum):
    ERROR = "error"
    NOTE = "note"


FINDINGS: dict[str, Promise] = {
    "empty": _("ปฏิทินยังไม่มีช่วงเวลาเลย เพิ่มอย่างน้อยหนึ่งช่วง"),
    "closes_first": _("%(window)s: วันปิดต้องอยู่หลังวันเปิด"),
    "outside_year": _("%(window)s: อยู่นอกปีงบประมาณ (%(first)s ถึง %(last)s)"),
    "after_year": _("%(window)s: สิ้นสุดหลังปีงบประมาณ (%(last)s) ตรวจว่าตั้งใจไว้เช่นนั้น"),
    "twice": _("%(window)s: มีสองช่วงที่ซ้อนกันเอง รวมเป็นช่วงเดียวหรือปรับวัน"),
    "nameless": _("กิจกรรมที่เพิ่มเองต้องมีชื่อภาษาไทย"),
    "opens_before": _("%(window)s: เปิดก่อน “%(earlier)s” เลื่อนวันเปิดให้ไม่ก่อนกัน"),
    "closes_before": _("%(window)s: ปิดก่อน “%(earlier)s” รายการที่กรอกวันท้ายจะอนุมัติไม่ทัน"),
    "overlap": _("%(window)s: ซ้อนกับ “%(earlier)s” %(days)s วัน ใช้ได้ถ้าตั้งใจให้ทำคู่กัน"),
    "gap": _("%(window)s: เว้นจาก “%(earlier)s” %(days)s วัน ระหว่างนั้นทำทั้งสองอย่างไม่ได้"),
    "missing": _("ยังไม่ได้กำหนดช่วง “%(action)s” ระบบจะถือว่าปิด"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a calendar that is wrong (error) or deserves a second look (note)."""

    severity: Severity
    code: str
    window: Window | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        facts = {
            name: dates.get_long(value) if isinstance(value, date) else value
            for name, value in self.facts.items()
        }
        if self.window:
            facts["window"] = self.window.label
        return str(FINDINGS[self.code]) % facts


@dataclass(frozen=True, slots=True)
class WindowChange:
    """What became of one window between two versions; None where there was or is none."""

    before: Window | None
    after: Window | None

    @property
    def window(self) -> Window:
        window = self.after or self.before
        if window is None:
            raise ValueError("a change has at least one side")
        return window


@dataclass(frozen=True, slots=True)
class SeasonSpec:
    """What names a season."""

    fiscal_year: int
    name_th: str
    name_en: str = ""
    programme: str = "ita"
    form: str = Form.GENERAL.value

    @property
    def code(self) -> str:
        return f"{self.fiscal_year}-{self.programme}-{self.form}"


@dataclass(frozen=True, slots=True)
class SeasonView:
    """A season with its current calendar (the draft while nothing is published)."""

    id: int
    code: str
    fiscal_year: int
    programme: str
    form: str
    name_th: str
    name_en: str
    version: int
    state: VersionState
    published_at: datetime | None
    windows: tuple[Window, ...]

    @property
    def is_published(self) -> bool:
        return self.state is VersionState.PUBLISHED

    @property
    def name(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.name_en if english else "") or self.name_th


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a season's calendar: who made it, who agreed, and why."""

    number: int
    state: VersionState
    reason: str
    made_by_name: str
    approved_by_name: str
    published_at: datetime | None
    windows: tuple[Window, ...]
