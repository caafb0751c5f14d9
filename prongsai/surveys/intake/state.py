"""What the intake knows without asking: open links, compiled forms, the challenge of the day."""

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings
from django.db import Error, close_old_connections, connections
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from prongsai.core.errors import ProngsaiError
from prongsai.surveys.intake.forms import CompiledSurvey, compile_survey
from prongsai.surveys.intake.pages import StitchedPage
from prongsai.surveys.intake.replies import Reply, packed, say_repeated
from prongsai.surveys.intake.tokens import draw_field
from prongsai.surveys.rules.work import get_challenge
from prongsai.surveys.selectors.channels import list_changed_channels
from prongsai.surveys.selectors.keys import list_recent_keys
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.types import ChannelCard, ChannelKind
from prongsai.tokens.selectors.rounds import get_public_keys

logger = logging.getLogger(__name__)

EVERY = 2.0
# Rows of a slow transaction appear late: look back a little. Names are read again now and then.
OVERLAP = timedelta(minutes=1)
RELOAD_AFTER = 600.0
KEPT_PAGES = 512
# Time to write the receipt down.
KIOSK_SECONDS = 60
NOT_REPEATED = {"repeated": "", "retry": ""}


@dataclass(slots=True)
class Known:
    """One consistent view; replaced as a whole, never changed."""

    channels: dict[str, ChannelCard] = field(default_factory=dict)
    surveys: dict[tuple[str, str], CompiledSurvey] = field(default_factory=dict)
    # Accepted challenges and the keys they belong to, the running one first.
    challenges: dict[str, int] = field(default_factory=dict)
    # What tokens are checked with, by link.
    token_keys: dict[str, RSAPublicKey] = field(default_factory=dict)
    # Pages that were asked for lately, ready to send or all but the receipt.
    first_views: dict[tuple[str, str], Reply] = field(default_factory=dict)
    thanks: dict[tuple[str, str, bool], StitchedPage] = field(default_factory=dict)

    @property
    def challenge(self) -> str:
        return next(iter(self.challenges), "")

    @property
    def key_ids(self) -> list[int]:
        return list(self.challenges.values())

    def get_survey(self, channel: ChannelCard) -> CompiledSurvey:
        return self.surveys[channel.framework, channel.instrument]


class State:
    """Keeps one `Known` fresh from a thread of its own."""

    def __init__(self) -> None:
        self.known = Known()
        self._since: datetime | None = None
        self._loaded = 0.0
        self.refresh()
        self._closing = threading.Event()
        self._reader = threading.Thread(target=self._run, name="intake-state", daemon=True)
        self._reader.start()

    def close(self) -> None:
        self._closing.set()
        self._reader.join()

    def refresh(self) -> None:
        """Read what has changed; where database or disk fail, what is known stays."""
        try:
            self.known = self._read()
        except (Error, OSError, ProngsaiError) as error:
            logger.warning("intake state: %s", type(error).__name__)

    def _run(self) -> None:
        while not self._closing.wait(EVERY):
            close_old_connections()
            self.refresh()
        connections.close_all()

    def _read(self) -> Known:
        if time.monotonic() - self._loaded > RELOAD_AFTER:
            self._since = None
        cards, newest = list_changed_channels(self._since and self._since - OVERLAP)
        channels = {} if self._since is None else dict(self.known.channels)
        channels |= {card.code: card for card in cards}
        if self._since is None:
            self._loaded = time.monotonic()
        keys = self._read_token_keys(cards)
        known = Known(channels, dict(self.known.surveys), self._read_challenges(), keys)
        for card in cards:
            if (card.framework, card.instrument) not in known.surveys:
                questions = get_questionnaire(card.framework, card.instrument)
                known.surveys[card.framework, card.instrument] = compile_survey(questions)
        self._since = newest
        return known

    def _read_token_keys(self, cards: list[ChannelCard]) -> dict[str, RSAPublicKey]:
        codes = [card.code for card in cards if card.kind == ChannelKind.TOKEN]
        return self.known.token_keys | (get_public_keys(codes) if codes else {})

    def _read_challenges(self) -> dict[str, int]:
        keys = list_recent_keys()
        if settings.SURVEYS_MIXER_KEYS and (not keys or keys[0].closed or not self._loaded):
            ensure_key()
            keys = list_recent_keys()
        return {get_challenge(key.id, key.public_key): key.id for key in keys}


def get_first_view(known: Known, channel: ChannelCard, language: str) -> Reply:
    """Return the first view of a form; those of a few hundred busy links are kept ready."""
    view = known.first_views.get((channel.code, language))
    if view is None:
        form = known.get_survey(channel).forms[language]
        values = describe(channel, language) | {"challenge": known.challenge}
        view = packed("200 OK", form.first.render(values))
        _keep_few(known.first_views)[channel.code, language] = view
    return view


def get_thanks(
    known: Known, channel: ChannelCard, language: str, *, repeated: bool
) -> StitchedPage:
    """Return the page after sending: only the receipt is missing."""
    page = known.thanks.get((channel.code, language, repeated))
    if page is None:
        form = known.get_survey(channel).forms[language]
        values = describe(channel, language) | _describe_end(channel, language)
        values |= {"repeated": say_repeated(channel, language)} if repeated else NOT_REPEATED
        page = form.sent.fill(values)
        _keep_few(known.thanks)[channel.code, language, repeated] = page
    return page


def _keep_few(pages: dict[Any, Any]) -> dict[Any, Any]:
    if len(pages) >= KEPT_PAGES:
        pages.clear()
    return pages


def _describe_end(channel: ChannelCard, language: str) -> dict[str, str]:
    """Return what to do now: a kiosk goes back to the next person, other devices may go."""
    with translation.override(language):
        if not channel.is_kiosk:
            text = _("ปิดหน้านี้ได้เลย คำตอบที่ค้างในเครื่องถูกลบแล้ว")
            return {"refresh": "", "leave": format_html("<p>{}</p>", text)}
        text = _("ไม่มีคำตอบค้างในเครื่องนี้ หน้านี้จะกลับไปเริ่มใหม่สำหรับคนถัดไปใน %(seconds)s วินาที")
        link = format_html('<a class="act" href="">{}</a>', _("เริ่มใหม่เลย"))
    refresh = f'<meta http-equiv="refresh" content="{KIOSK_SECONDS}">'
    leave = format_html("<p>{} {}</p>", text % {"seconds": KIOSK_SECONDS}, link)
    return {"refresh": refresh, "leave": leave}


def describe(channel: ChannelCard, language: str) -> dict[str, str]:
    """Return what a page says about its channel."""
    agency = channel.agency.in_language(language)
    lang = "" if agency != channel.agency.th or language == "th" else ' lang="th"'
    label = f'<p class="quiet" lang="th">{escape(channel.label)}</p>' if channel.label else ""
    return {
        "agency": escape(agency),
        "agency_lang": lang,
        "channel": channel.code,
        "kiosk": "kiosk" if channel.is_kiosk else "",
        "label": label,
        "token": draw_field(language) if channel.kind == ChannelKind.TOKEN else "",
    }
