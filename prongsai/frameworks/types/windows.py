"""Windows of a calendar: what may be done when, by whom, and how that is told."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from prongsai.core.clock import BANGKOK
from prongsai.ui import dates


class Action(TextChoices):
    """What the product guards by the calendar. A season may add milestones of its own beside."""

    REGISTER = "register", gettext_lazy("ลงทะเบียนและตั้งค่าหน่วยงาน")
    IIT = "iit", gettext_lazy("เก็บแบบวัด IIT")
    EIT = "eit", gettext_lazy("เก็บแบบวัด EIT ส่วนที่ 1")
    EIT_FIELD = "eit_field", gettext_lazy("เก็บแบบวัด EIT ส่วนที่ 2")
    OIT_ENTRY = "oit_entry", gettext_lazy("กรอกแบบวัด OIT")
    OIT_APPROVAL = "oit_approval", gettext_lazy("ผู้บริหารอนุมัติแบบวัด OIT")
    ASSESSMENT = "assessment", gettext_lazy("ตรวจให้คะแนนแบบวัด OIT")
    OBJECTION = "objection", gettext_lazy("ชี้แจงและโต้แย้งผล")
    CONFIRMATION = "confirmation", gettext_lazy("ยืนยันผล")
    PUBLICATION = "publication", gettext_lazy("ประกาศผล")


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a window is for: everybody, a class, one size of a class, or one unit."""

    unit_class: str = ""
    size: str = ""
    unit_id: int | None = None

    @property
    def rank(self) -> int:
        """How exactly it names somebody: of two windows only the more exact one counts."""
        return 3 if self.unit_id is not None else 2 if self.size else 1 if self.unit_class else 0


EVERYBODY = Target()


@dataclass(frozen=True, slots=True)
class Window:
    """When something may be done: from OPENS on, until just before CLOSES."""

    action: str
    opens: datetime
    closes: datetime
    target: Target = EVERYBODY
    # The name of a milestone that is no Action.
    name_th: str = ""
    name_en: str = ""

    @property
    def label(self) -> str:
        if self.action in Action.values:
            return str(Action(self.action).label)
        return (self.name_en if _is_english() else "") or self.name_th or self.action

    @property
    def first_day(self) -> date:
        return self.opens.astimezone(BANGKOK).date()

    @property
    def last_day(self) -> date:
        """The day of the last moment: a window that closes at midnight ends the day before."""
        return get_last_day(self.closes)

    @property
    def is_whole_days(self) -> bool:
        return not _has_time(self.opens) and not _has_time(self.closes)

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def text(self) -> str:
        """1 มีนาคม – 30 เมษายน 2569, with times where the window does not consist of whole days."""
        if self.is_whole_days:
            return dates.get_range(self.first_day, self.last_day)
        span = {"opens": format_opening(self.opens), "closes": format_closing(self.closes)}
        return _("%(opens)s ถึง%(closes)s") % span


class Standing(StrEnum):
    """How a window stands at a moment."""

    OPEN = "open"
    UPCOMING = "upcoming"
    BETWEEN = "between"  # closed, but it opens again
    CLOSED = "closed"
    ABSENT = "absent"  # the calendar has no such window
    NO_SEASON = "no_season"  # no calendar has been published


REASONS: dict[Standing, Promise] = {
    Standing.OPEN: gettext_lazy("เปิดอยู่ ถึง%(closes)s"),
    Standing.UPCOMING: gettext_lazy("ยังไม่เปิด จะเปิด%(opens)s"),
    Standing.BETWEEN: gettext_lazy("ปิดแล้ว และจะเปิดอีกครั้ง%(opens)s"),
    Standing.CLOSED: gettext_lazy("ปิดแล้วเมื่อ%(closes)s"),
    Standing.ABSENT: gettext_lazy("ปฏิทินปีงบประมาณ %(year)s ไม่ได้กำหนดช่วงเวลานี้"),
    Standing.NO_SEASON: gettext_lazy("ยังไม่มีปฏิทินที่ประกาศใช้สำหรับปีงบประมาณ %(year)s"),
}


@dataclass(frozen=True, slots=True)
class WindowState:
    """The answer to "may this be done now?", with what to tell whoever asked."""

    action: str
    standing: Standing
    at: datetime
    fiscal_year: int
    season_code: str = ""
    version: int = 0
    # The window that is open, or else the next one, or else the last one.
    window: Window | None = None

    def __bool__(self) -> bool:
        return self.is_open

    @property
    def is_open(self) -> bool:
        return self.standing is Standing.OPEN

    @property
    def opens(self) -> datetime | None:
        return self.window.opens if self.window else None

    @property
    def closes(self) -> datetime | None:
        return self.window.closes if self.window else None

    @property
    def next(self) -> datetime | None:
        """The next moment at which the answer changes."""
        if self.standing is Standing.OPEN:
            return self.closes
        return self.opens if self.standing in {Standing.UPCOMING, Standing.BETWEEN} else None

    @property
    def reason(self) -> str:
        """One sentence for whoever asked, in the language of the page."""
        facts = {
            "opens": format_opening(self.opens) if self.opens else "",
            "closes": format_closing(self.closes) if self.closes else "",
            "year": dates.get_be_year(self.fiscal_year),
        }
        return str(REASONS[self.standing]) % facts


def get_midnight(day: date) -> datetime:
    """Return the beginning of a day in Bangkok."""
    return datetime.combine(day, time(), BANGKOK)


def get_last_day(closes: datetime) -> date:
    return (closes.astimezone(BANGKOK) - timedelta(microseconds=1)).date()


def format_opening(moment: datetime) -> str:
    """วันที่ 1 มีนาคม 2569, with the time where it is not midnight."""
    words = dates.get_moment(moment) if _has_time(moment) else dates.get_long(moment)
    return _("วันที่ %(moment)s") % {"moment": words}


def format_closing(moment: datetime) -> str:
    """สิ้นวันที่ 30 เมษายน 2569: midnight belongs to the day before."""
    if _has_time(moment):
        return _("วันที่ %(moment)s") % {"moment": dates.get_moment(moment)}
    return _("สิ้นวันที่ %(day)s") % {"day": dates.get_long(get_last_day(moment))}


def _has_time(moment: datetime) -> bool:
    return moment.astimezone(BANGKOK).time() != time()


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
