"""What sensitive questions with forced answers say of the many, after their surveys have closed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.core.suppression import ALL, Key, cross, find_withheld
from prongsai.organizations.selectors.joins import with_names
from prongsai.permissions.rules import can_anywhere
from prongsai.surveys.models import Channel, DatabaseRole, acting_as
from prongsai.surveys.rules.randomised import Estimate, estimate
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.types import Attribute

# With fewer the interval is too wide to say anything.
LEAST = 100
YES = 0
COUNTS = """
SELECT framework, part, attribute, choice, unit_id, sum(respondents)::int
FROM answers.attributes WHERE fiscal_year = %s
AND (framework, part, attribute) IN (SELECT * FROM unnest(%s::text[], %s::text[], %s::int[]))
GROUP BY framework, part, attribute, choice, unit_id
"""
Place = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """The estimates of one question: of everybody, and of each class of agencies."""

    part: str
    question: Attribute
    everybody: Estimate | None
    by_class: dict[str, Estimate]


def list_sensitive_for(actor: Actor, *, fiscal_year: int) -> list[Finding]:
    """Return what may be told of the sensitive questions of a year, question by question."""
    if not can_anywhere(actor, "survey.sensitive"):
        raise NotFound
    closed = dict(_list_closed(fiscal_year))
    counts = _count(fiscal_year, closed)
    return [_describe(place, closed[place], counts[place]) for place in sorted(closed)]


def list_sensitive_years(actor: Actor) -> list[int]:
    """Return the years whose frameworks ask such a question, the latest first."""
    if not can_anywhere(actor, "survey.sensitive"):
        raise NotFound
    used = Channel.objects.values_list("fiscal_year", "framework", "instrument").distinct()
    return sorted({year for year, *rest in used if any(_list_questions(*rest))}, reverse=True)


def _list_questions(framework: str, instrument: str) -> Iterator[tuple[int, Attribute]]:
    for at, attribute in enumerate(get_questionnaire(framework, instrument).attributes):
        if attribute.design:
            yield at, attribute


def _list_closed(fiscal_year: int) -> Iterator[tuple[Place, Attribute]]:
    """Yield the questions all of whose links have closed."""
    rows = Channel.objects.filter(fiscal_year=fiscal_year)
    still_open = set(
        rows.filter(closes_on__gte=clock.today()).values_list("framework", "part").distinct()
    )
    for framework, part, instrument in rows.values_list(
        "framework", "part", "instrument"
    ).distinct():
        if (framework, part) not in still_open:
            for at, question in _list_questions(framework, instrument):
                yield (framework, part, at), question


def _count(
    fiscal_year: int, places: dict[Place, Attribute]
) -> defaultdict[Place, Counter[tuple[str, int]]]:
    """Count the answers of each question by class of agency and choice."""
    columns = [list(column) for column in zip(*places, strict=True)] or [[], [], []]
    with acting_as(DatabaseRole.READER) as cursor:
        cursor.execute(COUNTS, [fiscal_year, *columns])
        rows = cursor.fetchall()
    agencies = with_names(Channel.objects.filter(fiscal_year=fiscal_year), keep_all=True)
    classes = dict(agencies.values_list("unit_id", "unit_class").distinct())
    counts: defaultdict[Place, Counter[tuple[str, int]]] = defaultdict(Counter)
    for framework, part, at, choice, unit_id, respondents in rows:
        counts[framework, part, at][classes[unit_id] or "", choice] += respondents
    return counts


def _describe(place: Place, question: Attribute, counts: Counter[tuple[str, int]]) -> Finding:
    table = cross({(*key,): count for key, count in counts.items()})
    withheld = find_withheld(table, threshold=settings.SURVEYS_LEAST_GROUP)

    def get_estimate(unit_class: str) -> Estimate | None:
        keys: list[Key] = [(unit_class, YES), (unit_class, YES + 1), (unit_class, ALL)]
        yes, _, respondents = (table.get(key, 0) for key in keys)
        if respondents < LEAST or any(key in withheld for key in keys) or not question.design:
            return None
        return estimate(question.design, yes=yes, respondents=respondents)

    by_class = {name: get_estimate(name) for name in sorted({key[0] for key in counts})}
    return Finding(
        part=place[1],
        question=question,
        everybody=get_estimate(ALL),
        by_class={name: found for name, found in by_class.items() if found},
    )
