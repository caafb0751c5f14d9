"""The rules of the year for one agency: which framework, and the least number of answers."""

import re

from prongsai.core.errors import NotFound
from prongsai.frameworks.selectors.packs import get_pack, list_packs
from prongsai.frameworks.types.seasons import Form
from prongsai.headcounts.types import MinimumView
from prongsai.organizations.types.units import UnitClass
from prongsai.scoring.samples import find_minimum

PROGRAMME = "nacc"


def get_framework_name(unit_class: str, fiscal_year: int) -> str:
    """Return the framework of an agency: that of the year, else the newest before it."""
    form = Form.AMPHOE if unit_class == UnitClass.DISTRICT else Form.GENERAL
    pattern = re.compile(rf"{PROGRAMME}-{form.value}-(\d{{4}})")
    years = {int(found[1]): name for name in list_packs() if (found := pattern.fullmatch(name))}
    known = [year for year in years if year <= fiscal_year]
    if not known:
        raise NotFound
    return years[max(known)]


def list_minimums(
    framework: str, *, headcount: int | None, unit_class: str, size: str
) -> dict[str, MinimumView]:
    """Return the minimum of each survey part (IIT, EIT1 …), with the rule and the sum."""
    pack = get_pack(framework)
    agency_class = f"{unit_class}-{size}" if size else unit_class
    surveys = [pack.get_instrument(code) for code in ("IIT", "EIT")]
    names = {part.code: part.name for survey in surveys for part in survey.parts}
    sheets = [sheet for survey in surveys for sheet in survey.sheets]
    found = {}
    for sheet in sheets:
        minimum = find_minimum(pack, sheet, headcount=headcount, agency_class=agency_class)
        quota = pack.quotas.get(sheet)
        found[sheet] = MinimumView(
            part=sheet,
            name=names.get(sheet),
            number=minimum.number if minimum else None,
            rule=quota.text if quota else None,
            formula=minimum.formula if minimum else None,
            is_verified=quota is None or not quota.basis.provisional,
        )
    return found


def find_last_minimum(
    framework: str, part: str, *, unit_class: str, size: str
) -> tuple[int, int] | None:
    """Return year and number of the latest earlier framework that had a minimum for such agencies.

    For orientation where the framework of the year has none: nobody is judged by it.
    """
    year, known = get_pack(framework).fiscal_year, set(list_packs())
    agency_class = f"{unit_class}-{size}" if size else unit_class
    while (name := re.sub(r"\d{4}$", str(year := year - 1), framework)) in known:
        found = find_minimum(get_pack(name), part, agency_class=agency_class)
        if found:
            return year, found.number
    return None


def get_external_part(framework: str) -> str:
    """Return the part of EIT that the public answers through links."""
    return get_pack(framework).get_instrument("EIT").sheets[0]
