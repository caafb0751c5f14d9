"""Files of agencies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from prongsai.organizations.types.faults import Fault
from prongsai.ui.types import Badge, Tone


class ImportState(TextChoices):
    """How far a file of agencies has come."""

    CHECKED = "checked", _("ตรวจแล้ว รอนำเข้า")
    APPLIED = "applied", _("นำเข้าแล้ว")
    UNDONE = "undone", _("ยกเลิกการนำเข้าแล้ว")


class ImportAction(TextChoices):
    """What a row of the file would do."""

    CREATE = "create", _("เพิ่มใหม่")
    CHANGE = "change", _("แก้ไขข้อมูล")
    SAME = "same", _("ไม่เปลี่ยนแปลง")
    ERROR = "error", _("มีข้อผิดพลาด")

    @property
    def badge(self) -> Badge:
        tone, icon = TONES[self]
        return Badge(tone, str(self.label), icon)


TONES: dict[ImportAction, tuple[Tone, str]] = {
    ImportAction.CREATE: ("info", "add"),
    ImportAction.CHANGE: ("info", "edit"),
    ImportAction.SAME: ("neutral", "minus"),
    ImportAction.ERROR: ("bad", "bad"),
}


def name_counts(counts: Mapping[ImportAction, int]) -> list[tuple[str, int]]:
    """Return how many rows would do what, in words: every action, in the same order."""
    return [(str(action.label), counts.get(action, 0)) for action in ImportAction]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of an uploaded table as text; the first row holds the headings."""

    rows: list[list[str]]
    encoding: str


class ImportColumn(TextChoices):
    """The columns of the table, with their headings."""

    CODE = "code", _("รหัสหน่วยงาน")
    NAME_TH = "name_th", _("ชื่อภาษาไทย")
    NAME_EN = "name_en", _("ชื่อภาษาอังกฤษ")
    CLASS = "class", _("ประเภท")
    SIZE = "size", _("ขนาด")
    LINE = "line", _("รหัสต้นสังกัด")
    GEOGRAPHY = "geography", _("รหัสหน่วยงานพื้นที่")
    SUPERVISION = "supervision", _("รหัสหน่วยงานกำกับดูแล")
    PLACE = "place", _("รหัสพื้นที่")
    WEBSITE = "website", _("เว็บไซต์หลัก")
    DOMAINS = "domains", _("โดเมนทางการ")
    VALID_FROM = "valid_from", _("วันที่มีผล")


# What each column says about a unit; the day is not a property of the unit.
Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as read: every column of the table with its value in one spelling."""

    number: int
    code: str
    values: Values
    on: date | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a unit under a code that the table names."""

    id: int
    values: Values
    begins: date  # its first day
    version_from: date  # the first day of its present name and class
    latest: date  # the day of its latest change of any kind
    ended: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row would do, from which day, and what speaks against it."""

    row: TableRow
    action: ImportAction
    on: date
    changes: Mapping[str, tuple[str, str]]  # column -> before, after
    faults: tuple[Fault, ...] = ()
