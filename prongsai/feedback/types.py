"""What an agency answers to those who answered about it."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal, Self

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ACTION = "feedback.publish"
Tone = Literal["ok", "info", "neutral"]


class Progress(TextChoices):
    PLANNED = "planned", _("วางแผนแล้ว")
    UNDERWAY = "underway", _("กำลังทำ")
    DONE = "done", _("ทำแล้ว")


TONES: dict[str, Tone] = {"planned": "neutral", "underway": "info", "done": "ok"}


@dataclass(frozen=True, slots=True)
class Text:
    """Words in Thai, and in English where the agency wrote them."""

    th: str
    en: str = ""

    def __str__(self) -> str:
        return self.th if self.lang == "th" else self.en

    @property
    def lang(self) -> str:
        return "en" if self.en and get_language() == "en" else "th"


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One thing the agency does because of what it was told; INDICATOR is a code, or empty."""

    indicator: str
    said: Text
    doing: Text
    progress: str
    due_on: date | None = None
    link: str = ""
    id: int = 0

    @property
    def progress_label(self) -> str:
        return str(Progress(self.progress).label)

    @property
    def tone(self) -> Tone:
        return TONES[self.progress]

    def as_fields(self) -> dict[str, Any]:
        """Return what is entered about a measure, field by field."""
        return {
            "indicator": self.indicator,
            "said_th": self.said.th,
            "said_en": self.said.en,
            "doing_th": self.doing.th,
            "doing_en": self.doing.en,
            "progress": self.progress,
            "due_on": self.due_on,
            "link": self.link,
        }

    def as_plain(self) -> dict[str, Any]:
        """Return JSON values that `from_plain` reads."""
        due = self.due_on.isoformat() if self.due_on else None
        return asdict(replace(self, id=0)) | {"due_on": due}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        due = date.fromisoformat(plain["due_on"]) if plain["due_on"] else None
        words = {"said": Text(**plain["said"]), "doing": Text(**plain["doing"])}
        return cls(**(plain | words | {"due_on": due}))


@dataclass(frozen=True, slots=True)
class Voice:
    """What respondents said of one indicator: its published score."""

    code: str
    name: Text
    score: str
    is_low: bool
    measures: tuple[MeasureView, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown of a year: the voices, and what the agency does about them."""

    fiscal_year: int
    voices: tuple[Voice, ...]
    others: tuple[MeasureView, ...]
    version: int = 0
    published_on: date | None = None
