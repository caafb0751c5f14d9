"""Which window counts for whom, and how it stands at a moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from prongsai.frameworks.types.windows import Standing, Target, Window


def applies_to(window: Window, who: Target) -> bool:
    """Return whether WINDOW is meant for WHO at all."""
    target = window.target
    if target.unit_id is not None:
        return target.unit_id == who.unit_id
    return target.unit_class in {"", who.unit_class} and target.size in {"", who.size}


def choose(windows: Iterable[Window], *, action: str, who: Target) -> list[Window]:
    """Return the windows that count for WHO, in order: only those of the most exact target."""
    meant = [w for w in windows if w.action == action and applies_to(w, who)]
    exact = max((w.target.rank for w in meant), default=0)
    return sorted((w for w in meant if w.target.rank == exact), key=lambda w: w.opens)


def stand(windows: Sequence[Window], *, at: datetime) -> tuple[Standing, Window | None]:
    """Return how chosen WINDOWS stand AT a moment: open means opens <= at < closes."""
    for window in windows:
        if window.opens <= at < window.closes:
            return Standing.OPEN, window
    upcoming = [window for window in windows if at < window.opens]
    if upcoming:
        begun = len(upcoming) < len(windows)
        return (Standing.BETWEEN if begun else Standing.UPCOMING), upcoming[0]
    return (Standing.CLOSED, windows[-1]) if windows else (Standing.ABSENT, None)


def was_late(windows: Sequence[Window], *, moment: datetime) -> bool:
    """Return whether something done at MOMENT came after the last window had closed."""
    return bool(windows) and moment >= max(window.closes for window in windows)


def list_targets(windows: Iterable[Window]) -> list[Target]:
    """Return every target that a calendar names, everybody first."""
    targets = {window.target for window in windows} | {Target()}
    return sorted(targets, key=lambda t: (t.rank, t.unit_class, "LMS".find(t.size), t.unit_id or 0))
