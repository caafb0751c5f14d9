"""Names and shapes of reports of pressure."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class What(TextChoices):
    """What somebody did."""

    TOLD = "told", _("บอกว่าต้องตอบอย่างไร")
    WATCHED = "watched", _("ให้ตอบต่อหน้า หรือตอบแทน")
    PROOF = "proof", _("ขอดูคำตอบ ใบรับ หรือภาพหน้าจอ")
    THREAT = "threat", _("ขู่ หรือพูดถึงผลต่องาน สัญญา หรือบริการ")
    REWARD = "reward", _("เสนอของหรือผลตอบแทน")
    HARM = "harm", _("ลงโทษหรือกลั่นแกล้งหลังตอบ")
    OTHER = "other", _("อย่างอื่น")


class Who(TextChoices):
    """The kind of person who did it; never a name."""

    EXECUTIVE = "executive", _("ผู้บริหารของหน่วยงาน")
    SUPERIOR = "superior", _("หัวหน้างาน")
    COLLEAGUE = "colleague", _("เจ้าหน้าที่หรือเพื่อนร่วมงาน")
    OUTSIDER = "outsider", _("บุคคลภายนอก")
    UNKNOWN = "unknown", _("ไม่ทราบหรือไม่ขอตอบ")


class When(TextChoices):
    """About when it happened."""

    WEEK = "week", _("ภายในสัปดาห์นี้")
    MONTH = "month", _("ภายในเดือนนี้")
    EARLIER = "earlier", _("ก่อนหน้านั้น")
    UNSURE = "unsure", _("ไม่แน่ใจหรือไม่ขอตอบ")


class State(TextChoices):
    """How far the desk is."""

    OPEN = "open", _("กำลังดำเนินการ")
    ACTED = "acted", _("พบเหตุและดำเนินการแล้ว")
    REFERRED = "referred", _("ส่งต่อผู้มีอำนาจแล้ว")
    UNPROVEN = "unproven", _("ข้อมูลไม่พอ")
    UNFOUNDED = "unfounded", _("ไม่พบเหตุ")


OUTCOMES = tuple(state for state in State if state is not State.OPEN)


@dataclass(frozen=True, slots=True)
class Head:
    """The choices of a report, as they are sealed."""

    agency: str
    unit_id: int | None
    what: tuple[str, ...]
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message, readable."""

    by_desk: bool
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A report as the desk lists it."""

    number: str
    day: date
    state: str
    is_waiting: bool
    head: Head | None


@dataclass(frozen=True, slots=True)
class Case:
    """A report with its messages, for the desk or for whoever holds the code."""

    number: str
    day: date
    state: str
    head: Head | None
    messages: tuple[Message, ...]

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


@dataclass(frozen=True, slots=True)
class AgencyCount:
    """How many reports name an agency; None where the number is withheld."""

    agency: str
    count: int | None
