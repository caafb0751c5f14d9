"""Who may decide a request, and how its content is sealed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from prongsai.approvals.types import Request, State
from prongsai.core.actor import Actor
from prongsai.permissions.rules import Scope, can


class Refusal(StrEnum):
    """Why somebody may not decide."""

    OWN_REQUEST = "own_request"
    BARRED = "barred"
    NO_PERMISSION = "no_permission"
    DECIDED = "decided"
    EXPIRED = "expired"


def why_not_decide(
    actor: Actor, *, request: Request, scope: Scope, now: datetime
) -> Refusal | None:
    """Return what keeps ACTOR from deciding REQUEST; the person counts, whatever the role."""
    if actor.user_id is None or not can(actor, request.verb, scope):
        return Refusal.NO_PERMISSION
    if actor.user_id == request.requested_by_id:
        return Refusal.OWN_REQUEST
    if actor.user_id in request.barred:
        return Refusal.BARRED
    if request.state is not State.PENDING:
        return Refusal.DECIDED
    return Refusal.EXPIRED if now >= request.expires_at else None


def get_payload_hash(action: str, subject: str, payload: Mapping[str, Any]) -> str:
    """Return the seal of what was asked for."""
    content = {"action": action, "subject": subject, "payload": payload}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
