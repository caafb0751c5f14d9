"""New limits: proposed with a trial on the answers of the season, in force by a second person."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.approvals.selectors import list_pending_about
from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Explanation, Line, Proposal, Request
from prongsai.audit.services import record
from prongsai.core import clock, jobs
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.integrity.models import ThresholdsVersion
from prongsai.integrity.rules.effects import compare_limits
from prongsai.integrity.rules.limits import LIMITS, list_changes, list_outside
from prongsai.integrity.selectors.limits import describe_effect, get_label, write_number
from prongsai.integrity.selectors.seasons import read_parts
from prongsai.integrity.selectors.thresholds import (
    get_draft_for,
    get_next_version,
    get_start,
    get_thresholds,
    hash_numbers,
    to_thresholds,
)
from prongsai.integrity.types import METHOD, VersionState
from prongsai.permissions.rules import can
from prongsai.surveys.selectors.sheets import find_latest_released_year

ACTION = "integrity.thresholds"
_LOCK = 0x714E


@transaction.atomic
def propose_thresholds(
    actor: Actor, *, numbers: Mapping[str, float], reason: str
) -> ThresholdsVersion:
    """Keep new limits as a draft and try them on the latest answers in the worker."""
    if not can(actor, "integrity.thresholds"):
        raise NotFound
    now = get_thresholds()
    wanted = {limit.name: float(numbers[limit.name]) for limit in LIMITS}
    wanted[METHOD] = get_start().method
    outside = list_outside(wanted)
    if outside:
        raise Invalid(_("ค่านี้อยู่นอกช่วงที่ใช้ได้"), field=outside[0].name)
    if not list_changes(now.numbers, wanted):
        raise Invalid(_("ยังไม่ได้เปลี่ยนค่าใด"))
    if not reason.strip():
        raise Invalid(_("โปรดระบุเหตุผล"), field="reason")
    row = ThresholdsVersion.objects.create(
        numbers=wanted,
        hash=hash_numbers(wanted),
        follows=now.hash,
        reason=reason.strip(),
        proposed_by_id=actor.user_id,
        proposed_by_name=actor.name,
    )
    detail = {"follows": now.version, "changed": _list_names(now.numbers, wanted)}
    record(actor, verb="integrity.try_thresholds", target=get_subject(row), detail=detail)
    jobs.after_commit("integrity.tasks.try_thresholds", draft_id=row.pk)
    return row


@transaction.atomic
def try_thresholds(draft_id: int) -> None:
    """Count what the draft would flag on the latest answers; does nothing the second time."""
    row = ThresholdsVersion.objects.select_for_update(no_key=True).filter(pk=draft_id).first()
    if row is None or row.state != VersionState.TRYING:
        return
    year = find_latest_released_year()
    if year is not None:
        _units, parts = read_parts(year)
        effect = compare_limits(parts, old=get_thresholds(), new=to_thresholds(row))
        row.effect = {"year": year, **effect}
    row.state = VersionState.TRIED
    row.save(update_fields=["state", "effect"])


@transaction.atomic
def fail_trial(draft_id: int) -> None:
    """Say that the trial came to nothing, so that another may be asked for."""
    row = ThresholdsVersion.objects.select_for_update(no_key=True).get(pk=draft_id)
    if row.state == VersionState.TRYING:
        row.state = VersionState.FAILED
        row.save(update_fields=["state"])


@transaction.atomic
def request_thresholds(actor: Actor, *, draft_id: int) -> Request:
    """Ask a second person to put a tried draft in force."""
    row = get_draft_for(actor, draft_id)
    now = get_thresholds()
    if row.state != VersionState.TRIED or row.follows != now.hash:
        raise Conflict(_("ฉบับร่างนี้ส่งขออนุมัติไม่ได้ ให้เสนอใหม่จากเกณฑ์ที่ใช้อยู่"))
    if list_pending_about(get_subject(row)).exists():
        raise Conflict(_("มีคำขอเดียวกันนี้รออนุมัติอยู่แล้ว"))
    payload = {
        "draft": row.pk,
        "hash": row.hash,
        "follows": now.version,
        "changes": [
            [limit.name, before, after]
            for limit, before, after in list_changes(now.numbers, row.numbers)
        ],
        "effect": row.effect,
        "reason": row.reason,
    }
    record(
        actor,
        verb="integrity.propose_thresholds",
        target=get_subject(row),
        detail={"follows": now.version, "changed": _list_names(now.numbers, row.numbers)},
    )
    proposal = Proposal(ACTION, get_subject(row), payload, "integrity.approve")
    return request_approval(actor, proposal=proposal)


def apply_thresholds(actor: Actor, *, request: Request) -> None:
    """Put a draft in force: run by approvals in the approver's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    rows = ThresholdsVersion.objects.select_for_update(no_key=True)
    row = rows.filter(pk=request.payload["draft"]).first()
    is_same = row is not None and row.hash == request.payload["hash"] == hash_numbers(row.numbers)
    if row is None or not is_same or row.state != VersionState.TRIED:
        raise Conflict(_("ฉบับร่างไม่ตรงกับที่ขอไว้ ให้ผู้ขอยื่นใหม่"))
    if row.follows != get_thresholds().hash:
        raise Conflict(_("มีเกณฑ์ฉบับใหม่ใช้แล้วหลังยื่นคำขอนี้ ให้ผู้ขอยื่นใหม่"))
    row.version, row.state, row.in_force_at = get_next_version(), VersionState.IN_FORCE, clock.now()
    row.proposed_by_id, row.proposed_by_name = request.requested_by_id, request.requested_by_name
    row.approved_by_id, row.approved_by_name = actor.user_id, actor.name
    row.save(
        update_fields=[
            *("version", "state", "in_force_at", "proposed_by_id", "proposed_by_name"),
            *("approved_by_id", "approved_by_name"),
        ]
    )
    detail = {"version": row.version, "hash": row.hash}
    record(actor, verb="integrity.thresholds", target=get_subject(row), detail=detail)


def describe_thresholds(payload: dict[str, Any]) -> Explanation:
    """Return in plain words which limits would change, and what that did on the trial."""
    by_name = {limit.name: limit for limit in LIMITS}
    changes = tuple(
        Line(
            get_label(by_name[name]),
            write_number(by_name[name], after),
            write_number(by_name[name], before),
        )
        for name, before, after in payload["changes"]
    )
    return Explanation(
        _("เปลี่ยนเกณฑ์ของรายงานความน่าเชื่อถือ ต่อจากฉบับที่ %(version)s") % {"version": payload["follows"]},
        (
            *changes,
            Line(_("ผลเมื่อลองกับคำตอบล่าสุด"), describe_effect(payload["effect"])),
            Line(_("เหตุผล"), payload["reason"]),
        ),
        url=reverse("integrity:thresholds-draft", args=[payload["draft"]]),
    )


def get_subject(row: ThresholdsVersion) -> str:
    return f"thresholds:{row.pk}"


def _list_names(old: Mapping[str, float], new: Mapping[str, float]) -> list[str]:
    return [limit.name for limit, _before, _after in list_changes(old, new)]
