"""The yearly set-up of an agency: its states, what is entered, and what others may see of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.organizations.types.faults import Fault
from prongsai.organizations.types.imports import ImportAction
from prongsai.organizations.types.units import UnitView
from prongsai.scoring.types.framework import Text
from prongsai.ui.types import Badge, Tone


class VersionState(TextChoices):
    """What became of figures that were sent to the executive."""

    WAITING = "waiting", _("รอผู้บริหารยืนยัน")
    RETURNED = "returned", _("ผู้บริหารส่งกลับ")
    CONFIRMED = "confirmed", _("ยืนยันแล้ว")
    WITHDRAWN = "withdrawn", _("แก้ไขก่อนผู้บริหารพิจารณา")


class SetupState(TextChoices):
    """Where an agency stands with its set-up of the year."""

    NOT_SET = "not_set", _("ยังไม่ตั้งค่า")
    WAITING = "waiting", _("รอผู้บริหารยืนยัน")
    RETURNED = "returned", _("ผู้บริหารส่งกลับ")
    CONFIRMED = "confirmed", _("ยืนยันแล้ว")
    CHANGING = "changing", _("ขอแก้ไข รอยืนยันอีกครั้ง")


# Where the executive is to act.
WITH_EXECUTIVE = frozenset({SetupState.WAITING, SetupState.CHANGING})

TONES: dict[SetupState, tuple[Tone, str]] = {
    SetupState.NOT_SET: ("bad", ""),
    SetupState.WAITING: ("warn", "pending"),
    SetupState.RETURNED: ("bad", "undo"),
    SetupState.CONFIRMED: ("ok", ""),
    SetupState.CHANGING: ("warn", "edit"),
}


class PartKind(TextChoices):
    """What a part of a figure belongs to."""

    DIVISION = "division", _("กอง")
    SERVICE = "service", _("บริการ")


# Questions about figures that may well be right: asked, never refused.
DOUBTS: dict[str, Promise] = {
    "headcount_last_year": _("ปีก่อนยืนยันบุคลากร %(before)s คน ปีนี้กรอก %(now)s คน ต่างกันมาก"),
    "contacts_last_year": _("ปีก่อนประมาณผู้มาติดต่อ %(before)s คน ปีนี้กรอก %(now)s คน ต่างกันมาก"),
    "divisions_short": _("ผลรวมรายกองคือ %(sum)s คน น้อยกว่าจำนวนทั้งหมด %(now)s คน"),
    "headcount_tiny": _("บุคลากรทั้งหน่วยงาน %(now)s คน น้อยกว่าที่พบทั่วไป"),
    "contacts_none": _("ไม่มีผู้มาติดต่อภายนอกเลย"),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question about a figure."""

    code: str
    facts: Mapping[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return str(DOUBTS[self.code]) % {name: f"{n:,}" for name, n in self.facts.items()}


@dataclass(frozen=True, slots=True)
class Given:
    """What an agency enters: numbers only, never a name."""

    headcount: int
    divisions: Mapping[int, int] = field(default_factory=dict)
    services: tuple[tuple[str, int], ...] = ()
    reason: str = ""  # of a change after confirmation
    explanation: str = ""  # of a figure that was questioned
    is_sure: bool = False
    # The version that was the newest when the form was opened.
    revision: int = 0

    @property
    def contacts(self) -> int:
        return sum(number for _label, number in self.services)


@dataclass(frozen=True, slots=True)
class Part:
    """A figure of one division or one service."""

    kind: str
    label: str
    number: int
    division_id: int | None = None


@dataclass(frozen=True, slots=True)
class MinimumView:
    """The least number of answers of one part, with the rule and the sum; None where unknown."""

    part: str
    number: int | None
    name: Text | None = None
    rule: Text | None = None
    formula: Text | None = None
    is_verified: bool = True

    @property
    def label(self) -> str:
        return _speak(self.name) or self.part

    @property
    def rule_text(self) -> str:
        return _speak(self.rule)

    @property
    def formula_text(self) -> str:
        return _speak(self.formula)


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of the figures: who sent it, who decided, and why."""

    number: int
    state: VersionState
    framework: str
    headcount: int
    contacts: int
    iit_minimum: int | None
    eit_minimum: int | None
    reason: str
    explanation: str
    doubts: tuple[Doubt, ...]
    is_late: bool
    made_by_id: int | None
    made_by_name: str
    sent_at: datetime
    decided_by_name: str
    decided_at: datetime | None
    decision_reason: str
    parts: tuple[Part, ...] = ()

    @property
    def divisions(self) -> list[Part]:
        return [part for part in self.parts if part.kind == PartKind.DIVISION]

    @property
    def services(self) -> list[Part]:
        return [part for part in self.parts if part.kind == PartKind.SERVICE]


@dataclass(frozen=True, slots=True)
class SetupView:
    """The set-up of one agency in one year: newest first."""

    unit: UnitView
    fiscal_year: int
    versions: tuple[VersionView, ...] = ()
    confirmed: VersionView | None = None
    before: VersionView | None = None  # what was confirmed the year before

    @property
    def latest(self) -> VersionView | None:
        return self.versions[0] if self.versions else None

    @property
    def state(self) -> SetupState:
        latest = self.latest.state if self.latest else None
        return get_state(latest, is_confirmed=self.confirmed is not None)

    @property
    def badge(self) -> Badge:
        return make_badge(self.state)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The figures in force of an agency, as surveys need them."""

    unit_id: int
    headcount: int
    contacts: int
    iit_minimum: int | None
    eit_minimum: int | None


class FileColumn(TextChoices):
    """The columns of a table of set-ups, with their headings; the name is for people only."""

    CODE = "code", _("รหัสหน่วยงาน")
    NAME = "name", _("หน่วยงาน")
    HEADCOUNT = "headcount", _("บุคลากร (คน)")
    CONTACTS = "contacts", _("ผู้มาติดต่อโดยประมาณ")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an agency that a table may name: its newest figures, and last year's."""

    name: str
    headcount: int | None
    contacts: int | None
    revision: int
    last_year: Confirmed | None


@dataclass(frozen=True, slots=True)
class FileRow:
    """What a row of a table would do, and what speaks against it; REFUSED says why it was not."""

    number: int
    code: str
    name: str
    action: ImportAction
    headcount: int = 0
    contacts: int = 0
    before: tuple[int | None, int | None] = (None, None)
    revision: int = 0
    doubts: tuple[Doubt, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_taken: bool = False
    refused: str = ""

    @property
    def waits(self) -> bool:
        is_new = self.action in {ImportAction.CREATE, ImportAction.CHANGE}
        return is_new and not self.is_taken and not self.refused


def get_state(latest: str | None, *, is_confirmed: bool) -> SetupState:
    """Return where a set-up stands, from its newest version and whether one is in force."""
    if latest is None:
        return SetupState.NOT_SET
    if is_confirmed and latest in {VersionState.WAITING, VersionState.RETURNED}:
        return SetupState.CHANGING if latest == VersionState.WAITING else SetupState.RETURNED
    return SetupState(latest)


def make_badge(state: SetupState) -> Badge:
    tone, icon = TONES[state]
    return Badge(tone, str(state.label), icon)


def _speak(text: Text | None) -> str:
    if text is None:
        return ""
    return text.en if (get_language() or "").startswith("en") else text.th
