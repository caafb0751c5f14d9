"""What a respondent gets to see, and what becomes of what a respondent sends."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from prongsai.core.networks import DayNames
from prongsai.surveys.intake import limits, replies, retry, tokens
from prongsai.surveys.intake.commits import Entry, Outcome
from prongsai.surveys.intake.forms import CompiledForm, CompiledSurvey
from prongsai.surveys.intake.payload import Submission, parse
from prongsai.surveys.intake.replies import Reply
from prongsai.surveys.intake.state import Known, describe, get_first_view, get_thanks
from prongsai.surveys.intake.store import Store
from prongsai.surveys.rules.codes import (
    Pseudonyms,
    SurveyCode,
    find_code,
    format_code,
    get_receipt_code,
)
from prongsai.surveys.rules.envelopes import LEFT_OUT, pack_answers
from prongsai.surveys.rules.work import Wait, find_proof, find_wait, is_solved, sign_wait
from prongsai.surveys.types import ChannelCard, ChannelKind, Instrument

PUBLIC = {*ChannelKind} - {ChannelKind.INTERVIEW, ChannelKind.PAPER}
WAIT_LASTS = 3600


@dataclass(slots=True)
class Request:
    """What is needed of a request; the address is forgotten with it."""

    code: str
    language: str
    now: float
    today: date
    address: str = ""
    body: bytes = b""
    from_elsewhere: bool = False


@dataclass(slots=True)
class Visit:
    """A request whose link is open: the channel, its form, and what was sent."""

    request: Request
    channel: ChannelCard
    survey: CompiledSurvey
    secret: str
    given: Submission

    @property
    def form(self) -> CompiledForm:
        return self.survey.forms[self.request.language]

    @property
    def words(self) -> dict[str, str]:
        return describe(self.channel, self.request.language)


@dataclass(slots=True)
class Payment:
    """What pays for one answer: a mark that can be spent once, and the leaf of its receipt."""

    mark: bytes
    leaf: bytes
    period: int


class Views:
    """The intake's pages over one state, one store and one set of limits."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.limits = limits.Limits()
        self.key = settings.SURVEYS_LEDGER_KEY.encode()
        self.pseudonyms = Pseudonyms(self.key)
        self.names = DayNames()
        self.bits = settings.SURVEYS_WORK_BITS

    def show_form(self, known: Known, request: Request) -> Reply:
        found = self._find(known, request)
        if isinstance(found, Reply):
            return found
        channel, code = found
        shut = self._find_shut(channel, request)
        if shut:
            return shut
        is_sealed = channel.instrument == Instrument.IIT and channel.kind != ChannelKind.TOKEN
        if is_sealed and not code.secret:
            page = replies.get_code_page(request.language, sealed=True)
            name = replies.name_agency(channel, request.language)
            return replies.page("200 OK", page.render({"agency": name}))
        return get_first_view(known, channel, request.language)

    def take_answers(self, known: Known, request: Request) -> Reply:
        found = self._find(known, request)
        if isinstance(found, Reply):
            return found
        channel, code = found
        survey = known.get_survey(channel)
        given = parse(request.body, survey.fields)
        visit = Visit(request, channel, survey, code.secret, given)
        refused = self._find_refusal(known, visit)
        if refused:
            return refused
        channel = visit.channel
        if given.moves or request.from_elsewhere:
            return self._show_again(known, visit, is_sent=False)
        if not given.is_whole and (given.is_empty or not given.skips):
            return self._show_again(known, visit)
        if channel.kind == ChannelKind.TOKEN:
            return self._take_token(known, visit)
        if channel.instrument == Instrument.IIT:
            return self._take_sealed(known, visit)
        return self._take_open(known, visit)

    def enter_code(self, text: str, language: str) -> Reply:
        """Answer the page where a code is typed: go to its link, or say what is wrong with it."""
        code = find_code(text) if text else None
        if code:
            return replies.redirect(f"/s/{code.text}" + ("?lang=en" if language == "en" else ""))
        page = replies.get_code_page(language, sealed=False)
        if not text:
            return replies.page("200 OK", page.render({}))
        with translation.override(language):
            problem = _("รหัสนี้ไม่ถูกต้อง โปรดตรวจทีละตัวแล้วพิมพ์ใหม่")
        values = {
            "value": format_html("{}", text[:24]),
            "problem": replies.say(
                "p", problem, **{"class": "error", "id": "wrong", "role": "alert"}
            ),
            "invalid": 'aria-invalid="true" aria-describedby="wrong"',
        }
        return replies.page("404 Not Found", page.render(values))

    def _find(self, known: Known, request: Request) -> tuple[ChannelCard, SurveyCode] | Reply:
        """Return the channel behind a code, or the page that says why there is none."""
        if not known.challenges:
            return replies.notice("503 Service Unavailable", "not-ready", request.language)
        channel = known.channels.get(request.code)
        code = SurveyCode(request.code) if channel else _read_code(request.code)
        if channel is None and code:
            channel = known.channels.get(code.channel)
        if code is None or channel is None or channel.kind not in PUBLIC:
            return replies.notice("404 Not Found", "unknown", request.language)
        return channel, code

    def _find_refusal(self, known: Known, visit: Visit) -> Reply | None:
        """Return why answers cannot be taken through this link or code; None where they can."""
        if visit.given.code and not self._use_typed(known, visit):
            return self._refuse_code(visit)
        if visit.channel.is_revoked:
            return retry.ask_code("revoked", visit.given, visit.words, visit.request.language)
        return self._find_shut(visit.channel, visit.request)

    def _find_shut(self, channel: ChannelCard, request: Request) -> Reply | None:
        """Return the page that says why a link takes no answers today; None where it does."""
        if channel.is_revoked:
            return replies.shut("410 Gone", "revoked", channel, request.language)
        if request.today < channel.opens_on:
            return replies.shut("404 Not Found", "early", channel, request.language)
        if request.today > channel.closes_on:
            return replies.shut("410 Gone", "closed", channel, request.language)
        return None

    @staticmethod
    def _use_typed(known: Known, visit: Visit) -> bool:
        """Take the code typed beside the answers for that of the address, if it asks the same."""
        code = find_code(visit.given.code)
        channel = known.channels.get(code.channel) if code else None
        if code is None or channel is None or channel.kind not in PUBLIC:
            return False
        if not channel.asks_same_as(visit.channel):
            return False
        visit.channel, visit.secret = channel, code.secret
        return True

    def _take_sealed(self, known: Known, visit: Visit) -> Reply:
        if not visit.secret:
            return self._refuse_code(visit)
        pair = self.pseudonyms.get("code", visit.secret, channel=visit.channel.code)
        return self._keep(known, visit, Payment(*pair, period=0))

    def _take_token(self, known: Known, visit: Visit) -> Reply:
        code = visit.channel.code
        public_key = known.token_keys.get(code)
        pair = tokens.find_pair(
            visit.given.token, channel=code, public_key=public_key, key=self.key
        )
        if pair is None:
            return self._show_again(known, visit, wrong_token=True)
        return self._keep(known, visit, Payment(*pair, period=tokens.FOREVER))

    def _take_open(self, known: Known, visit: Visit) -> Reply:
        request = visit.request
        payment = self._find_payment(known, visit)
        if payment is None:
            return self._ask_to_wait(known, visit)
        network = self._name_network(request)
        if self.limits.is_flooded("open", network, now=request.now, most=limits.SOLVED):
            return self._ask_again(visit)
        return self._keep(known, visit, payment, network=network)

    def _find_payment(self, known: Known, visit: Visit) -> Payment | None:
        """Return what an open answer pays with: solved work, or a wait that is over."""
        channel, given = visit.channel.code, visit.given
        proof = find_proof(given.work)
        period = known.challenges.get(proof.challenge) if proof else None
        if proof and period and is_solved(proof, channel=channel, bits=self.bits):
            pair = self.pseudonyms.get("proof", proof.nonce, channel=channel)
            return Payment(*pair, period=period)
        wait = self._find_wait(known, visit)
        if wait and wait.ready_at <= visit.request.now:
            pair = self.pseudonyms.get("wait", wait.nonce.hex(), channel=channel)
            return Payment(*pair, period=wait.key_id)
        return None

    def _find_wait(self, known: Known, visit: Visit) -> Wait | None:
        """Return the place in the slow lane that was sent along, while it still counts."""
        wait = find_wait(visit.given.wait, channel=visit.channel.code, key=self.key)
        if wait is None or wait.key_id not in known.key_ids:
            return None
        return wait if visit.request.now < wait.ready_at + WAIT_LASTS else None

    def _ask_to_wait(self, known: Known, visit: Visit) -> Reply:
        wait = self._find_wait(known, visit)
        if wait is None:
            network = self._name_network(visit.request)
            ready_at = self.limits.get_place(network, now=visit.request.now)
            wait = Wait(known.key_ids[0], ready_at, secrets.token_bytes(12))
        visit.given.wait = sign_wait(wait, channel=visit.channel.code, key=self.key)
        visit.given.work = ""
        seconds = max(1, wait.ready_at - int(visit.request.now) + 1)
        return retry.ask_to_wait(visit.given, seconds, visit.words, visit.request.language)

    def _ask_again(self, visit: Visit) -> Reply:
        return retry.ask_again(visit.given, visit.words, visit.request.language)

    def _keep(self, known: Known, visit: Visit, payment: Payment, *, network: bytes = b"") -> Reply:
        given, channel = visit.given, visit.channel
        packed = pack_answers(
            channel.id, given.told_counted, given.pace, given.answers, given.profile
        )
        outcome = self.store.keep(
            Entry(payment.mark, payment.leaf, payment.period, channel.id, packed)
        )
        if outcome is Outcome.BUSY:
            return self._ask_again(visit)
        if outcome is Outcome.UNKNOWN:
            return self._refuse_code(visit)
        is_open = channel.instrument == Instrument.EIT and channel.kind == ChannelKind.LINK
        if outcome is Outcome.KEPT and is_open:
            self.store.networks.count(channel.id, network, today=visit.request.today)
        return self._thank(known, visit, payment, repeated=outcome is Outcome.REPEATED)

    def _refuse_code(self, visit: Visit) -> Reply:
        """Refuse a wrong code, and tell whoever keeps guessing; a right one always gets through.

        Neighbours of a guesser must not suffer, and guessing is hopeless: at a thousand tries a
        second, one of a thousand codes is found in five hundred years (54 bits).
        """
        request, most, given = visit.request, limits.WRONG_CODES, visit.given
        network = self._name_network(request)
        flooded = self.limits.is_flooded("code", network, now=request.now, most=most)
        given.code = given.code or request.code
        reason = "too-often" if flooded else "no-code"
        return retry.ask_code(reason, given, visit.words, request.language)

    def _name_network(self, request: Request) -> bytes:
        return self.names.get(request.address, day=request.today.toordinal())

    def _thank(self, known: Known, visit: Visit, payment: Payment, *, repeated: bool) -> Reply:
        language = visit.request.language
        page = get_thanks(known, visit.channel, language, repeated=repeated)
        values = {"receipt": format_code(get_receipt_code(payment.leaf), group=4)}
        if repeated and visit.secret:
            values["retry"] = retry.offer_code(visit.given, language)
        return replies.packed("200 OK", page.render(values))

    def _show_again(
        self, known: Known, visit: Visit, *, is_sent: bool = True, wrong_token: bool = False
    ) -> Reply:
        """Show the form with everything that was answered, and after sending what is missing."""
        given, values = visit.given, visit.words | {"challenge": known.challenge}
        for name, value in given.fields.items():
            checked = " selected" if name[0] == "p" else " checked"
            values[f"{name}.{value}" if name != "told" else f"told{value}"] = checked
            values[f"{name}.{value}.tick"] = " checked"
        proof = find_proof(given.work)
        values["work"] = given.work if proof and proof.challenge in known.challenges else ""
        values["pace"] = "" if given.pace == LEFT_OUT else str(given.pace)
        if visit.channel.kind == ChannelKind.TOKEN:
            values["token"] = tokens.draw_field(
                visit.request.language, value=given.token, is_wrong=wrong_token
            )
        if not is_sent:
            return replies.page("200 OK", visit.form.again.render(values))
        with translation.override(visit.request.language):
            values |= (
                replies.describe_wrong_token() if wrong_token else replies.describe_missing(given)
            )
        return replies.page("422 Unprocessable Content", visit.form.again.render(values))


def _read_code(text: str) -> SurveyCode | None:
    """Read the code of an address; a full stop or slash after it does no harm."""
    return find_code(text) or find_code(text.rstrip("/. "))
