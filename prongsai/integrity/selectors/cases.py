"""Cases: for the commission that decides, and for the agency that was asked."""

from typing import Any

from django.db.models import QuerySet

from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.integrity.models import Case, Finding
from prongsai.integrity.selectors.runs import read_flags
from prongsai.integrity.types import PRIVATE, Flag
from prongsai.organizations.selectors.joins import with_names
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scope
from prongsai.permissions.rules import can, can_anywhere


def find_case(finding: Finding) -> Case | None:
    """Return the one case about this survey of this agency in this year."""
    return Case.objects.filter(
        unit_id=finding.unit_id, fiscal_year=finding.run.fiscal_year, part=finding.part
    ).first()


def list_own_cases(actor: Actor) -> QuerySet[Case]:
    """Return what the actor's agency was asked, newest first."""
    if not can_anywhere(actor, "integrity.reply"):
        raise NotFound
    rows = filter_by_reach(_list_asked(), actor=actor, verb="integrity.reply")
    named: Any = with_names(rows)
    ordered: QuerySet[Case] = named.order_by("-id")
    return ordered


def get_own_case(actor: Actor, case_id: int) -> Case:
    """Return a case about which the actor's agency was asked."""
    case = _list_asked().select_related("finding__run").filter(pk=case_id).first()
    if case is None or not can(actor, "integrity.reply", get_scope(case.unit_id)):
        raise NotFound
    return case


def count_own_open(actor: Actor) -> tuple[int, Case | None]:
    """Return how many questions wait for the actor's agency, and the most urgent of them."""
    rows = filter_by_reach(
        _list_asked().filter(state="asked"), actor=actor, verb="integrity.reply"
    ).order_by("reply_by", "id")
    found = list(rows[:20])
    return len(found), found[0] if found else None


def list_shown_flags(case: Case) -> list[Flag]:
    """Return the flags that an agency may see: never what respondents said in private."""
    return [flag for flag in read_flags(case.finding) if flag.code not in PRIVATE]


def _list_asked() -> QuerySet[Case]:
    return Case.objects.filter(reply_by__isnull=False)
