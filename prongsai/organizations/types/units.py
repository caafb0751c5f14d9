"""Units: classes, relations, events, and the shapes that other apps may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class UnitClass(TextChoices):
    """What kind of agency a unit is."""

    PROVINCE = "province", _("จังหวัด")
    DISTRICT = "district", _("อำเภอ")
    PROVINCIAL_BODY = "provincial_body", _("องค์การบริหารส่วนจังหวัด (อบจ.)")
    CITY = "city", _("เทศบาลนคร")
    TOWN = "town", _("เทศบาลเมือง")
    TAMBON_TOWN = "tambon_town", _("เทศบาลตำบล")
    TAMBON_BODY = "tambon_body", _("องค์การบริหารส่วนตำบล (อบต.)")
    PATTAYA = "pattaya", _("เมืองพัทยา")
    BANGKOK = "bangkok", _("กรุงเทพมหานคร")
    MINISTRY = "ministry", _("กระทรวง")
    DEPARTMENT = "department", _("กรมหรือเทียบเท่า")
    PROVINCIAL_OFFICE = "provincial_office", _("หน่วยงานประจำจังหวัด")
    UNIVERSITY = "university", _("สถาบันอุดมศึกษา")
    STATE_ENTERPRISE = "state_enterprise", _("รัฐวิสาหกิจ")
    PUBLIC_ORGANISATION = "public_organisation", _("องค์การมหาชน")
    INDEPENDENT_BODY = "independent_body", _("องค์กรอิสระ")
    COURT = "court", _("หน่วยงานของศาล")


# Classes whose agencies come in small, medium and large.
SIZED = frozenset({UnitClass.CITY, UnitClass.TOWN, UnitClass.TAMBON_TOWN, UnitClass.TAMBON_BODY})

# Local bodies: what a district or a province watches over.
LOCAL_BODIES = frozenset(
    {
        UnitClass.PROVINCIAL_BODY,
        UnitClass.CITY,
        UnitClass.TOWN,
        UnitClass.TAMBON_TOWN,
        UnitClass.TAMBON_BODY,
        UnitClass.PATTAYA,
    }
)

# Nodes that the tree needs as parents but that are not assessed themselves.
NOT_ASSESSED = frozenset({UnitClass.MINISTRY, UnitClass.PROVINCIAL_OFFICE})


class Size(TextChoices):
    """The size of an agency within its class."""

    SMALL = "S", _("เล็ก")
    MEDIUM = "M", _("กลาง")
    LARGE = "L", _("ใหญ่")


class RelationKind(TextChoices):
    """The three trees that stand over the same units."""

    LINE = "line", _("สายบังคับบัญชา")
    GEOGRAPHY = "geography", _("พื้นที่")
    SUPERVISION = "supervision", _("การกำกับดูแล")


class EventKind(TextChoices):
    """What can happen to a unit on a day."""

    CREATE = "create", _("จัดตั้ง")
    RENAME = "rename", _("เปลี่ยนชื่อ")
    RECLASSIFY = "reclassify", _("เปลี่ยนประเภทหรือขนาด")
    MOVE = "move", _("ย้ายสังกัด")
    MERGE = "merge", _("รวมหน่วยงาน")
    SPLIT = "split", _("แยกหน่วยงาน")
    DISSOLVE = "dissolve", _("ยุบเลิก")


class EventPart(TextChoices):
    """How a unit takes part in an event."""

    SUBJECT = "subject", _("หน่วยงาน")
    PREDECESSOR = "predecessor", _("หน่วยงานเดิม")
    SUCCESSOR = "successor", _("หน่วยงานใหม่")


def get_row_name(row: Any) -> str:
    """Return what a row with the names of a unit is called in the reader's language."""
    return str((get_language() == "en" and row.name_en) or row.name_th)


def get_row_class(row: Any) -> str:
    return str(UnitClass(row.unit_class).label) if row.unit_class else ""


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a unit is called on a day; as text it speaks the reader's language."""

    id: int
    code: str
    name_th: str
    name_en: str = ""

    def __str__(self) -> str:
        return get_row_name(self)

    @property
    def lang(self) -> str:
        """The language of the text: pages in English mark a Thai name with it."""
        return "en" if self.name_en and get_language() == "en" else "th"


@dataclass(frozen=True, slots=True)
class UnitView(UnitName):
    """A unit as it stands on a day."""

    unit_class: str = ""
    size: str = ""
    place_code: str = ""
    valid_from: date = date.min
    valid_to: date | None = None
    exists: bool = True  # on the day asked for

    @property
    def is_assessed(self) -> bool:
        return self.unit_class not in NOT_ASSESSED

    @property
    def class_label(self) -> str:
        """The class in words, with the size where there is one."""
        label = str(UnitClass(self.unit_class).label)
        return f"{label} ({Size(self.size).label})" if self.size else label


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What somebody looks for in a list of units."""

    text: str = ""
    unit_classes: tuple[str, ...] = ()
    size: str = ""
    place_code: str = ""  # a province, district or sub-district: everything inside it


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit as somebody describes it: what is needed to create one."""

    code: str
    name_th: str
    unit_class: str
    name_en: str = ""
    size: str = ""
    place_code: str = ""
    parents: Mapping[str, str] = field(default_factory=dict)  # RelationKind -> code of the parent
    website: str = ""
    domains: tuple[str, ...] = ()
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """From which day a reorganisation holds, and on what grounds."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that happened to a unit, as a page tells it."""

    id: int
    kind: str
    on: date
    reason: str
    user_name: str
    at: datetime
    changes: Mapping[str, tuple[str, str]]
    predecessors: tuple[UnitName, ...] = ()
    successors: tuple[UnitName, ...] = ()

    @property
    def label(self) -> str:
        return str(EventKind(self.kind).label)
