"""What the person should do next, gathered from every app."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.approvals.selectors import list_waiting
from prongsai.core.actor import Actor
from prongsai.notifications.selectors import count_unread
from prongsai.ui.types import Tone


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: what, why, where, and by when if there is a day."""

    title: str
    why: str
    url: str
    button: str
    icon: str
    tone: Tone = "info"
    day: date | None = None


def list_todos(actor: Actor) -> list[Todo]:
    """Return what waits for this person in this role, the most pressing first."""
    sources = (list_approvals, list_messages)
    todos = [todo for source in sources for todo in source(actor)]
    order = {"bad": 0, "warn": 1, "info": 2, "ok": 3, "neutral": 4}
    return sorted(todos, key=lambda todo: (order[todo.tone], todo.day or date.max))


def list_approvals(actor: Actor) -> Iterator[Todo]:
    first = list_waiting(actor).first()
    if first is not None:
        yield Todo(
            title=_("มีคำขอรอท่านพิจารณา %(count)s รายการ") % {"count": list_waiting(actor).count()},
            why=_("คำขอเหล่านี้ต้องให้บุคคลที่สองเห็นชอบก่อนจึงจะมีผล"),
            url=reverse("approvals:waiting"),
            button=_("พิจารณาคำขอ"),
            icon="clipboard",
            tone="warn",
            day=first.expires_at.date(),
        )


def list_messages(actor: Actor) -> Iterator[Todo]:
    unread = count_unread(actor)
    if unread:
        yield Todo(
            title=_("มีข้อความที่ยังไม่ได้อ่าน %(count)s ข้อความ") % {"count": unread},
            why=_("ข้อความจากระบบและจากผู้ที่ทำงานกับท่าน"),
            url=reverse("inbox:inbox"),
            button=_("เปิดกล่องข้อความ"),
            icon="mail",
        )
