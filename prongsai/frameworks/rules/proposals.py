"""Writing a proposed change down and reading it back; extending windows."""

from collections.abc import Sequence
from dataclasses import replace

from prongsai.frameworks.rules.calendars import ACCOMPANIES, from_json, to_json
from prongsai.frameworks.rules.windows import choose
from prongsai.frameworks.types.proposals import Change, Extension, Payload
from prongsai.frameworks.types.windows import Target, Window


def write_change(change: Change) -> Payload:
    return {
        "season": change.season,
        "season_name": change.season_name,
        "fiscal_year": change.fiscal_year,
        "base": change.base,
        "before": [to_json(window) for window in change.before],
        "after": [to_json(window) for window in change.after],
        "reason": change.reason,
        "units": dict(change.units),
    }


def read_change(payload: Payload) -> Change:
    return Change(
        season=payload["season"],
        season_name=payload["season_name"],
        fiscal_year=payload["fiscal_year"],
        base=payload["base"],
        before=tuple(from_json(content) for content in payload["before"]),
        after=tuple(from_json(content) for content in payload["after"]),
        reason=payload["reason"],
        units=payload["units"],
    )


def extend(
    windows: Sequence[Window], extension: Extension, *, whole: dict[Target, Target] | None = None
) -> list[Window]:
    """Return the calendar with a later closing for each target, the rest as it was.

    What must not close before the extended step (approval after entry) is extended with it.
    WHOLE tells class and size of targets that are units, so that what counts for them is found.
    """
    result = list(windows)
    for target in extension.targets:
        who = (whole or {}).get(target, target)
        for action in [extension.action, *_list_companions(extension.action)]:
            result = _extend_one(result, extension, action=action, target=target, who=who)
    return result


def _list_companions(action: str) -> list[str]:
    return [later.value for earlier, later in ACCOMPANIES if earlier == action]


def _extend_one(
    windows: list[Window], extension: Extension, *, action: str, target: Target, who: Target
) -> list[Window]:
    counting = choose(windows, action=action, who=who)
    if not counting or counting[-1].closes >= extension.closes:
        return windows
    extended = replace(counting[-1], closes=extension.closes, target=target)
    own = [window for window in counting if window.target == target]
    kept = own[:-1] if own else [replace(window, target=target) for window in counting[:-1]]
    return [window for window in windows if window not in own] + [*kept, extended]
