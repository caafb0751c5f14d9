"""Names and shapes of the fieldwork that other apps may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Disposition(TextChoices):
    """How a case stands, after the standard definitions of the AAPOR."""

    NEW = "new", _("ยังไม่ได้ติดต่อ")
    # Complete or in part: a case does not say, or the one half-empty sheet would be its own.
    COMPLETE = "complete", _("สัมภาษณ์แล้ว")
    REFUSAL = "refusal", _("ปฏิเสธ")
    BREAK_OFF = "break_off", _("ยุติกลางคัน")
    NON_CONTACT = "non_contact", _("ไม่พบผู้ให้สัมภาษณ์")
    APPOINTMENT = "appointment", _("นัดติดต่อใหม่")
    NO_ANSWER = "no_answer", _("ไม่มีผู้รับสาย")
    LANGUAGE = "language", _("สื่อสารภาษากันไม่ได้")
    OTHER = "other", _("ให้สัมภาษณ์ไม่ได้")
    UNKNOWN = "unknown", _("ไม่ทราบว่าเข้าเกณฑ์หรือไม่")
    NOT_ELIGIBLE = "not_eligible", _("ไม่เข้าเกณฑ์")
    WRONG_NUMBER = "wrong_number", _("หมายเลขใช้ไม่ได้หรือผิดหมายเลข")
    # What an attempt has ended by mistake, and the leader of the round has opened once more.
    REOPENED = "reopened", _("เปิดใหม่ รอติดต่อ")


FINAL = frozenset(
    {
        Disposition.COMPLETE,
        Disposition.REFUSAL,
        Disposition.BREAK_OFF,
        Disposition.LANGUAGE,
        Disposition.OTHER,
        Disposition.NOT_ELIGIBLE,
        Disposition.WRONG_NUMBER,
    }
)
# What an interviewer may choose when there was no interview, in the order of the screen.
OUTCOMES = (
    Disposition.NO_ANSWER,
    Disposition.NON_CONTACT,
    Disposition.APPOINTMENT,
    Disposition.REFUSAL,
    Disposition.WRONG_NUMBER,
    Disposition.LANGUAGE,
    Disposition.OTHER,
    Disposition.NOT_ELIGIBLE,
    Disposition.UNKNOWN,
)
# Numbers are needed this long after the last day, for what devices still hand in.
DAYS_AFTER = 7
# What a device may hand in: no attempt makes a case new, or opens it again.
ATTEMPTED = frozenset(Disposition) - {Disposition.NEW, Disposition.REOPENED}
# What the leader may open again: of an interview that was had, the answer is already among others.
REOPENABLE = FINAL - {Disposition.COMPLETE}
# How long an interview took, from the quickest (0) on.
PACES = 5
# From this share of the questions on answers are kept, and an interview is complete.
KEPT_FROM = 0.5
COMPLETE_FROM = 0.8


class BundleState(TextChoices):
    FIRST = "first", _("รอบันทึกรอบแรก")
    SECOND = "second", _("รอบันทึกรอบที่สอง")
    COMPARE = "compare", _("รอตรวจข้อที่ต่างกัน")
    SENT = "sent", _("ส่งคำตอบแล้ว")


class CallColumn(TextChoices):
    """The columns of a call list; a heading may be the name or its words in either language."""

    AGENCY = "agency", _("รหัสหน่วยงาน")
    TELEPHONE = "telephone", _("โทรศัพท์")
    PLACE = "place", _("สถานที่")


class Why(TextChoices):
    """What is wrong with a line of a call list."""

    NO_AGENCY = "no_agency", _("ไม่มีรหัสหน่วยงาน")
    STRANGE_AGENCY = "strange_agency", _("หน่วยงานนี้ไม่อยู่ในรอบ ให้เพิ่มหน่วยงานก่อน")
    EMPTY = "empty", _("ไม่มีทั้งหมายเลขโทรศัพท์และสถานที่")
    NUMBER = "number", _("อ่านหมายเลขโทรศัพท์ไม่ได้ เขียนหมายเลขเดียว เช่น 020000001 หรือ +66 2 000 0001")
    TWICE = "twice", _("หมายเลขนี้ซ้ำกับรายการอื่นในรอบ")
    LONG = "long", _("สถานที่ยาวเกิน 200 ตัวอักษร")


@dataclass(frozen=True, slots=True)
class RoundSpec:
    """What somebody wants a field round for."""

    name: str
    unit_id: int
    framework: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a call list that can be used."""

    agency_code: str
    telephone: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One line that cannot be used, and why."""

    line: int
    why: Why


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a call list."""

    added: int
    faults: Sequence[Fault] = ()


@dataclass(frozen=True, slots=True)
class AttemptSpec:
    """One attempt as a device recorded it; KEY is the device's own and makes repeats harmless."""

    key: str
    case_id: int
    disposition: str
    day: date
    appointment: str = ""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """That ATTEMPT, the last of a case, was recorded by mistake; KEY is the device's own."""

    key: str
    case_id: int
    attempt: str


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """One interview as a device sends it: readable only with the private half of a field key."""

    key: str
    key_id: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of what a device sent, by its own keys."""

    kept: Sequence[str] = ()
    refused: dict[str, str] = field(default_factory=dict)
