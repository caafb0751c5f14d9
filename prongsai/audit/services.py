"""Writing the audit trail."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from prongsai.audit.models import Entry
from prongsai.audit.rules import clean_detail, clean_text, get_digest
from prongsai.audit.selectors.lines import iterate_lines
from prongsai.audit.types.trail import Line, Search
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.permissions.rules import can_anywhere


@transaction.atomic
def record(
    actor: Actor,
    *,
    verb: str,
    target: str,
    unit_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append one entry; the database seals it into the chain when the transaction commits.

    DETAIL never holds a secret, an answer or a citizen's number. The time is the real one, also
    while a training installation travels.
    """
    fields = {
        "at": clock.real_now(),
        "user_id": actor.user_id,
        "user_name": clean_text(actor.name, most=200),
        "role": clean_text(actor.role or "", most=40),
        "unit_id": unit_id if unit_id is not None else actor.unit_id,
        "verb": verb,
        "target": clean_text(target, most=200),
        "detail": clean_detail(detail or {}),
    }
    Entry.objects.create(**fields, digest=get_digest(fields))


@transaction.atomic
def record_search(actor: Actor, *, search: Search) -> None:
    """Who watches the watchers: a search for somebody or something is itself an act."""
    record(actor, verb="audit.search", target="audit", detail=_describe(search))


@transaction.atomic
def export_lines(actor: Actor, *, search: Search) -> Iterator[Line]:
    """Record the export and return what ACTOR may read of SEARCH, to be streamed."""
    if not can_anywhere(actor, "audit.view"):
        raise NotFound
    record(actor, verb="audit.export", target="audit", detail=_describe(search))
    return iterate_lines(actor, search)


def _describe(search: Search) -> dict[str, Any]:
    return {name: value for name, value in asdict(search).items() if value not in {"", None}}
