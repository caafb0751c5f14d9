"""Rounds as those see them who lead them: progress, rates, the call list with masked numbers."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from prongsai.accounts.selectors.recipients import list_people_who_may, list_recipients
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.core.thai_text import sort_key
from prongsai.fieldwork.models import Agency, Case, Member, Round
from prongsai.fieldwork.rules.agencies import fits
from prongsai.fieldwork.rules.attempts import is_partial
from prongsai.fieldwork.rules.rates import Rates, Tally, count_cases, get_rates
from prongsai.fieldwork.types import REOPENABLE, Disposition
from prongsai.frameworks.selectors.packs import get_pack
from prongsai.notifications.types import Recipient
from prongsai.organizations.selectors.areas import get_areas
from prongsai.organizations.selectors.joins import with_names
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scope, list_ids_below
from prongsai.organizations.selectors.units import list_units_for, make_view
from prongsai.organizations.types.units import NOT_ASSESSED, UnitName, UnitView
from prongsai.permissions.rules import can
from prongsai.surveys.selectors.counts import get_counts
from prongsai.surveys.selectors.sheets import list_answers_through


@dataclass(frozen=True, slots=True)
class AgencyProgress:
    """One agency of a round in numbers."""

    id: int
    name: UnitName
    quota: int
    cases: int
    interviews: int
    answers: int
    paper: int

    @property
    def share(self) -> Decimal:
        return Decimal(self.interviews) * 100 / self.quota


def list_rounds_for(actor: Actor) -> QuerySet[Round]:
    """Return the rounds that ACTOR leads, newest first, with their numbers."""
    rows = filter_by_reach(Round.objects.all(), actor=actor, verb="fieldwork.manage")
    had = Q(agencies__cases__disposition=Disposition.COMPLETE)
    interviews = Count("agencies__cases", filter=had)
    return rows.annotate(cases=Count("agencies__cases"), interviews=interviews).order_by(
        "-opens_on", "-id"
    )


def get_round_for(actor: Actor, round_id: int, *, verb: str = "fieldwork.manage") -> Round:
    one = Round.objects.filter(pk=round_id).first()
    if one is None or not can(actor, verb, get_scope(one.unit_id)):
        raise NotFound
    return one


def list_progress(one: Round) -> list[AgencyProgress]:
    """Return every agency of a round: interviews against the quota, answers that have arrived."""
    rows = list(
        Agency.objects.filter(round=one)
        .annotate(
            all_cases=Count("cases"),
            had=Count("cases", filter=Q(cases__disposition=Disposition.COMPLETE)),
        )
        .order_by("id")
    )
    names = get_unit_names([row.unit_id for row in rows])
    counts = get_counts(
        [each for row in rows for each in (row.interview_channel, row.paper_channel)]
    )
    return [
        AgencyProgress(
            *(row.pk, names[row.unit_id], row.quota, row.all_cases, row.had),
            *(counts[row.interview_channel], counts[row.paper_channel]),
        )
        for row in rows
    ]


def get_figures(one: Round) -> tuple[Counter[str], Tally, Rates]:
    """Return the cases by disposition, by letter, and the rates."""
    counts = Counter(
        dict(
            Case.objects.filter(agency__round=one)
            .values_list("disposition")
            .annotate(number=Count("id"))
            .order_by()
        )
    )
    tally = count_cases(counts, partials=_count_partials(one))
    return counts, tally, get_rates(tally)


def _count_partials(one: Round) -> int:
    """Return how many released interviews were partial.

    Counted as they come, the one half-empty sheet of an agency would be that of the last case.
    """
    channels = list(Agency.objects.filter(round=one).values_list("unit_id", "interview_channel"))
    year = get_pack(one.framework).fiscal_year
    return sum(map(is_partial, list_answers_through(channels, fiscal_year=year)))


def list_cases_for(actor: Actor, one: Round) -> QuerySet[Any]:
    get_round_for(actor, one.pk)
    rows = Case.objects.filter(agency__round=one).select_related("interviewer").order_by("id")
    named: QuerySet[Any] = with_names(rows, field="agency__unit", keep_all=True)
    return named


def list_reopenable(one: Round, case_ids: Collection[int]) -> QuerySet[Case]:
    """Return those of the cases that ended without an interview."""
    chosen = Case.objects.filter(agency__round=one, pk__in=case_ids, disposition__in=REOPENABLE)
    return chosen.order_by("pk")


def list_area_units(actor: Actor, one: Round) -> list[tuple[UnitView, UnitName | None]]:
    """Return the agencies that a round can be about by name, each with its district."""
    day = clock.today()
    rows = list_units_for(actor).filter(unit_id__in=list_ids_below(one.unit_id))
    rows = rows.exclude(unit_class__in=NOT_ASSESSED).select_related("unit")
    views = [
        make_view(row, day=day) for row in rows if fits(one.framework, unit_class=row.unit_class)
    ]
    areas = get_areas(view.id for view in views)
    districts = {view.id: areas[view.id][1] for view in views}
    names = get_unit_names({each for each in districts.values() if each})
    return [(view, names.get(districts[view.id] or 0)) for view in views]


def list_shares(one: Round) -> list[dict[str, Any]]:
    """Return who works for a round, with the cases, the interviews and the attempts of each."""
    mine = Q(disposition=Disposition.COMPLETE)
    rows = (
        Case.objects.filter(agency__round=one, interviewer__isnull=False)
        .values("interviewer_id")
        .annotate(cases=Count("id"), had=Count("id", filter=mine), tried=Sum("attempts_made"))
        .order_by()
    )
    shares = {row["interviewer_id"]: row for row in rows}
    nothing = {"cases": 0, "had": 0, "tried": 0}
    return [
        {**nothing, **shares.get(p.user_id or 0, {}), "id": p.user_id, "name": p.name}
        for p in list_members(one)
    ]


def count_free_cases(one: Round) -> int:
    return Case.objects.filter(agency__round=one, interviewer=None).count()


def list_members(one: Round) -> list[Recipient]:
    """Return who works for a round, as a list of people is sorted: by name, whatever the title."""
    members = Member.objects.filter(round=one).order_by("person__name_sort", "person_id")
    ids = list(members.values_list("person_id", flat=True))
    return sorted(list_recipients(ids), key=lambda person: ids.index(person.user_id or 0))


def list_candidates(one: Round) -> list[Recipient]:
    """Return who could work for a round: the interviewers of its province."""
    found = list_people_who_may("fieldwork.interview", unit_id=one.unit_id)
    return [person for person in found if person.user_id is not None]


def list_choices(people: Sequence[Recipient]) -> list[tuple[str, str]]:
    named = sorted(people, key=lambda person: sort_key(person.name))
    return [(str(person.user_id), person.name) for person in named]
