"""What a table of units would do to what is known, row by row, and what speaks against it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from prongsai.organizations.rules.cycles import Edge, find_cycle
from prongsai.organizations.rules.specs import PLACE_CODE, list_faults
from prongsai.organizations.rules.table import make_spec
from prongsai.organizations.types.faults import Fault
from prongsai.organizations.types.imports import (
    ImportAction,
    ImportColumn,
    Known,
    TableRow,
    Verdict,
)
from prongsai.organizations.types.units import RelationKind

# Columns that do not change the timeline: they may change on any day.
_TIMELESS = frozenset({ImportColumn.WEBSITE, ImportColumn.DOMAINS})
Above = Mapping[str, Mapping[int, Sequence[Edge]]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be looked up to judge a table."""

    known: Mapping[str, Known]
    above: Above  # tree -> child -> relations to its parents over time
    places: frozenset[str] | None  # the codes that exist among those named; None: not loaded
    effective_on: date


def judge_rows(rows: Sequence[TableRow], facts: Facts) -> list[Verdict]:
    """Return one verdict a row, in order."""
    verdicts = [_judge_row(row, facts) for row in rows]
    verdicts = _refuse_twice(verdicts)
    verdicts = _refuse_parents(verdicts, facts)
    return _refuse_cycles(verdicts, facts)


def list_named_codes(rows: Sequence[TableRow]) -> set[str]:
    """Return every unit code that the rows name, as themselves or as a parent."""
    parents = {row.values.get(kind, "") for row in rows for kind in RelationKind.values}
    return ({row.code for row in rows} | parents) - {""}


def _judge_row(row: TableRow, facts: Facts) -> Verdict:
    known = facts.known.get(row.code)
    before = known.values if known else {}
    changes = {
        column: (before.get(column, ""), value)
        for column, value in row.values.items()
        if before.get(column, "") != value
    }
    on = row.on or facts.effective_on
    if known and row.on == known.version_from:
        on = facts.effective_on
    action = (ImportAction.CHANGE if changes else ImportAction.SAME) if known else None
    faults = [
        *row.faults,
        *list_faults(make_spec(row.code, {**before, **row.values})),
        *_list_place_faults(changes, facts),
        *(_list_known_faults(known, changes, on, row) if known else ()),
    ]
    return _with_faults(Verdict(row, action or ImportAction.CREATE, on, changes), faults)


def _list_place_faults(changes: Mapping[str, tuple[str, str]], facts: Facts) -> list[Fault]:
    _before, code = changes.get(ImportColumn.PLACE, ("", ""))
    if PLACE_CODE.fullmatch(code) and facts.places is not None and code not in facts.places:
        return [Fault(ImportColumn.PLACE, "place_unknown", {"value": code})]
    return []


def _list_known_faults(
    known: Known, changes: Mapping[str, tuple[str, str]], on: date, row: TableRow
) -> list[Fault]:
    if known.ended:
        return [Fault(ImportColumn.CODE, "ended")]
    if changes.keys() - _TIMELESS and on < known.latest:
        facts = {"value": on.isoformat(), "latest": known.latest.isoformat()}
        return [Fault(ImportColumn.VALID_FROM, "date_too_early", facts)]
    return []


def _refuse_twice(verdicts: Sequence[Verdict]) -> list[Verdict]:
    rows = defaultdict(list)
    for verdict in verdicts:
        if verdict.row.code:
            rows[verdict.row.code].append(verdict.row.number)
    return [
        _with_faults(
            verdict,
            [
                Fault(ImportColumn.CODE, "code_twice", {"value": verdict.row.code, "other": other})
                for other in rows[verdict.row.code]
                if other != verdict.row.number
            ][:1],
        )
        for verdict in verdicts
    ]


def _refuse_parents(verdicts: Sequence[Verdict], facts: Facts) -> list[Verdict]:
    """Refuse parents that are not there; what stands under a refused new row is refused too."""
    judged = {verdict.row.number: verdict for verdict in verdicts}
    new = {v.row.code: v for v in verdicts if v.action is not ImportAction.SAME}
    waiting = list(judged)
    below = defaultdict(list)
    for verdict in verdicts:
        for _kind, code in _list_parents(verdict):
            below[code].append(verdict.row.number)
    while waiting:
        verdict = judged[waiting.pop()]
        faults = [
            fault
            for kind, code in _list_parents(verdict)
            for fault in _list_parent_faults(verdict, kind, code, facts=facts, new=new)
        ]
        refused = _with_faults(verdict, [f for f in faults if f not in verdict.faults])
        judged[verdict.row.number] = refused
        new[verdict.row.code] = refused
        if refused.faults and not verdict.faults:
            waiting += below[verdict.row.code]
    return [judged[verdict.row.number] for verdict in verdicts]


def _list_parents(verdict: Verdict) -> list[tuple[str, str]]:
    """Return (tree, code) of the parents that a row sets anew."""
    wanted = ((kind, verdict.changes.get(kind)) for kind in RelationKind.values)
    return [(kind, change[1]) for kind, change in wanted if change and change[1]]


def _list_parent_faults(
    verdict: Verdict, kind: str, code: str, *, facts: Facts, new: Mapping[str, Verdict]
) -> list[Fault]:
    if code == verdict.row.code:
        return [Fault(kind, "parent_self")]
    known = facts.known.get(code)
    if known:
        late = verdict.row.code in facts.known and known.begins > verdict.on
        return [Fault(kind, "parent_ended", {"value": code})] if known.ended or late else []
    if code not in new:
        return [Fault(kind, "parent_unknown", {"value": code})]
    if new[code].faults:
        return [Fault(kind, "parent_faulty", {"value": code})]
    if verdict.row.code in facts.known and new[code].on > verdict.on:
        return [Fault(kind, "parent_ended", {"value": code})]
    return []


def _refuse_cycles(verdicts: Sequence[Verdict], facts: Facts) -> list[Verdict]:
    ids = {code: known.id for code, known in facts.known.items()}
    for number, verdict in enumerate(verdicts, start=1):
        ids.setdefault(verdict.row.code, -number)
    names = {unit_id: code for code, unit_id in ids.items()}
    circles: dict[int, list[Fault]] = defaultdict(list)
    for kind in RelationKind.values:
        edges = _overlay(verdicts, kind, ids=ids, above=facts.above.get(kind, {}))
        for verdict in verdicts:
            for edge in edges.get(ids[verdict.row.code], ()):
                if verdict.faults or kind not in verdict.changes or edge.last != date.max:
                    continue
                if path := find_cycle(edge, above=edges):
                    text = " → ".join(names.get(unit, str(unit)) for unit in path)
                    circles[verdict.row.number].append(Fault(kind, "parent_cycle", {"path": text}))
    return [_with_faults(verdict, circles[verdict.row.number]) for verdict in verdicts]


def _overlay(
    verdicts: Sequence[Verdict],
    kind: str,
    *,
    ids: Mapping[str, int],
    above: Mapping[int, Sequence[Edge]],
) -> dict[int, list[Edge]]:
    """Return the relations as they would be if every row without a fault were taken over."""
    edges = {child: list(relations) for child, relations in above.items()}
    for verdict in verdicts:
        if verdict.faults or kind not in verdict.changes:
            continue
        child = ids[verdict.row.code]
        kept = [replace(e, last=min(e.last, verdict.on)) for e in edges.get(child, ())]
        edges[child] = [edge for edge in kept if edge.first < edge.last]
        parent = verdict.changes[kind][1]
        if parent:
            edges[child].append(Edge(child, ids[parent], verdict.on))
    return edges


def _with_faults(verdict: Verdict, faults: Sequence[Fault]) -> Verdict:
    if not faults:
        return verdict
    return replace(verdict, action=ImportAction.ERROR, faults=(*verdict.faults, *faults))
