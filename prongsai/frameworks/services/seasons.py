"""Making a season, writing its draft, publishing it."""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock, request_cache
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.core.wiring import wired
from prongsai.frameworks.models import Season, SeasonVersion, SeasonWindow
from prongsai.frameworks.rules.calendars import check_calendar, has_errors
from prongsai.frameworks.selectors.seasons import load_windows
from prongsai.frameworks.types.seasons import SeasonSpec, VersionState
from prongsai.frameworks.types.windows import Window
from prongsai.permissions.rules import can


@transaction.atomic
def create_season(actor: Actor, *, spec: SeasonSpec, windows: Iterable[Window] = ()) -> str:
    """Open a season with a draft of its calendar and return its code."""
    _check_may(actor, "season.edit")
    try:
        with transaction.atomic():
            season = Season.objects.create(
                code=spec.code,
                fiscal_year=spec.fiscal_year,
                programme=spec.programme,
                form=spec.form,
                name_th=spec.name_th,
                name_en=spec.name_en,
            )
    except IntegrityError as error:
        raise Conflict(_("มีปฏิทินของปีและแบบนี้อยู่แล้ว"), field="fiscal_year") from error
    version = SeasonVersion.objects.create(
        season=season, number=1, made_by_id=actor.user_id, made_by_name=actor.name
    )
    write_windows(version, windows)
    record(actor, verb="season.create", target=f"season:{season.code}")
    return season.code


@transaction.atomic
def change_draft(actor: Actor, *, code: str, windows: Sequence[Window]) -> None:
    """Replace the calendar of a draft; errors may stay until it is published."""
    _check_may(actor, "season.edit")
    draft = _lock_draft(code)
    SeasonWindow.objects.filter(version=draft).delete()
    write_windows(draft, windows)
    record(actor, verb="season.edit", target=f"season:{code}", detail={"windows": len(windows)})


@transaction.atomic
def publish_season(actor: Actor, *, code: str) -> None:
    """Put the first version in force; from now on every change needs a second person."""

    _check_may(actor, "season.edit")
    draft = _lock_draft(code)
    windows = load_windows([draft.pk]).get(draft.pk, ())
    check_or_refuse(windows, fiscal_year=draft.season.fiscal_year)
    put_in_force(draft)
    record(actor, verb="season.publish", target=f"season:{code}", detail={"version": 1})


def check_or_refuse(windows: Sequence[Window], *, fiscal_year: int) -> None:
    findings = check_calendar(windows, fiscal_year=fiscal_year)
    if has_errors(findings):
        raise Invalid(findings[0].text)


def write_windows(version: SeasonVersion, windows: Iterable[Window]) -> None:
    SeasonWindow.objects.bulk_create(
        SeasonWindow(
            version=version,
            action=window.action,
            name_th=window.name_th,
            name_en=window.name_en,
            unit_class=window.target.unit_class,
            size=window.target.size,
            unit_id=window.target.unit_id,
            opens=window.opens,
            closes=window.closes,
        )
        for window in windows
    )


def put_in_force(version: SeasonVersion) -> None:
    """Make a written version the current one; the database then keeps it as it is."""
    version.state = VersionState.PUBLISHED.value
    version.published_at = clock.now()
    version.save(update_fields=["state", "published_at"])
    Season.objects.filter(pk=version.season_id).update(current=version)
    request_cache.forget()
    wired("follow_calendar")(version.season.fiscal_year)


def _lock_draft(code: str) -> SeasonVersion:
    draft = (
        SeasonVersion.objects.select_for_update(no_key=True, of=("self",))
        .select_related("season")
        .filter(season__code=code, state=VersionState.DRAFT)
        .first()
    )
    if draft is None:
        if Season.objects.filter(code=code).exists():
            raise Conflict(_("ปฏิทินนี้ประกาศใช้แล้ว การแก้ไขต้องเสนอเป็นฉบับใหม่"))
        raise NotFound
    return draft


def _check_may(actor: Actor, verb: str) -> None:
    if not can(actor, verb):
        raise NotAllowed(_("เฉพาะผู้รับผิดชอบการประเมินเท่านั้นที่แก้ไขปฏิทินได้"))
