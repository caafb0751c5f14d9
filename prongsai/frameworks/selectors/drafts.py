"""Drafts and frozen frameworks for pages: everybody reads what is frozen, editors also drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from prongsai.approvals.selectors import find_last_about_each
from prongsai.approvals.types import Request, State
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.frameworks.gateways import packs as shipped
from prongsai.frameworks.models import FrameworkDraft, FrozenFramework
from prongsai.frameworks.rules.packs.build import build_framework
from prongsai.frameworks.rules.packs.check import check_content, check_shape
from prongsai.frameworks.rules.packs.digest import hash_document
from prongsai.frameworks.rules.packs.json_text import read_json
from prongsai.frameworks.selectors import packs
from prongsai.frameworks.selectors.requests import find_request
from prongsai.frameworks.types.drafts import (
    PREFIX,
    DraftFacts,
    FrameworkCard,
    FrameworkView,
    Standing,
    get_subject,
)
from prongsai.frameworks.types.packs import Path
from prongsai.permissions.rules import can
from prongsai.scoring.types.framework import Basis, Framework, Text
from prongsai.scoring.whatif import list_worths


def list_cards(actor: Actor) -> list[FrameworkCard]:
    """Return every framework that ACTOR may read, drafts first, then by year: four queries."""
    if not can(actor, "framework.view"):
        return []
    names = FrozenFramework.objects.values_list("name", flat=True)
    cards = [_frozen_card(name, Standing.SHIPPED) for name in shipped.list_packs()]
    cards += [_frozen_card(name, Standing.FROZEN) for name in names]
    cards.sort(key=lambda card: (-card.fiscal_year, card.name))
    if not can(actor, "framework.edit"):
        return cards
    rows = list(FrameworkDraft.objects.filter(frozen__isnull=True).order_by("-changed_at"))
    asked = find_last_about_each(get_subject(row.pk) for row in rows)
    return [_draft_card(row, asked.get(get_subject(row.pk))) for row in rows] + cards


def get_view_for(actor: Actor, ref: str) -> FrameworkView:
    """Return a framework by its name, or a draft by draft-1; drafts exist for editors alone."""
    if not can(actor, "framework.view"):
        raise NotFound
    if ref.startswith(PREFIX):
        return _view_draft(_find_draft(actor, ref))
    try:
        document = packs.read_pack(ref).document
        framework = packs.get_pack(ref)
    except KeyError:
        raise NotFound from None
    standing = Standing.SHIPPED if ref in shipped.list_packs() else Standing.FROZEN
    card = _card(document, standing, digest=framework.digest)
    return FrameworkView(card, document, framework, worths=_get_worths(framework))


def get_frozen_name(actor: Actor, ref: str) -> str:
    """Return what a draft became; nothing while it is open."""
    row = _find_draft(actor, ref)
    return row.frozen.name if row.frozen else ""


def find_faults(document: Mapping[str, Any]) -> list[tuple[Path, Text]]:
    """Return what is wrong with a document, each with its place."""
    return list(check_shape(document, shipped.get_schema())) or list(check_content(document))


def build_or_none(document: Mapping[str, Any]) -> Framework | None:
    """Return the framework of a draft, as far as its faults let it be built."""
    try:
        return build_framework(document)
    except (LookupError, ValueError, TypeError):
        return None


def find_worths(framework: Framework | None) -> dict[str, Any]:
    """Return what every item and line is worth, as far as faults let it be told."""
    try:
        return add_worths(framework) if framework else {}
    except (LookupError, ValueError, ZeroDivisionError, StopIteration, AssertionError):
        return {}


def add_worths(framework: Framework) -> dict[str, Any]:
    """Sum what leaves bring by code; an item has the worth of its lines."""
    found: dict[str, Any] = {}
    for worth in list_worths(framework):
        codes = {worth.code, worth.code.partition(".")[0] if worth.kind == "line" else worth.code}
        for code in codes:
            found[code] = found.get(code, 0) + worth.full
    return found


def get_request_state(asked: Request | None) -> tuple[Standing, int | None, str]:
    """Return how a draft stands with its approvers: standing, request, reason of a refusal."""
    if asked is None:
        return Standing.DRAFT, None, ""
    if asked.state is State.PENDING and asked.expires_at > clock.now():
        return Standing.ASKED, asked.id, ""
    if asked.state is State.REJECTED:
        return Standing.RETURNED, asked.id, asked.reason
    return Standing.DRAFT, None, ""


def _find_draft(actor: Actor, ref: str) -> FrameworkDraft:
    number = ref.removeprefix(PREFIX)
    if not can(actor, "framework.edit") or not number.isdecimal() or len(number) > 15:
        raise NotFound
    row = FrameworkDraft.objects.select_related("frozen").filter(pk=int(number)).first()
    if row is None:
        raise NotFound
    return row


def _view_draft(row: FrameworkDraft) -> FrameworkView:
    opened = _open(row.text)
    standing, request_id, reason = get_request_state(find_request(row.pk))
    facts = DraftFacts(
        id=row.pk,
        version=row.version,
        made_by_name=row.made_by_name,
        changed_by_name=row.changed_by_name,
        changed_at=row.changed_at,
        request_id=request_id,
        reason=reason,
    )
    return FrameworkView(
        _card(opened.document, standing, ref=f"{PREFIX}{row.pk}", digest=opened.digest),
        opened.document,
        opened.framework,
        opened.faults,
        facts,
        opened.worths,
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a draft's text says; shared between requests, so nobody changes it."""

    document: Mapping[str, Any]
    digest: str
    framework: Framework | None
    faults: list[tuple[Path, Text]]
    worths: Mapping[str, Any]


@lru_cache(maxsize=16)
def _open(text: str) -> _Opened:
    """Read, check and build a draft once for every text that it has had."""
    document = read_json(text)
    framework = build_or_none(document)
    return _Opened(
        document,
        hash_document(document),
        framework,
        find_faults(document),
        find_worths(framework),
    )


def _frozen_card(name: str, standing: Standing) -> FrameworkCard:
    digest = packs.get_pack(name).digest
    return _card(packs.read_pack(name).document, standing, digest=digest)


def _draft_card(row: FrameworkDraft, asked: Request | None) -> FrameworkCard:
    standing, _request, _reason = get_request_state(asked)
    opened = _open(row.text)
    return _card(opened.document, standing, ref=f"{PREFIX}{row.pk}", digest=opened.digest)


def _card(
    document: Mapping[str, Any], standing: Standing, *, digest: str, ref: str = ""
) -> FrameworkCard:
    bases = [Basis(rule["basis"]) for rule in document["rules"].values()]
    return FrameworkCard(
        ref=ref or document["name"],
        name=document["name"],
        title=Text(document["title"]["th"], document["title"]["en"]),
        programme=document["programme"],
        form=document["form"],
        fiscal_year=document["fiscal_year"],
        standing=standing,
        digest=digest,
        provisional=sum(basis.provisional for basis in bases),
        rules=len(bases),
    )


@lru_cache(maxsize=32)
def _get_worths(framework: Framework) -> Mapping[str, Any]:
    return add_worths(framework)
