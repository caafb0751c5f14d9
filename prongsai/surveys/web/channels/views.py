"""The survey links of an agency, and their QR images."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.core.actor import Actor
from prongsai.core.errors import NotAllowed, NotFound
from prongsai.frameworks.selectors.windows import get_target, list_states
from prongsai.frameworks.types.windows import Action
from prongsai.headcounts.selectors.setups import find_state
from prongsai.headcounts.types import SetupState
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitView
from prongsai.permissions.rules import can, can_anywhere
from prongsai.surveys.selectors.boards import get_board_for
from prongsai.surveys.selectors.channels import get_channel_for, list_channels_for
from prongsai.surveys.selectors.codes import count_codes
from prongsai.surveys.services.opening import OWN_KINDS
from prongsai.surveys.types import ChannelCard, Instrument
from prongsai.surveys.web.channels.rows import draw_qr, get_today, list_links, write_spent
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb


@require_safe
def lead_home(request: Request) -> HttpResponse:
    """Lead an agency to its own links, and everybody else to the board."""
    grant = request.actor.acting
    if grant is None or not can_anywhere(request.actor, "survey.view"):
        raise NotAllowed(_("บัญชีของท่านไม่มีสิทธิ์ดูช่องทางตอบแบบวัด"))
    if grant.unit_code and can(request.actor, "survey.view", get_scope(grant.unit_id or 0)):
        unit = get_unit_for(request.actor, grant.unit_code)
        if unit.is_assessed:
            return redirect("channels:unit", grant.unit_code)
    return redirect("board:areas")


@require_safe
def show_channels(request: Request, code: str) -> HttpResponse:
    """Every link of this year with what may be done to it."""
    board = get_board_for(request.actor, code)
    unit, year = board.unit, board.fiscal_year
    cards = list_channels_for(request.actor, unit_id=unit.id, fiscal_year=year)
    links = list_links(cards, board, get_today())
    scope = get_scope(unit.id)
    may_manage = can(request.actor, "survey.manage", scope)
    counts = count_codes(unit.id, year=year) if may_manage else None
    context = {
        "unit": unit,
        "board": board,
        "sections": [
            {
                "name": name,
                "links": [each for each in links[name] if each.is_alive],
                "gone": [each for each in links[name] if not each.is_alive],
            }
            for name in Instrument.values
        ],
        "confirmed": board.confirmed,
        "setup_state": None if board.confirmed else find_state(unit.id),
        "waiting": SetupState.WAITING,
        "windows": list_states([Action.IIT, Action.EIT], who=get_target(unit.id)),
        "may_manage": may_manage,
        "counts": counts,
        "spent": write_spent(counts) if counts else "",
        "least": settings.SURVEYS_LEAST_GROUP,
        "has_link": any(link.is_alive for link in links[Instrument.IIT]),
        "may_give": bool(board.confirmed) and can(request.actor, "survey.slips", scope),
        "crumbs": get_crumbs(request.actor, unit),
    }
    return render(request, "surveys/channels/unit.html", context)


@require_safe
def show_qr(request: Request, code: str, channel_id: int) -> HttpResponse:
    """The QR of one link as an image that prints sharply at any size."""
    card = get_own(request.actor, code, channel_id, verb="survey.view")
    answer = HttpResponse(draw_qr(card.code), content_type="image/svg+xml")
    if "download" in request.GET:
        name = f"{card.instrument}-{card.code}.svg"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def get_own(actor: Actor, code: str, channel_id: int, *, verb: str) -> ChannelCard:
    """Return a link of the agency named in the address, and only of those it opens itself.

    Rounds of interviews, paper and tokens keep links of their own.
    """
    unit = get_unit_for(actor, code, verb=verb)
    card = get_channel_for(actor, channel_id, verb=verb)
    if card.unit_id != unit.id or card.kind not in OWN_KINDS:
        raise NotFound
    return card


def get_crumbs(actor: Actor, unit: UnitView, *more: str) -> Sequence[Crumb]:
    if actor.unit_id == unit.id and not more:
        return []
    here = reverse("channels:unit", args=[unit.code]) if more else ""
    crumbs = []
    if actor.unit_id != unit.id:
        crumbs.append(Crumb(_("ความคืบหน้าการตอบ"), reverse("board:areas")))
        crumbs.append(Crumb(str(unit), reverse("board:unit", args=[unit.code])))
    crumbs.append(Crumb(_("ช่องทางตอบแบบวัด"), here))
    return [*crumbs, *(Crumb(label) for label in more)]
