"""The page behind a personal link: who opens it is not signed in and leaves no session."""

import base64
import binascii
import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from prongsai.core import clock
from prongsai.core.errors import Conflict, Invalid, ProngsaiError
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.tokens.rules.rounds import is_apart
from prongsai.tokens.selectors.rounds import (
    find_issued_round,
    get_invitee,
    list_public_rounds,
    list_rounds_of,
)
from prongsai.tokens.services.issuing import get_open_round, issue_token
from prongsai.tokens.types import Invitee, RoundCard


@login_not_required
@never_cache
@require_safe
def show_person(request: HttpRequest, link: str) -> HttpResponse:
    """What a token is, the button that asks for it, and the token while this device has it."""
    invitee = get_invitee(link)
    card = _choose_round(invitee)
    context = {
        "link": link,
        "unit": get_unit_names([invitee.unit_id])[invitee.unit_id],
        "round": card,
        "today": clock.today(),
        "is_apart": card and is_apart(card.closes_on, card.answers_from),
        "key": base64.b64encode(card.public_key).decode() if card else "",
        "fingerprint": _get_fingerprint(card) if card else "",
        "answer_url": f"{settings.SITE_URL}/s/{card.channel_code}" if card else "",
    }
    return render(request, "tokens/person.html", context)


@login_not_required
@never_cache
@require_POST
def sign(request: HttpRequest, link: str) -> JsonResponse:
    """Sign what the browser has blinded; refusals come as words for the page to show."""
    try:
        invitee = get_invitee(link)
        signature = issue_token(invitee, blinded=_read_blinded(request))
    except ProngsaiError as error:
        return JsonResponse({"message": error.message}, status=error.status)
    return JsonResponse({"signature": base64.b64encode(signature).decode()})


@login_not_required
@require_safe
def list_keys(request: HttpRequest) -> JsonResponse:
    """Every public key, so that anybody can see that all people of a round get the same one."""
    rounds = list_public_rounds()
    return JsonResponse(
        {
            "scheme": "RSABSSA-SHA384-PSS-Randomized (RFC 9474)",
            "rounds": [
                {
                    "link": card.channel_code,
                    "year": card.fiscal_year,
                    "issued_from": card.opens_on.isoformat(),
                    "issued_until": card.closes_on.isoformat(),
                    "key": base64.b64encode(card.public_key).decode(),
                    "sha256": _get_fingerprint(card),
                }
                for card in rounds
            ],
        }
    )


def _choose_round(invitee: Invitee) -> RoundCard | None:
    """Return the round to show: the one of the token, else today's, else the next or last."""
    rounds = list_rounds_of(invitee)
    issued = find_issued_round(invitee.member_id)
    chosen = next((card for card in rounds if card.id == issued), None)
    if chosen:
        return chosen
    try:
        return get_open_round(invitee)
    except Conflict:
        today = clock.today()
        later = [card for card in rounds if card.opens_on > today]
        return later[0] if later else (rounds[-1] if rounds else None)


def _read_blinded(request: HttpRequest) -> bytes:
    try:
        return base64.b64decode(request.POST.get("blinded", ""), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(_("คำขอไม่ถูกต้อง โปรดเปิดหน้านี้ใหม่แล้วลองอีกครั้ง")) from None


def _get_fingerprint(card: RoundCard) -> str:
    return hashlib.sha256(card.public_key).hexdigest()
