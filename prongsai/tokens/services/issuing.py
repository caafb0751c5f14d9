"""Giving out tokens: once per person and season, without a time and without seeing the token."""

import hashlib

from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.core.errors import Conflict, Invalid
from prongsai.tokens.gateways import RoundKeys
from prongsai.tokens.models import acting_as_issuer
from prongsai.tokens.rules.blind import CannotSign, load_private_key, sign_blinded
from prongsai.tokens.selectors.rounds import list_rounds_of
from prongsai.tokens.types import Invitee, RoundCard

CLAIM = (
    "INSERT INTO tokens.issued (member_id, round_id, request, day) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (member_id) DO NOTHING"
)


def issue_token(invitee: Invitee, *, blinded: bytes) -> bytes:
    """Sign a blinded message for somebody who has no token yet, and note the day.

    The same request again gives the same signature, so that a lost reply costs nobody the token.
    There is no line in the audit trail: its time, to the microsecond, is what must not be kept.
    """
    card = get_open_round(invitee)
    private = RoundKeys().find(card.channel_code)
    if private is None:
        raise Conflict(_("เครื่องนี้ออกโทเคนไม่ได้ โปรดแจ้งผู้ดูแลระบบ"))
    try:
        signature = sign_blinded(load_private_key(private), blinded)
    except CannotSign:
        raise Invalid(_("คำขอไม่ถูกต้อง โปรดเปิดหน้านี้ใหม่แล้วลองอีกครั้ง")) from None
    request = hashlib.sha256(blinded).digest()
    with acting_as_issuer() as cursor:
        cursor.execute(CLAIM, [invitee.member_id, card.id, request, clock.today()])
        cursor.execute(
            "SELECT request, round_id FROM tokens.issued WHERE member_id = %s", [invitee.member_id]
        )
        noted, round_id = cursor.fetchone()
    if bytes(noted) != request or round_id != card.id:
        raise Conflict(_("ลิงก์นี้รับโทเคนไปแล้ว ออกซ้ำไม่ได้ เพราะไม่มีใครรู้ว่าโทเคนเดิมถูกใช้แล้วหรือยัง"))
    return signature


def get_open_round(invitee: Invitee) -> RoundCard:
    """Return the round that gives out tokens to this person today."""
    today = clock.today()
    for card in list_rounds_of(invitee):
        if card.opens_on <= today <= card.closes_on:
            return card
    raise Conflict(_("วันนี้ไม่มีรอบออกโทเคนของหน่วยงานท่าน"))


def forget_order() -> None:
    """Write the rows anew in the order of the people, so that nothing tells who came when.

    Afterwards every row carries one transaction and lies where its number puts it.
    """
    with acting_as_issuer() as cursor:
        cursor.execute("LOCK TABLE tokens.issued IN ACCESS EXCLUSIVE MODE")
        cursor.execute("CREATE TEMPORARY TABLE issued_before ON COMMIT DROP AS TABLE tokens.issued")
        cursor.execute("TRUNCATE tokens.issued")
        cursor.execute("INSERT INTO tokens.issued SELECT * FROM issued_before ORDER BY member_id")
