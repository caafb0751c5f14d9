"""The publicity kit of a link: looked at, copied, taken away."""

import mimetypes
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.core.errors import NotFound
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.permissions.rules import can
from prongsai.surveys.selectors.kits import get_kit_channel_for, list_kit_channels_for
from prongsai.surveys.services.kits.handing import hand_out_kit, hand_out_part
from prongsai.surveys.services.kits.parts import DRAWN, make_preview, write_texts
from prongsai.surveys.services.kits.words import get_address
from prongsai.surveys.types import ChannelCard, ChannelKind, Instrument, KitPart
from prongsai.surveys.web.kits.words import LANGUAGES, NAMES, NOTES
from prongsai.ui import dates
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb, Tab

PREVIEW_SECONDS = 300


@require_safe
def show_kit(request: Request, code: str) -> HttpResponse:
    """Every part of the kit of one link, with the other links beside it."""
    unit, cards = list_kit_channels_for(request.actor, code)
    card = _choose(cards, request.GET.get("link", ""))
    language = _read_language(request)
    context: dict[str, Any] = {
        "unit": unit,
        "card": card,
        "language": language,
        "tabs": [_make_tab(each, code, card, language) for each in cards],
        "crumbs": [
            Crumb(str(unit), reverse("organizations:unit", args=[code])),
            Crumb(_("ชุดประชาสัมพันธ์")),
        ],
    }
    if card is not None:
        texts = write_texts(card, language=language)
        context |= {
            "address": get_address(card),
            "drawn": [(part, NAMES[part], NOTES[part]) for part in DRAWN],
            "written": [(part, NAMES[part], NOTES[part], text) for part, text in texts.items()],
            "may_give": card.instrument == Instrument.IIT
            and can(request.actor, "survey.slips", get_scope(unit.id)),
        }
    return render(request, "surveys/kits/kit.html", context)


@require_safe
def get_file(request: Request, code: str, channel_id: int, name: str) -> HttpResponse:
    """One part as a file."""
    part = _read_part(name)
    content = hand_out_part(
        request.actor,
        code=code,
        channel_id=channel_id,
        part=part,
        language=_read_language(request),
    )
    kind, _encoding = mimetypes.guess_type(name)
    if not kind or kind.startswith("text/"):
        kind = "text/plain; charset=utf-8"
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
def get_preview(request: Request, code: str, channel_id: int, name: str) -> HttpResponse:
    """A small picture of a drawn part."""
    part = _read_part(name.removesuffix(".preview.png"))
    card = get_kit_channel_for(request.actor, code, channel_id)
    if part not in DRAWN:
        raise NotFound
    content = make_preview(card, part, language=_read_language(request))
    headers = {"Cache-Control": f"private, max-age={PREVIEW_SECONDS}"}
    return HttpResponse(content, content_type="image/png", headers=headers)


@require_safe
def get_zip(request: Request, code: str, channel_id: int) -> HttpResponseBase:
    """The whole kit."""
    name, content = hand_out_kit(
        request.actor, code=code, channel_id=channel_id, language=_read_language(request)
    )
    return answer_zip(name, content)


def answer_zip(name: str, content: Iterator[bytes]) -> StreamingHttpResponse:
    """Send a ZIP while it is made."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.zip"',
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(content, content_type="application/zip", headers=headers)


def _choose(cards: list[ChannelCard], wanted: str) -> ChannelCard | None:
    return next((card for card in cards if str(card.id) == wanted), cards[0] if cards else None)


def _make_tab(card: ChannelCard, code: str, chosen: ChannelCard | None, language: str) -> Tab:
    label = f"{card.instrument} · {card.label or ChannelKind(card.kind).label}"
    url = f"{reverse('surveys:kit', args=[code])}?link={card.id}&lang={language}"
    return Tab(label, url, current=card == chosen)


def _read_language(request: Request) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(LANGUAGES) else dates.get_page_language()


def _read_part(name: str) -> KitPart:
    try:
        return KitPart(name)
    except ValueError:
        raise NotFound from None
