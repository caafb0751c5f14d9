"""Reading measures: the draft for the agency, the published version for everybody."""

from functools import lru_cache

from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.feedback.models import Measure, Publication
from prongsai.feedback.rules import are_equal, list_others, list_voices
from prongsai.feedback.types import MeasureView, Page, Text
from prongsai.frameworks.selectors.packs import get_pack, list_packs
from prongsai.organizations.selectors.units import get_unit, get_unit_for
from prongsai.organizations.types.units import UnitView
from prongsai.results.selectors.years import list_published
from prongsai.results.types import Published

SURVEYS = ("IIT", "EIT")


def get_page(code: str, year: int | None = None) -> tuple[UnitView, Page, list[int]]:
    """Return what everybody may read of a unit: its page of a year, and its years."""
    unit = get_unit(code)
    results = list_published(unit.id)
    wanted = (each for each in results if year in {None, each.fiscal_year})
    result = next(wanted, None)
    if result is None:
        raise NotFound
    last = _get_last(unit.id, result.fiscal_year)
    page = _compose(result, _read(last), last)
    return unit, page, [each.fiscal_year for each in results]


def get_draft_for(actor: Actor, code: str, year: int) -> tuple[UnitView, Page]:
    """Return the page as it would be published now."""
    unit = get_unit_for(actor, code, verb="feedback.view")
    result = get_result(unit.id, year)
    return unit, _compose(result, list_measures(unit.id, year), _get_last(unit.id, year))


def get_measure(unit_id: int, year: int, measure_id: int) -> MeasureView:
    row = Measure.objects.filter(unit_id=unit_id, fiscal_year=year, id=measure_id).first()
    if row is None:
        raise NotFound
    return row.as_view()


def get_result(unit_id: int, year: int) -> Published:
    found = [each for each in list_published(unit_id) if each.fiscal_year == year]
    if not found:
        raise NotFound
    return found[0]


def list_measures(unit_id: int, year: int) -> list[MeasureView]:
    rows = Measure.objects.filter(unit_id=unit_id, fiscal_year=year).order_by("id")
    return [row.as_view() for row in rows]


def has_changed(unit_id: int, year: int) -> bool:
    """Return whether the draft says something else than the last published version."""
    last = _get_last(unit_id, year)
    return not are_equal(_read(last), list_measures(unit_id, year))


@lru_cache(maxsize=32)
def get_names(framework: str) -> dict[str, Text]:
    """Return the indicators that the surveys of a framework score."""
    if framework not in list_packs():
        return {}
    instruments = get_pack(framework).instruments
    return {
        each.code: Text(each.name.th, each.name.en)
        for instrument in instruments
        if instrument.code in SURVEYS
        for each in instrument.indicators
    }


def _get_last(unit_id: int, year: int) -> Publication | None:
    rows = Publication.objects.filter(unit_id=unit_id, fiscal_year=year)
    return rows.order_by("-version").first()


def _read(publication: Publication | None) -> list[MeasureView]:
    return [MeasureView.from_plain(each) for each in publication.measures] if publication else []


def _compose(result: Published, measures: list[MeasureView], last: Publication | None) -> Page:
    voices = list_voices(result.indicators, get_names(result.framework), measures)
    return Page(
        fiscal_year=result.fiscal_year,
        voices=voices,
        others=list_others(voices, measures),
        version=last.version if last else 0,
        published_on=last.published_on if last else None,
    )
