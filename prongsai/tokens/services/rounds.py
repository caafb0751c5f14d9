"""Opening a round: its link, its key, its letters."""

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.core.wiring import wired
from prongsai.tokens.gateways import RoundKeys
from prongsai.tokens.models import Member, Round
from prongsai.tokens.rules.blind import new_key_pair
from prongsai.tokens.rules.rounds import MOST_ROUNDS, find_flaw
from prongsai.tokens.selectors.rounds import list_issued_ids, list_members_for, to_card
from prongsai.tokens.services.invitations import invite_members
from prongsai.tokens.types import RoundCard, RoundSpec, TokenLink

_LOCK = 0x70CE


@transaction.atomic
def open_round(actor: Actor, *, spec: RoundSpec) -> RoundCard:
    """Open a window for tokens of an agency and write to everybody who may get one.

    Refused where fewer people than the threshold could get one: a token of a small round, or of a
    round made for a few, would say too much about its holder. Asked last: or else wrong days, sent
    again and again, would tell when somebody fetches a token.
    """
    rows = list_members_for(actor, unit_id=spec.unit_id, fiscal_year=spec.fiscal_year)
    _lock(spec.unit_id)
    members = list(rows)
    _check_overlap(spec)
    link: TokenLink = wired("open_token_link")(
        actor, unit_id=spec.unit_id, fiscal_year=spec.fiscal_year, opens_on=spec.answers_from
    )
    _check_days(spec, link)
    waiting = _list_waiting(members)
    if len(waiting) < settings.SURVEYS_LEAST_GROUP:
        text = _(
            "ต้องมีผู้ที่ยังไม่ได้รับโทเคนอย่างน้อย %(least)s ราย จึงจะเปิดรอบได้ ใช้รหัสในซองแทนสำหรับกลุ่มที่เล็กกว่านี้"
        )
        raise Conflict(text % {"least": settings.SURVEYS_LEAST_GROUP})
    private, public = new_key_pair()
    RoundKeys().save(link.code, private)
    row = Round.objects.create(
        unit_id=spec.unit_id,
        fiscal_year=spec.fiscal_year,
        channel_code=link.code,
        opens_on=spec.opens_on,
        own_last_day=spec.closes_on if spec.closes_on < link.closes_on else None,
        closes_on=spec.closes_on,
        answers_from=link.opens_on,
        answers_until=link.closes_on,
        public_key=public,
    )
    record(
        actor,
        verb="tokens.open_round",
        target=f"round:{link.code}",
        unit_id=spec.unit_id,
        # Of everybody listed: the number of those without a token is shown to nobody.
        detail={"people": len(members), "closes_on": spec.closes_on.isoformat()},
    )
    invite_members(waiting)
    return to_card(row)


@transaction.atomic
def remind(actor: Actor, *, unit_id: int, fiscal_year: int) -> None:
    """Write again to everybody without a token; not even their number is shown."""
    members = list_members_for(actor, unit_id=unit_id, fiscal_year=fiscal_year)
    today = clock.today()
    rounds = Round.objects.filter(unit_id=unit_id, fiscal_year=fiscal_year)
    if not rounds.filter(opens_on__lte=today, closes_on__gte=today).exists():
        raise Conflict(_("ส่งลิงก์ซ้ำได้เฉพาะเมื่อมีรอบที่เปิดอยู่"))
    invite_members(list(members))
    record(actor, verb="tokens.remind", target=f"tokens:{fiscal_year}", unit_id=unit_id)


def _list_waiting(members: list[Member]) -> list[Member]:
    issued = list_issued_ids([member.pk for member in members])
    return [member for member in members if member.pk not in issued]


def _check_overlap(spec: RoundSpec) -> None:
    rounds = Round.objects.filter(unit_id=spec.unit_id, fiscal_year=spec.fiscal_year)
    if rounds.filter(closes_on__gte=spec.opens_on, opens_on__lte=spec.closes_on).exists():
        raise Conflict(_("มีรอบอื่นในช่วงวันเดียวกันแล้ว แต่ละรอบต้องไม่ซ้อนกัน"), field="opens_on")
    if rounds.count() >= MOST_ROUNDS:
        raise Conflict(_("เปิดได้ไม่เกิน 4 รอบต่อปี"))


def _check_days(spec: RoundSpec, link: TokenLink) -> None:
    flaw = find_flaw(
        *(spec.opens_on, spec.closes_on, spec.answers_from),
        today=clock.today(),
        answers_until=link.closes_on,
    )
    problems = {
        "past": (_("วันแรกของรอบต้องเป็นวันนี้หรือหลังจากนี้"), "opens_on"),
        "length": (_("รอบหนึ่งต้องยาว 3 ถึง 60 วัน"), "closes_on"),
        "answers": (_("วันเริ่มรับคำตอบต้องไม่ก่อนวันแรกของรอบ และไม่หลังวันปิดแบบวัด"), "answers_from"),
        "late": (_("รอบต้องจบไม่หลังวันปิดแบบวัด IIT ของหน่วยงาน"), "closes_on"),
    }
    if flaw:
        message, field = problems[flaw]
        raise Invalid(message, field=field)


def _lock(unit_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, unit_id])
