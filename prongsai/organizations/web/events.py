"""What happened to a unit, as lines of a timeline."""

from django.utils.translation import gettext as _

from prongsai.core.actor import SYSTEM
from prongsai.organizations.selectors.history import list_events
from prongsai.organizations.types.units import EventKind, EventView
from prongsai.ui.types import Event

ICONS = {
    EventKind.CREATE: "add",
    EventKind.RENAME: "edit",
    EventKind.RECLASSIFY: "edit",
    EventKind.MOVE: "move",
    EventKind.MERGE: "merge",
    EventKind.SPLIT: "split",
    EventKind.DISSOLVE: "delete",
}


def list_unit_events(unit_id: int) -> list[Event]:
    """Return the history of a unit that the caller may see, the latest first."""
    return [_make_event(event) for event in list_events(unit_id)]


def _make_event(event: EventView) -> Event:
    kind = EventKind(event.kind)
    return Event(
        when=event.on,
        title=str(kind.label),
        text=" · ".join(_list_words(event)),
        who=_("ระบบ") if event.user_name == SYSTEM.name else event.user_name,
        icon=ICONS[kind],
    )


def _list_words(event: EventView) -> list[str]:
    words = []
    if event.predecessors:
        names = ", ".join(str(unit) for unit in event.predecessors)
        words.append(_("จาก %(names)s") % {"names": names})
    if event.successors:
        names = ", ".join(str(unit) for unit in event.successors)
        words.append(_("เป็น %(names)s") % {"names": names})
    if event.reason:
        words.append(event.reason)
    return words
