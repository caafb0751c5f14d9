"""Frameworks as pages and other apps see them: shipped, frozen here, or drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.frameworks.types.packs import Path
from prongsai.scoring.types.framework import Framework, Text

ACTION = "framework.freeze"
PREFIX = "draft-"


def say(text: Text) -> str:
    """Return words of a framework in the language of the page."""
    return text.en if (get_language() or "").startswith("en") else text.th


def get_subject(draft_id: int) -> str:
    """Return how requests and the trail name a draft."""
    return f"framework:{PREFIX}{draft_id}"


class Standing(TextChoices):
    """How a framework stands."""

    SHIPPED = "shipped", _("มากับระบบ")
    FROZEN = "frozen", _("ตรึงแล้ว")
    DRAFT = "draft", _("ฉบับร่าง")
    ASKED = "asked", _("รออนุมัติ")
    RETURNED = "returned", _("ส่งกลับให้แก้")


@dataclass(frozen=True, slots=True)
class FrameworkCard:
    """One line of the list. REF is its name in addresses: the name, or draft-1."""

    ref: str
    name: str
    title: Text
    programme: str
    form: str
    fiscal_year: int
    standing: Standing
    digest: str
    provisional: int
    rules: int


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What is known of a draft beside its content."""

    id: int
    version: int
    made_by_name: str
    changed_by_name: str
    changed_at: datetime
    request_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """One framework with all that a page needs; FRAMEWORK is missing where faults forbid it."""

    card: FrameworkCard
    document: Mapping[str, Any]
    framework: Framework | None
    faults: Sequence[tuple[Path, Text]] = ()
    draft: DraftFacts | None = None
    # Full worth of each item and line in points of the total, by code.
    worths: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it can be edited now."""
        return self.card.standing in (Standing.DRAFT, Standing.RETURNED)
