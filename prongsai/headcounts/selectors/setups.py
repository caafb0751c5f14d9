"""Reading set-ups: one agency, the agencies of an area, and what surveys need."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotAllowed, NotFound
from prongsai.core.request_cache import remember
from prongsai.core.thai_dates import fiscal_year
from prongsai.frameworks.selectors.windows import get_target, is_open
from prongsai.frameworks.types.windows import Action, Standing
from prongsai.headcounts.models import Setup, SetupPart, SetupVersion
from prongsai.headcounts.types import (
    Confirmed,
    Doubt,
    Part,
    SetupState,
    SetupView,
    VersionState,
    VersionView,
    get_state,
)
from prongsai.organizations.selectors.units import get_unit_for, list_assessed_for, list_units_for
from prongsai.organizations.types.units import NOT_ASSESSED
from prongsai.permissions.rules import can_anywhere


def get_year() -> int:
    """Return the fiscal year of which everybody speaks now."""
    return fiscal_year(clock.today())


def get_setup_for(
    actor: Actor, code: str, *, year: int | None = None, verb: str = "headcount.view"
) -> SetupView:
    """Return the set-up of an agency that ACTOR may do VERB to, with every version of it."""
    unit = get_unit_for(actor, code, verb=verb)
    if not unit.is_assessed:
        raise NotFound
    return load_setup(unit, year or get_year())


def load_setup(unit: Any, year: int) -> SetupView:
    """Return the set-up of a unit without asking who wants to know."""
    rows = SetupVersion.objects.filter(
        setup__unit_id=unit.id, setup__fiscal_year__in=[year, year - 1]
    ).select_related("setup")
    known = {row.pk: row for row in rows}
    parts = _load_parts(known)
    own = sorted(
        (row for row in known.values() if row.setup.fiscal_year == year),
        key=lambda row: -row.number,
    )
    return SetupView(
        unit=unit,
        fiscal_year=year,
        versions=tuple(_as_view(row, parts.get(row.pk, ())) for row in own),
        confirmed=_find_confirmed(known.values(), parts, year),
        before=_find_confirmed(known.values(), parts, year - 1),
    )


def list_setups_for(actor: Actor, *, year: int) -> QuerySet[Any]:
    """Return the assessed agencies of the actor's area with where each stands.

    Rows are those of `list_units_for`; `latest_state`, `sent_at` and `is_late` are of the newest
    version, `headcount` and the minimums of the one in force.
    """
    if not can_anywhere(actor, "headcount.view"):
        raise NotAllowed
    units: Any = list_units_for(actor).exclude(unit_class__in=NOT_ASSESSED)
    path = "unit__setups"
    joined = units.annotate(
        set_up=FilteredRelation(path, condition=Q(**{f"{path}__fiscal_year": year}))
    )
    rows: QuerySet[Any] = joined.annotate(
        latest_state=F("set_up__latest__state"),
        sent_at=F("set_up__latest__sent_at"),
        is_late=F("set_up__latest__is_late"),
        confirmed_id=F("set_up__confirmed"),
        headcount=F("set_up__confirmed__headcount"),
        contacts=F("set_up__confirmed__contacts"),
        iit_minimum=F("set_up__confirmed__iit_minimum"),
        eit_minimum=F("set_up__confirmed__eit_minimum"),
    )
    return rows


def filter_state(rows: Any, state: str) -> Any:
    """Keep the rows of `list_setups_for` that stand in STATE."""
    changing = Q(confirmed_id__isnull=False)
    wanted = {
        SetupState.NOT_SET: Q(latest_state__isnull=True),
        SetupState.WAITING: Q(latest_state=VersionState.WAITING) & ~changing,
        SetupState.CHANGING: Q(latest_state=VersionState.WAITING) & changing,
        SetupState.RETURNED: Q(latest_state=VersionState.RETURNED),
        SetupState.CONFIRMED: Q(latest_state=VersionState.CONFIRMED),
    }
    return rows.filter(wanted[SetupState(state)])


def count_states_for(actor: Actor, *, year: int) -> dict[SetupState, int]:
    """Return how many agencies of the area stand in each state, in two queries."""
    if not can_anywhere(actor, "headcount.view"):
        raise NotAllowed
    agencies = list_assessed_for(actor)
    begun = Setup.objects.filter(fiscal_year=year, unit_id__in=agencies.values("unit_id"))
    pairs = begun.annotate(is_set=Q(confirmed_id__isnull=False)).values_list(
        "latest__state", "is_set"
    )
    counts = dict.fromkeys(SetupState, 0)
    for latest, is_set, many in pairs.annotate(many=Count("pk")):
        counts[get_state(latest, is_confirmed=is_set)] += many
    counts[SetupState.NOT_SET] += agencies.count() - sum(counts.values())
    return counts


def is_settled(unit_id: int) -> bool:
    """Return whether the internal survey of an agency is over, after which no figure moves."""
    return is_open(Action.IIT, who=get_target(unit_id)).standing is Standing.CLOSED


def find_state(unit_id: int) -> SetupState:
    """Return where the set-up of one unit stands, once per request; for the head of pages."""
    row = remember(
        ("setup state", unit_id),
        lambda: (
            Setup.objects.filter(unit_id=unit_id, fiscal_year=get_year())
            .values_list("latest__state", "confirmed_id")
            .first()
        ),
    )
    return get_state(row[0], is_confirmed=row[1] is not None) if row else SetupState.NOT_SET


def find_confirmed(unit_id: int, *, year: int) -> Confirmed | None:
    """Return the figures in force of one agency, or None."""
    return next(iter(list_confirmed(year=year, unit_ids=[unit_id])), None)


def list_confirmed(*, year: int, unit_ids: Iterable[int] | None = None) -> list[Confirmed]:
    """Return the figures in force of these agencies, or of all."""
    rows = Setup.objects.filter(fiscal_year=year, confirmed__isnull=False)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    fields = ("headcount", "contacts", "iit_minimum", "eit_minimum")
    found = rows.values_list("unit_id", *(f"confirmed__{name}" for name in fields))
    return [Confirmed(*row) for row in found]


def list_division_counts(unit_id: int, *, year: int) -> dict[int, int]:
    """Return the confirmed headcount of each division that was given one."""
    rows = SetupPart.objects.filter(
        version__setup__unit_id=unit_id,
        version__setup__fiscal_year=year,
        version_id=F("version__setup__confirmed_id"),
        division__isnull=False,
    )
    return dict(rows.values_list("division_id", "number"))


def _find_confirmed(rows: Iterable[SetupVersion], parts: Any, year: int) -> VersionView | None:
    for row in rows:
        if row.setup.fiscal_year == year and row.setup.confirmed_id == row.pk:
            return _as_view(row, parts.get(row.pk, ()))
    return None


def _load_parts(versions: dict[int, SetupVersion]) -> dict[int, tuple[Part, ...]]:
    rows = SetupPart.objects.filter(version_id__in=list(versions)).order_by("kind", "id")
    found: dict[int, list[Part]] = {}
    for row in rows:
        part = Part(row.kind, row.label, row.number, row.division_id)
        found.setdefault(row.version_id, []).append(part)
    return {version: tuple(each) for version, each in found.items()}


def _as_view(row: SetupVersion, parts: tuple[Part, ...]) -> VersionView:
    return VersionView(
        number=row.number,
        state=VersionState(row.state),
        framework=row.framework,
        headcount=row.headcount,
        contacts=row.contacts,
        iit_minimum=row.iit_minimum,
        eit_minimum=row.eit_minimum,
        reason=row.reason,
        explanation=row.explanation,
        doubts=tuple(Doubt(code, facts) for code, facts in row.doubts.items()),
        is_late=row.is_late,
        made_by_id=row.made_by_id,
        made_by_name=row.made_by_name,
        sent_at=row.sent_at,
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
        decision_reason=row.decision_reason,
        parts=parts,
    )
