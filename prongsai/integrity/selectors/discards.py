"""What does not count, for scoring and for everybody."""

from collections import Counter

from django.utils.translation import gettext as _

from prongsai.core.errors import Conflict
from prongsai.core.suppression import ALL, Key, find_withheld
from prongsai.frameworks.selectors.packs import get_pack
from prongsai.integrity.models import Case, Finding, Run
from prongsai.integrity.rules.discards import pick_sheets
from prongsai.integrity.selectors.runs import find_flag
from prongsai.integrity.types import Decision, DiscardedShare, Flag, RunState
from prongsai.surveys.selectors.sheets import list_sheets
from prongsai.surveys.types import Sheet


def list_discarded(*, fiscal_year: int) -> list[DiscardedShare]:
    """Return every approved exclusion of a year."""
    rows = Case.objects.filter(fiscal_year=fiscal_year, decision=Decision.DISCARD)
    return [
        DiscardedShare(
            unit_id=case.unit_id,
            fiscal_year=fiscal_year,
            part=case.part,
            rule=case.rule,
            discarded=case.discarded,
            respondents=case.finding.respondents,
        )
        for case in rows.select_related("finding").order_by("unit_id", "part")
    ]


def list_discarded_sheets(*, unit_id: int, fiscal_year: int) -> Counter[Sheet]:
    """Return the sheets of an agency that scoring leaves out, each with how many times.

    They are found again by rule; where their number is not the approved one, nothing is returned.
    """
    gone: Counter[Sheet] = Counter()
    cases = Case.objects.filter(
        unit_id=unit_id, fiscal_year=fiscal_year, decision=Decision.DISCARD
    ).select_related("finding")
    for case in cases:
        flag = find_flag(case.finding, case.rule)
        found = pick_for(case.finding, flag, fiscal_year=fiscal_year) if flag else Counter()
        if found.total() != case.discarded:
            raise Conflict(f"case {case.pk}: {found.total()} sheets instead of {case.discarded}")
        gone += found
    return gone


def pick_for(finding: Finding, flag: Flag, *, fiscal_year: int) -> Counter[Sheet]:
    """Return what the rule of FLAG takes out of the survey of FINDING."""
    sheets = [
        sheet
        for sheet in list_sheets(fiscal_year=fiscal_year, unit_id=finding.unit_id)
        if sheet.part == finding.part
    ]
    if len(sheets) != finding.respondents:
        raise Conflict(_("จำนวนคำตอบเปลี่ยนไปหลังรายงานนี้ ให้คำนวณรายงานใหม่ก่อน"))
    return pick_sheets(sheets, flag, ranks=get_ranks(sheets[0].framework, finding.part))


def get_ranks(framework: str, part: str) -> tuple[tuple[int, ...], ...]:
    """Return of every line of a part its choices that carry points, from worst to best."""
    instrument = next(i for i in get_pack(framework).instruments if i.lines and part in i.sheets)
    return tuple(
        tuple(
            number
            for _, number in sorted(
                (choice.points, number)
                for number, choice in enumerate(line.choices)
                if choice.points is not None
            )
        )
        for line in instrument.lines
    )


def find_hidden(shares: list[DiscardedShare], *, least: int) -> set[tuple[int, str]]:
    """Return the agencies and surveys whose number the public may not see."""
    cells: dict[Key, int] = {(_name(each),): each.discarded for each in shares}
    if not cells:
        return set()
    withheld = find_withheld({**cells, (ALL,): sum(cells.values())}, threshold=least)
    return {
        (each.unit_id, each.part)
        for each in shares
        if (_name(each),) in withheld or each.respondents < least
    }


def _name(share: DiscardedShare) -> str:
    return f"{share.unit_id} {share.part}"


def list_discarded_years() -> list[int]:
    """Return the years with a report, the latest first: their figure may be none."""
    years = Run.objects.filter(state=RunState.DONE).values_list("fiscal_year", flat=True)
    return sorted(set(years), reverse=True)
