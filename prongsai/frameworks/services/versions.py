"""Changing a published calendar: proposed by one person, put in force by another's approval."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Proposal, Request
from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.frameworks.models import Season, SeasonVersion
from prongsai.frameworks.rules.calendars import diff_calendars, sort_windows
from prongsai.frameworks.rules.proposals import extend, read_change, write_change
from prongsai.frameworks.selectors.seasons import load_windows
from prongsai.frameworks.selectors.windows import list_targets
from prongsai.frameworks.services.seasons import check_or_refuse, put_in_force, write_windows
from prongsai.frameworks.types.proposals import ACTION, Change, Extension
from prongsai.frameworks.types.windows import Target, Window
from prongsai.organizations.selectors.classes import get_unit_classes
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.permissions.rules import can


@transaction.atomic
def propose_version(
    actor: Actor, *, code: str, windows: Sequence[Window], reason: str, base: int
) -> Request:
    """Ask a second person to put a changed calendar in force; BASE is where it starts from."""
    if not can(actor, "season.edit"):
        raise NotAllowed(_("เฉพาะผู้รับผิดชอบการประเมินเท่านั้นที่แก้ไขปฏิทินได้"))
    return _propose(actor, _get_season(code), windows=windows, reason=reason, base=base)


@transaction.atomic
def propose_extension(actor: Actor, *, code: str, extension: Extension) -> Request:
    """Ask for a later closing: the owner for anybody, an agency for itself."""
    if not all(can_extend(actor, target) for target in extension.targets):
        raise NotAllowed(_("หน่วยงานขอขยายเวลาได้เฉพาะของตนเอง"))
    season = _get_season(code)
    before = _load_current(season)
    units = [target.unit_id for target in extension.targets if target.unit_id is not None]
    whole = {Target(unit_id=unit): target for unit, target in list_targets(units).items()}
    after = extend(before, extension, whole=whole)
    if not diff_calendars(before, after):
        raise Invalid(_("วันปิดใหม่ต้องหลังวันปิดเดิม และปฏิทินต้องมีขั้นตอนนี้"), field="closes")
    base = season.current.number if season.current else 0
    return _propose(actor, season, windows=after, reason=extension.reason, base=base)


def apply_version(actor: Actor, *, request: Request) -> None:
    """Put an approved change in force: run by approvals in the approver's transaction."""
    change = read_change(request.payload)
    season = _get_season(change.season, lock=True)
    if season.current is None or season.current.number != change.base:
        raise Conflict(_("ปฏิทินเปลี่ยนไปแล้วหลังยื่นคำขอนี้ ให้ผู้ขอถอนแล้วเสนอใหม่จากฉบับปัจจุบัน"))
    check_or_refuse(change.after, fiscal_year=season.fiscal_year)
    version = SeasonVersion.objects.create(
        season=season,
        number=change.base + 1,
        reason=change.reason,
        made_by_id=request.requested_by_id,
        made_by_name=request.requested_by_name,
        approved_by_id=actor.user_id,
        approved_by_name=actor.name,
    )
    write_windows(version, change.after)
    put_in_force(version)
    detail = {"version": version.number, "reason": change.reason}
    record(actor, verb="season.version", target=f"season:{season.code}", detail=detail)


def can_extend(actor: Actor, target: Target) -> bool:
    """Return whether ACTOR may ask for more time for TARGET."""
    if can(actor, "season.edit"):
        return True
    return target.unit_id is not None and can(actor, "season.extend", get_scope(target.unit_id))


def _propose(
    actor: Actor, season: Season, *, windows: Sequence[Window], reason: str, base: int
) -> Request:
    if not reason.strip():
        raise Invalid(_("โปรดระบุเหตุผลของการเปลี่ยนแปลง"), field="reason")
    if season.current is None or season.current.number != base:
        raise Conflict(_("ปฏิทินเปลี่ยนไปแล้วระหว่างที่ท่านแก้ เปิดหน้าใหม่แล้วแก้จากฉบับปัจจุบัน"))
    check_or_refuse(windows, fiscal_year=season.fiscal_year)
    before = _load_current(season)
    if not diff_calendars(before, windows):
        raise Invalid(_("ยังไม่มีอะไรเปลี่ยนจากฉบับปัจจุบัน"))
    change = Change(
        season=season.code,
        season_name=season.name_th,
        fiscal_year=season.fiscal_year,
        base=base,
        before=before,
        after=tuple(sort_windows(windows)),
        reason=reason.strip(),
        units=_name_units([*before, *windows]),
    )
    target = f"season:{season.code}"
    record(actor, verb="season.propose", target=target, detail={"base": base, "reason": reason})
    proposal = Proposal(ACTION, target, write_change(change), "season.approve")
    return request_approval(actor, proposal=proposal)


def _get_season(code: str, *, lock: bool = False) -> Season:
    # The current version is read after the lock: joined to it, it could be the one before.
    rows = Season.objects.filter(code=code, current__isnull=False)
    season = (rows.select_for_update(no_key=True) if lock else rows).first()
    if season is None:
        raise NotFound
    return season


def _load_current(season: Season) -> tuple[Window, ...]:
    version_id = season.current_id or 0
    return load_windows([version_id]).get(version_id, ())


def _name_units(windows: Sequence[Window]) -> dict[str, list[str]]:
    units = {window.target.unit_id for window in windows if window.target.unit_id is not None}
    if not units:
        return {}
    classes = get_unit_classes(units)
    return {
        str(unit): [name.name_th, name.name_en, *classes[unit]]
        for unit, name in get_unit_names(units).items()
    }
