"""What is open now and what opens next, for the unit of the role."""

from operator import attrgetter
from typing import Any

from django.urls import reverse

from prongsai.core.actor import Actor
from prongsai.frameworks.selectors.windows import get_target, list_states
from prongsai.frameworks.types.windows import EVERYBODY, Action, Standing


def describe_season(actor: Actor) -> dict[str, Any]:
    """Return the open windows and the next one; nothing where no calendar is published."""
    who = get_target(actor.unit_id) if actor.unit_id else EVERYBODY
    states = list_states(Action.values, who=who)
    known = [state for state in states if state.window is not None]
    if not known:
        return {}
    coming = [
        state.window
        for state in known
        if state.window and state.standing in {Standing.UPCOMING, Standing.BETWEEN}
    ]
    return {
        "season": {
            "url": reverse("seasons:season", args=[known[0].season_code]),
            "year": known[0].fiscal_year,
            "open": [state.window for state in known if state.is_open],
            "next": min(coming, key=attrgetter("opens"), default=None),
        }
    }
