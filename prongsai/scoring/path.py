"""The cheapest way to a total or to a level with its gates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

from prongsai.scoring.rounding import HUNDRED, ZERO, half_up
from prongsai.scoring.run import score_agency
from prongsai.scoring.types.framework import Framework, Instrument, Level, RoundingMode
from prongsai.scoring.types.given import Given
from prongsai.scoring.types.result import Score
from prongsai.scoring.whatif import Worth, walk_leaves

HALF_CENT = Fraction(1, 200)  # a figure that is at most this much lower still rounds up
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Prices:
    """What the work costs, in any one unit; a survey without a price is the last resort.

    An item that is not named costs 1; None means it cannot be done this year.
    """

    items: Mapping[str, Fraction | None] = field(default_factory=dict)
    points: Mapping[str, Fraction] = field(default_factory=dict)  # per point of an instrument


@dataclass(frozen=True, slots=True)
class Plan:
    """Items to bring to full marks, and survey scores to lift (on the scale of 0-100)."""

    items: tuple[str, ...]
    lifts: Mapping[str, Fraction]
    cost: Fraction
    after: Score


@dataclass(frozen=True, slots=True)
class _Bundle:
    """A choice of items that no other choice beats in both gain and cost."""

    gain: Fraction
    cost: Fraction
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Goal:
    total: Fraction
    gate: Fraction | None


def find_plan(
    framework: Framework,
    given: Given,
    *,
    total: Fraction | None = None,
    level: str | None = None,
    prices: Prices | None = None,
) -> Plan | None:
    """The plan that lifts unpriced surveys least and then costs least; None if none exists.

    Ties go to fewer items. The agency must have a result already.
    """
    score = score_agency(framework, given)
    if score.unrounded is None:
        return None
    goal = _set_goal(framework, total, level)
    prices = prices or Prices()
    best: tuple[tuple[Fraction, Fraction, int], Plan] | None = None
    for code, bundle in _list_bundles(score, prices):
        lifts = _lift(score, goal, prices, code, bundle)
        if lifts is None:
            continue
        rank = _rank(framework, prices, bundle, lifts)
        if best is None or rank < best[0]:
            after = score_agency(framework, change_given(framework, score, bundle.items, lifts))
            best = rank, Plan(bundle.items, lifts, rank[1], after)
    return best[1] if best else None


def _set_goal(framework: Framework, total: Fraction | None, level: str | None) -> _Goal:
    if level is None:
        return _Goal((total or ZERO) - HALF_CENT, None)
    band: Level = next(b for b in framework.levels.bands if b.code == level)
    gate = None if band.gate is None else band.gate - HALF_CENT
    return _Goal(max(band.minimum, total or ZERO) - HALF_CENT, gate)


def _list_bundles(score: Score, prices: Prices) -> list[tuple[str | None, _Bundle]]:
    """Every sensible choice of items, of the instrument that has items to win."""
    for node in score.instruments:
        weight = node.spec.weight or ZERO
        leaves = list(walk_leaves(node, weight * HUNDRED, node.spec.code))
        items = [leaf for leaf in leaves if leaf.kind == "item" and leaf.gain]
        if items and len({leaf.code for leaf in items}) == len(items):
            return [(node.spec.code, bundle) for bundle in _list_frontier(items, prices)]
    return [(None, _Bundle(ZERO, ZERO, ()))]


def _list_frontier(items: Sequence[Worth], prices: Prices) -> list[_Bundle]:
    frontier = [_Bundle(ZERO, ZERO, ())]
    for item in items:
        cost = prices.items.get(item.code, ONE)
        if cost is None or item.gain is None:
            continue
        grown = [
            _Bundle(b.gain + item.gain, b.cost + cost, (*b.items, item.code)) for b in frontier
        ]
        frontier = _keep_best(frontier + grown)
    return frontier


def _keep_best(bundles: list[_Bundle]) -> list[_Bundle]:
    kept: list[_Bundle] = []
    for bundle in sorted(bundles, key=lambda b: (b.cost, -b.gain, len(b.items))):
        if not kept or bundle.gain > kept[-1].gain:
            kept.append(bundle)
    return kept


def _lift(
    score: Score, goal: _Goal, prices: Prices, code: str | None, bundle: _Bundle
) -> dict[str, Fraction] | None:
    """The survey lifts still needed beside the bundle, or None where it cannot be enough."""
    values = _values_with(score, code, bundle)
    lifts: dict[str, Fraction] = {}
    for name, value in values.items():
        short = ZERO if goal.gate is None else max(goal.gate - value, ZERO)
        if short and (name == code or value + short > HUNDRED):
            return None
        if short:
            lifts[name] = short
    missing = _invert(score, goal.total) - _sum_points(score.framework, values, lifts)
    for name in _cheapest_first(score, prices, code):
        if missing <= 0:
            break
        missing -= _lift_more(score.framework, name, values[name], missing, lifts)
    return lifts if missing <= 0 else None


def _values_with(score: Score, code: str | None, bundle: _Bundle) -> dict[str, Fraction]:
    values = {node.spec.code: node.value or ZERO for node in score.instruments}
    if code is not None:
        weight = score.framework.get_instrument(code).weight
        values[code] += bundle.gain / weight
    return values


def _sum_points(
    framework: Framework, values: Mapping[str, Fraction], lifts: Mapping[str, Fraction]
) -> Fraction:
    return sum(
        (
            weigh_value(
                framework, instrument, values[instrument.code] + lifts.get(instrument.code, 0)
            )
            for instrument in framework.instruments
        ),
        ZERO,
    )


def weigh_value(framework: Framework, instrument: Instrument, value: Fraction) -> Fraction:
    points = value * instrument.weight
    return half_up(points) if framework.rounding is RoundingMode.PARTS else points


def _invert(score: Score, total: Fraction) -> Fraction:
    """What the instruments must add up to, so that the total after adjustments is enough."""
    for adjustment in reversed(score.framework.adjustments):
        amount = score.given.adjustments.get(adjustment.code)
        if amount is None:
            continue
        if adjustment.kind != "factor":
            total += amount
        elif amount:
            total /= amount
    return total


def _cheapest_first(score: Score, prices: Prices, code: str | None) -> list[str]:
    """Priced instruments by the price of a point of the total, then the unpriced ones."""

    def rank(instrument: Instrument) -> tuple[bool, Fraction, str]:
        price = prices.points.get(instrument.code)
        return price is None, (price or ZERO) / instrument.weight, instrument.code

    return [i.code for i in sorted(score.framework.instruments, key=rank) if i.code != code]


def _lift_more(
    framework: Framework, name: str, value: Fraction, missing: Fraction, lifts: dict[str, Fraction]
) -> Fraction:
    """Lift one instrument as far as needed or possible; return the points this brings."""
    instrument = framework.get_instrument(name)
    start = value + lifts.get(name, ZERO)
    before = weigh_value(framework, instrument, start)
    if framework.rounding is RoundingMode.PARTS:
        wanted = (before + Fraction(ceil(missing * 100), 100) - HALF_CENT) / instrument.weight
    else:
        wanted = start + missing / instrument.weight
    reached = min(wanted, HUNDRED)
    if reached > start:
        lifts[name] = reached - value
    return weigh_value(framework, instrument, max(reached, start)) - before


def _rank(
    framework: Framework, prices: Prices, bundle: _Bundle, lifts: Mapping[str, Fraction]
) -> tuple[Fraction, Fraction, int]:
    unpriced, cost = ZERO, bundle.cost
    for name, lift in lifts.items():
        price = prices.points.get(name)
        if price is None:
            unpriced += lift * framework.get_instrument(name).weight
        else:
            cost += lift * price
    return unpriced, cost, len(bundle.items)


def change_given(
    framework: Framework, score: Score, items: Sequence[str], lifts: Mapping[str, Fraction]
) -> Given:
    """The same agency with these items at full marks and these instruments lifted."""
    given = score.given
    values = {node.spec.code: node.value for node in score.instruments}
    gone = {
        code
        for name in lifts
        for instrument in [framework.get_instrument(name)]
        for code in (
            *instrument.sheets,
            *(f"indicator {i.code}" for i in instrument.indicators),
            *(f"item {i.code}" for i in instrument.all_items),
        )
    }
    lifted = {name: (values[name] or ZERO) + lift for name, lift in lifts.items()}
    return replace(
        given,
        sheets={c: s for c, s in given.sheets.items() if c not in gone},
        items={c: v for c, v in given.items.items() if f"item {c}" not in gone}
        | dict.fromkeys(items, HUNDRED),
        indicators={c: v for c, v in given.indicators.items() if f"indicator {c}" not in gone},
        instruments={**given.instruments, **lifted},
        total=None,
    )
