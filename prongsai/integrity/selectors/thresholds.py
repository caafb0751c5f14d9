"""Versions of the limits: shipped with the product, or put in force here by two people."""

import hashlib
import json
from collections.abc import Mapping

from django.db.models import QuerySet

from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.integrity.gateways import list_versions, read_thresholds
from prongsai.integrity.models import ThresholdsVersion
from prongsai.integrity.types import FIRST_METHOD, METHOD, Thresholds, VersionState
from prongsai.permissions.rules import can, can_anywhere

# Rests on what people decided here, not on our simulations.
BASIS = "D"


def get_thresholds() -> Thresholds:
    """Return the version in force: the latest that two people approved, else the shipped one."""
    row = _list_in_force().first()
    return to_thresholds(row) if row else read_thresholds()


def get_start() -> Thresholds:
    """Return the limits that proposals start from: those of the formulas of today."""
    now, shipped = get_thresholds(), read_thresholds()
    return now if now.method == shipped.method else shipped


def find_thresholds(version: int, *, digest: str = "") -> Thresholds | None:
    """Return a version by its number; by its hash too where one is given."""
    row = _list_in_force().filter(version=version).first()
    found = [to_thresholds(row)] if row else []
    if version in list_versions():
        found.append(read_thresholds(version))
    return next((each for each in found if digest in {"", each.hash}), None)


def list_thresholds() -> list[Thresholds]:
    """Return every version that was ever in force, the newest first."""
    found = {version: read_thresholds(version) for version in list_versions()}
    # A later product may come with a number that people here gave out first: theirs was used.
    found |= {each.version: each for each in map(to_thresholds, _list_in_force())}
    return [found[version] for version in sorted(found, reverse=True)]


def list_drafts_for(actor: Actor) -> QuerySet[ThresholdsVersion]:
    """Return what was proposed and is not in force, the newest first."""
    _require(actor)
    return ThresholdsVersion.objects.exclude(state=VersionState.IN_FORCE).order_by("-id")


def get_draft_for(actor: Actor, draft_id: int) -> ThresholdsVersion:
    """Return a proposed version, also once it is in force, for those who may propose."""
    _require(actor)
    row = ThresholdsVersion.objects.filter(pk=draft_id).first()
    if row is None:
        raise NotFound
    return row


def find_row(version: int) -> ThresholdsVersion | None:
    """Return who put a version in force; None for those that came with the product."""
    return _list_in_force().filter(version=version).first()


def find_by_hash(digest: str) -> Thresholds | None:
    """Return the version that has this hash."""
    return next((each for each in list_thresholds() if each.hash == digest), None)


def get_next_version() -> int:
    """Return the number that the next version in force gets."""
    return max(each.version for each in list_thresholds()) + 1


def require_view(actor: Actor) -> None:
    if not can_anywhere(actor, "integrity.view"):
        raise NotFound


def hash_numbers(numbers: Mapping[str, float]) -> str:
    """Return the seal of limits that were set here."""
    text = json.dumps(dict(numbers), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def to_thresholds(row: ThresholdsVersion) -> Thresholds:
    """Return a row as limits with its own formulas; later limits have their shipped number."""
    return Thresholds(
        version=row.version or 0,
        basis=BASIS,
        source=row.reason,
        numbers={**read_thresholds().numbers, METHOD: FIRST_METHOD, **row.numbers},
        hash=row.hash,
    )


def _list_in_force() -> QuerySet[ThresholdsVersion]:
    return ThresholdsVersion.objects.filter(state=VersionState.IN_FORCE).order_by("-version")


def _require(actor: Actor) -> None:
    if not can(actor, "integrity.thresholds"):
        raise NotFound
