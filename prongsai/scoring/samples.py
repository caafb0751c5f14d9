"""The smallest sample of each answer sheet, with the sum that gives it."""

from dataclasses import dataclass
from math import ceil

from prongsai.scoring.rounding import write_exact
from prongsai.scoring.types.framework import Framework, Quota, Text
from prongsai.scoring.types.given import Given


@dataclass(frozen=True, slots=True)
class Minimum:
    """How many must answer, and the formula filled in."""

    sheet: str
    number: int
    formula: Text
    quota: Quota


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A sheet with fewer respondents than its minimum."""

    minimum: Minimum
    respondents: int


def find_minimum(
    framework: Framework,
    sheet: str,
    *,
    headcount: int | None = None,
    agency_class: str | None = None,
) -> Minimum | None:
    """The minimum of a sheet, or None where the rule or the agency's number is not known."""
    quota = framework.quotas.get(sheet)
    if quota is None:
        return None
    if quota.percent is not None:
        return None if headcount is None else _share_of(quota, headcount)
    number = quota.by_class.get(agency_class or "")
    if number is None:
        return None
    formula = Text(f"ประเภท {agency_class}: {number} คน", f"class {agency_class}: {number} people")
    return Minimum(sheet, number, formula, quota)


def list_shortfalls(framework: Framework, given: Given) -> list[Shortfall]:
    """The sheets handed in that stay under a known minimum."""
    short = []
    for sheet, counts in given.sheets.items():
        minimum = find_minimum(
            framework, sheet, headcount=given.headcount, agency_class=given.agency_class
        )
        if minimum and 0 < counts.respondents < minimum.number:
            short.append(Shortfall(minimum, counts.respondents))
    return short


def list_unchecked(framework: Framework, given: Given) -> list[str]:
    """The sheets handed in whose minimum cannot be told."""
    return [
        sheet
        for sheet, counts in given.sheets.items()
        if counts.respondents
        and not find_minimum(
            framework, sheet, headcount=given.headcount, agency_class=given.agency_class
        )
    ]


def _share_of(quota: Quota, headcount: int) -> Minimum:
    percent = quota.percent or 0
    least, most = quota.at_least or 0, quota.at_most
    share = ceil(headcount * percent / 100)
    number = max(share, least)
    if most is not None:
        number = min(number, most)
    number = min(number, headcount)
    rate = write_exact(quota.percent) if quota.percent is not None else "0"
    return Minimum(quota.sheet, number, _formula(rate, headcount, share, quota, number), quota)


def _formula(rate: str, headcount: int, share: int, quota: Quota, number: int) -> Text:
    thai = [f"ร้อยละ {rate} ของ {headcount} คน = {share} คน"]
    english = [f"{rate} % of {headcount} = {share}"]
    if quota.at_least:
        thai.append(f"ไม่น้อยกว่า {quota.at_least} คน")
        english.append(f"at least {quota.at_least}")
    if quota.at_most:
        thai.append(f"ไม่เกิน {quota.at_most} คน")
        english.append(f"at most {quota.at_most}")
    thai.append("ไม่เกินจำนวนที่มีจริง")
    english.append("never more than there are")
    return Text(f"{' '.join(thai)} จึงเป็น {number} คน", f"{', '.join(english)}: {number}")
