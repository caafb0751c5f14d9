"""Names and shapes of the surveys that other apps may see."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from prongsai.core.thai_text import sort_key
from prongsai.organizations.types.units import UnitName


class Instrument(TextChoices):
    IIT = "IIT", "IIT"
    EIT = "EIT", "EIT"


class ChannelKind(TextChoices):
    """How an answer came in; the only thing kept of the way."""

    LINK = "link", _("ลิงก์และ QR ของหน่วยงาน")
    DIVISION = "division", _("ลิงก์ของส่วนงาน")
    COUNTER = "counter", _("จุดบริการ")
    KIOSK = "kiosk", _("เครื่องกลางที่จุดบริการ")
    INTERVIEW = "interview", _("พนักงานสัมภาษณ์")
    PAPER = "paper", _("แบบกระดาษ")
    TOKEN = "token", _("โทเคนของบุคลากร")


class SlipForm(TextChoices):
    """How sealed codes leave the house: to cut out, or to send."""

    PDF = "pdf", _("แผ่นรหัสสำหรับตัด (PDF)")
    CSV = "csv", _("ไฟล์รหัส (CSV)")


class KitPart(StrEnum):
    """What a publicity kit consists of; each value is the name of its file."""

    POSTER_A4 = "poster-a4.pdf"
    POSTER_A3 = "poster-a3.pdf"
    CARD = "card.pdf"
    BANNER_PNG = "banner.png"
    BANNER_SVG = "banner.svg"
    LETTER = "letter.pdf"
    LINE = "line.txt"
    MAIL = "mail.txt"
    BUTTON = "button.html"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in the two languages of the form."""

    th: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.th


@dataclass(frozen=True, slots=True)
class Line:
    """One statement to answer: its words and its ordered choices."""

    code: str
    text: Words
    choices: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered question of a framework, with one line or several."""

    code: str
    label: Words
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one indicator."""

    code: str
    name: Words
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Design:
    """On how many days of a month the answer is forced to yes, and then to no."""

    yes_days: int
    no_days: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something general about the respondent, asked apart and counted apart from the answers.

    A sensitive one has a DESIGN: some of its answers are forced by chance, so that none betrays.
    """

    code: str
    name: Words
    choices: tuple[Words, ...]
    design: Design | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What one instrument of one framework asks, in the order of the pack."""

    framework: str
    fiscal_year: int
    instrument: str
    name: Words
    respondents: Words
    sections: tuple[Section, ...]
    attributes: tuple[Attribute, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines in the order of a stored row of answers."""
        return tuple(
            line for section in self.sections for item in section.items for line in item.lines
        )


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """What somebody wants a link for."""

    unit_id: int
    fiscal_year: int
    framework: str
    instrument: str
    part: str
    opens_on: date
    closes_on: date
    kind: str = ChannelKind.LINK
    label: str = ""
    division_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """A channel as the intake keeps it in memory."""

    id: int
    code: str
    unit_id: int
    agency: Words
    instrument: str
    part: str
    framework: str
    fiscal_year: int
    kind: str
    label: str
    opens_on: date
    closes_on: date
    is_revoked: bool
    division_id: int | None = None

    @property
    def is_kiosk(self) -> bool:
        return self.kind == ChannelKind.KIOSK

    def asks_same_as(self, other: "ChannelCard") -> bool:
        """Return whether the answers given under one link are answers to the other."""
        mine = (self.unit_id, self.framework, self.instrument, self.part)
        return mine == (other.unit_id, other.framework, other.instrument, other.part)


@dataclass(frozen=True, slots=True)
class KitOrderView:
    """An order of many kits and how far it is."""

    id: int
    instrument: str
    fiscal_year: int
    language: str
    parts: tuple[str, ...]
    total: int
    done: int
    failed: int
    size: int  # in bytes
    created_at: datetime
    expires_on: date
    is_finished: bool
    is_stopped: bool  # nobody works on it any more
    problem: str

    @property
    def left(self) -> int:
        return self.total - self.done - self.failed


@dataclass(frozen=True, slots=True)
class KitArea:
    """The part of an order that lies in one province; None stands for no province."""

    province: UnitName | None
    total: int
    done: int

    @property
    def code(self) -> str:
        return self.province.code if self.province else "none"

    @property
    def sort_key(self) -> str:
        return sort_key(self.province.name_th) if self.province else "\U0010ffff"


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """Answers that leave the mixer together: one part of one instrument about one agency."""

    unit_id: int
    fiscal_year: int
    framework: str
    part: str
    closes_on: date


@dataclass(frozen=True, slots=True)
class DayKey:
    """The public half of a key that seals the answers of one day."""

    id: int
    public_key: bytes
    closed: bool


@dataclass(frozen=True, slots=True)
class Release:
    """What is public of one mixing: two roots, two counts, chained to the mixing before."""

    id: int
    day: date
    receipts_count: int
    receipts_root: bytes
    sheets_count: int
    sheets_root: bytes
    pending_count: int
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One respondent's answers as they are kept: nothing in it tells who, when or from where."""

    unit_id: int
    fiscal_year: int
    framework: str
    part: str
    channel_id: int | None
    answers: bytes
    told: int | None
    pace: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the audit of the published record found wrong."""

    release_id: int
    what: str


class ProgressState(TextChoices):
    """How one survey of one agency stands against its minimum."""

    REACHED = "reached", _("ครบขั้นต่ำแล้ว")
    ON_TRACK = "on_track", _("มีแนวโน้มครบ")
    AT_RISK = "at_risk", _("เสี่ยงไม่ครบ")
    BEHIND = "behind", _("ต่ำกว่าที่ควร")
    SHORT = "short", _("ปิดแล้ว ไม่ครบขั้นต่ำ")
    EARLY = "early", _("เพิ่งเริ่ม ยังคาดการณ์ไม่ได้")
    NO_MINIMUM = "no_minimum", _("ยังไม่มีขั้นต่ำ")
    UPCOMING = "upcoming", _("ยังไม่เริ่มเก็บ")
    NO_CHANNEL = "no_channel", _("ยังไม่เปิดช่องทาง")


# What somebody should do something about.
PRESSING = frozenset({ProgressState.BEHIND, ProgressState.AT_RISK, ProgressState.SHORT})


@dataclass(frozen=True, slots=True)
class Forecast:
    """What comes of the present pace by the last day: eight times in ten between low and high."""

    rate: float  # answers a day
    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Tally:
    """One survey of one agency in numbers; ANSWERED is None where it is too small to be shown."""

    instrument: str
    state: ProgressState
    answered: int | None = 0
    minimum: int | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    forecast: Forecast | None = None
    reached_on: date | None = None  # when the minimum is likely to be reached


@dataclass(frozen=True, slots=True)
class Way:
    """The answers of one way of handing out a survey; None where they must not be shown."""

    instrument: str
    kind: str
    label: str
    answered: int | None
    headcount: int | None = None
    division_id: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """The answers of seven days; None where they must not be shown."""

    first: date
    answered: int | None


@dataclass(frozen=True, slots=True)
class CodeCounts:
    """Sealed codes of an agency: how many exist, how many may be, how many were ever given out.

    SPENT is as it may be shown: whoever gives out a single slip must not see it being used.
    """

    issued: int
    given: int
    spent: int | None
    headcount: int | None

    @property
    def room(self) -> int:
        """How many more may be issued: never more codes than people."""
        return max((self.headcount or 0) - self.issued, 0)


@dataclass(frozen=True, slots=True)
class CodeBatch:
    """Sealed codes that were given out together."""

    link: str  # the code of the link
    label: str
    count: int
    form: str
    made_on: date
    lapsed_on: date | None  # put aside while the link is closed
    cancelled_on: date | None


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """One person's answers that somebody else sends; KEY is drawn at random by the sender."""

    key: str
    channel_id: int
    answers: bytes
    profile: bytes = b""
    told: int = 255
    pace: int = 255
