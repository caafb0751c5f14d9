"""Seasons and their versions: everybody reads what is published, editors also drafts."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.frameworks.models import Season, SeasonVersion, SeasonWindow
from prongsai.frameworks.rules.calendars import sort_windows
from prongsai.frameworks.types.seasons import SeasonView, VersionState, VersionView
from prongsai.frameworks.types.windows import Target, Window
from prongsai.permissions.rules import can


def get_season_for(actor: Actor, code: str) -> SeasonView:
    """Return one season with its current calendar; a draft is found only by those who edit."""
    season = _list_seasons(actor).filter(code=code).first()
    if season is None:
        raise NotFound
    return _as_views([season])[0]


def list_seasons_for(actor: Actor) -> list[SeasonView]:
    """Return the seasons that ACTOR may see with their calendars, newest first: three queries."""
    return _as_views(_list_seasons(actor).order_by("-fiscal_year", "programme", "-form"))


def find_public_season(code: str) -> SeasonView | None:
    """Return a published season: for whoever reads without signing in."""
    seasons = _as_views(Season.objects.filter(code=code, current__isnull=False))
    return seasons[0] if seasons else None


def list_versions(season_id: int) -> list[VersionView]:
    """Return the published versions of a season, newest first: old ones stay readable."""
    rows = SeasonVersion.objects.filter(season_id=season_id, state=VersionState.PUBLISHED).order_by(
        "-number"
    )
    windows = load_windows(row.pk for row in rows)
    return [
        VersionView(
            number=row.number,
            state=VersionState(row.state),
            reason=row.reason,
            made_by_name=row.made_by_name,
            approved_by_name=row.approved_by_name,
            published_at=row.published_at,
            windows=windows.get(row.pk, ()),
        )
        for row in rows
    ]


def load_windows(version_ids: Iterable[int]) -> dict[int, tuple[Window, ...]]:
    """Return the windows of each version in the order of reading, in one query."""
    found: dict[int, list[Window]] = {}
    for row in SeasonWindow.objects.filter(version_id__in=list(version_ids)):
        found.setdefault(row.version_id, []).append(as_window(row))
    return {version: tuple(sort_windows(windows)) for version, windows in found.items()}


def as_window(row: SeasonWindow) -> Window:
    target = Target(row.unit_class, row.size, row.unit_id)
    return Window(row.action, row.opens, row.closes, target, row.name_th, row.name_en)


def _list_seasons(actor: Actor) -> QuerySet[Season]:
    if not can(actor, "season.view"):
        return Season.objects.none()
    if can(actor, "season.edit"):
        return Season.objects.all()
    return Season.objects.filter(current__isnull=False)


def _as_views(seasons: QuerySet[Season] | list[Season]) -> list[SeasonView]:
    found = list(seasons)
    shown = SeasonVersion.objects.filter(season__in=[season.pk for season in found]).filter(
        Q(pk=F("season__current")) | Q(season__current=None)
    )
    versions = {version.season_id: version for version in shown}
    windows = load_windows(version.pk for version in versions.values())
    return [_as_view(season, versions[season.pk], windows) for season in found]


def _as_view(
    season: Season, version: SeasonVersion, windows: dict[int, tuple[Window, ...]]
) -> SeasonView:
    return SeasonView(
        id=season.pk,
        code=season.code,
        fiscal_year=season.fiscal_year,
        programme=season.programme,
        form=season.form,
        name_th=season.name_th,
        name_en=season.name_en,
        version=version.number,
        state=VersionState(version.state),
        published_at=version.published_at,
        windows=windows.get(version.pk, ()),
    )
