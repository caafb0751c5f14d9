"""What the page of channels shows of one link."""

import io
from dataclasses import dataclass
from datetime import date

import segno
from django.conf import settings
from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.surveys.selectors.boards import UnitBoard
from prongsai.surveys.services.opening import OWN_KINDS
from prongsai.surveys.types import ChannelCard, ChannelKind, CodeCounts, Instrument, Way
from prongsai.ui.types import Badge


@dataclass(frozen=True, slots=True)
class Link:
    """One link with its state and what may be done to it."""

    card: ChannelCard
    badge: Badge
    way: Way | None
    is_alive: bool

    @property
    def title(self) -> str:
        return name_link(self.card)

    @property
    def url(self) -> str:
        return get_address(self.card.code)

    @property
    def answered(self) -> str:
        if self.way is None:
            return "–"
        return write_few() if self.way.answered is None else f"{self.way.answered:,}"


def list_links(cards: list[ChannelCard], board: UnitBoard, today: date) -> dict[str, list[Link]]:
    """Return the links of each survey: those that live first, newest first."""
    ways = {
        (way.instrument, way.kind, way.label): way for ways in board.ways.values() for way in ways
    }
    found: dict[str, list[Link]] = {name: [] for name in Instrument.values}
    own = [card for card in cards if card.kind in OWN_KINDS]
    for card in sorted(own, key=lambda card: _rank(card, today)):
        label = card.label or str(ChannelKind(card.kind).label)
        way = ways.get((card.instrument, card.kind, label))
        link = Link(card, _make_badge(card, today), way, _lives(card, today))
        found.setdefault(card.instrument, []).append(link)
    return found


def name_link(card: ChannelCard) -> str:
    """Return what a link is called: its kind, and the name that it was given."""
    kind = str(ChannelKind(card.kind).label)
    return f"{kind}: {card.label}" if card.label else kind


def get_address(code: str) -> str:
    return f"{settings.SITE_URL}/s/{code}"


def draw_qr(code: str) -> bytes:
    """Return the QR of a link as SVG: black on white, with its quiet zone."""
    file, address = io.BytesIO(), get_address(code)
    image = segno.make(address, error="m", micro=False)
    image.save(file, kind="svg", scale=8, border=4, dark="#000", light="#fff", title=address)
    return file.getvalue()


def write_few() -> str:
    """The words for a number that is too small to be shown."""
    return _("น้อยกว่า %(least)s") % {"least": settings.SURVEYS_LEAST_GROUP}


def write_spent(counts: CodeCounts) -> str:
    """How many slips are known to be used."""
    return write_few() if counts.spent is None else f"{counts.spent:,}"


def get_today() -> date:
    return clock.today()


def _rank(card: ChannelCard, today: date) -> tuple[bool, int, int]:
    """What lives first, then in the order in which kinds are offered, then the newest."""
    kinds = [kind.value for kind in OWN_KINDS]
    return not _lives(card, today), kinds.index(card.kind), -card.id


def _lives(card: ChannelCard, today: date) -> bool:
    return not card.is_revoked and card.closes_on >= today


def _make_badge(card: ChannelCard, today: date) -> Badge:
    if card.is_revoked:
        return Badge("bad", _("ยกเลิกแล้ว"))
    if today < card.opens_on:
        return Badge("info", _("ยังไม่ถึงวันเปิด"), "clock")
    if today > card.closes_on:
        return Badge("neutral", _("ปิดแล้ว"))
    return Badge("ok", _("เปิดอยู่"))
