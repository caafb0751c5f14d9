"""Rounds and lists of people: for the agency that runs them, the page of a person, the public."""

from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.core.suppression import show_growing
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.permissions.rules import can
from prongsai.tokens.models import Member, Round, acting_as_issuer
from prongsai.tokens.rules.blind import load_public_key
from prongsai.tokens.types import Invitee, RoundCard

_signer = Signer(salt="tokens.member")


def list_rounds_for(actor: Actor, *, unit_id: int, fiscal_year: int) -> list[RoundCard]:
    """Return the rounds of an agency with how many tokens each has given out."""
    require_manager(actor, unit_id)
    rows = list(Round.objects.filter(unit_id=unit_id, fiscal_year=fiscal_year).order_by("opens_on"))
    counts = count_issued([row.pk for row in rows])
    return [to_card(row, issued=counts.get(row.pk, 0)) for row in rows]


def list_members_for(actor: Actor, *, unit_id: int, fiscal_year: int) -> QuerySet[Member]:
    """Return the people of the list. Who of them has a token is shown to nobody."""
    require_manager(actor, unit_id)
    return Member.objects.filter(unit_id=unit_id, fiscal_year=fiscal_year).order_by("email")


def list_public_rounds() -> list[RoundCard]:
    """Return every round with its public key. Public: all people of a round see the same key."""
    return [to_card(row) for row in Round.objects.order_by("channel_code")]


def get_public_keys(channel_codes: Iterable[str]) -> dict[str, RSAPublicKey]:
    """Return the key that the tokens of each link are checked with."""
    rows = Round.objects.filter(channel_code__in=list(channel_codes))
    return {row.channel_code: load_public_key(bytes(row.public_key)) for row in rows}


def write_link(member_id: int) -> str:
    """Return the secret of a person's link; only this installation can make one."""
    return _signer.sign(str(member_id)).replace(":", "-", 1)


def get_invitee(link: str) -> Invitee:
    """Return whose link this is; a wrong one is not found."""
    try:
        number = _signer.unsign(link.replace("-", ":", 1))
    except BadSignature:
        raise NotFound from None
    row = Member.objects.filter(pk=int(number)).first()
    if row is None:
        raise NotFound
    return Invitee(row.pk, row.unit_id, row.fiscal_year)


def list_rounds_of(invitee: Invitee) -> list[RoundCard]:
    """Return the rounds of a person's agency and season, oldest first."""
    rows = Round.objects.filter(unit_id=invitee.unit_id, fiscal_year=invitee.fiscal_year)
    return [to_card(row) for row in rows.order_by("opens_on")]


def find_issued_round(member_id: int) -> int | None:
    """Return the round in which a person got a token."""
    with acting_as_issuer() as cursor:
        cursor.execute("SELECT round_id FROM tokens.issued WHERE member_id = %s", [member_id])
        row = cursor.fetchone()
    return row[0] if row else None


def count_issued(round_ids: Iterable[int]) -> dict[int, int | None]:
    """Return how many tokens each round has given out, as it may be shown (None: too few)."""
    with acting_as_issuer() as cursor:
        cursor.execute(
            "SELECT round_id, count(*)::int, (count(*) FILTER (WHERE day < %s))::int"
            " FROM tokens.issued WHERE round_id = ANY(%s) GROUP BY round_id",
            [clock.today(), list(round_ids)],
        )
        least = settings.SURVEYS_LEAST_GROUP
        return {
            round_id: show_growing(issued, settled=settled, threshold=least)
            for round_id, issued, settled in cursor.fetchall()
        }


def list_issued_ids(member_ids: Iterable[int]) -> set[int]:
    """Return who of these has a token, for services only."""
    with acting_as_issuer() as cursor:
        cursor.execute(
            "SELECT member_id FROM tokens.issued WHERE member_id = ANY(%s)", [list(member_ids)]
        )
        return {member_id for (member_id,) in cursor.fetchall()}


def require_manager(actor: Actor, unit_id: int) -> None:
    if not can(actor, "survey.manage", get_scope(unit_id)):
        raise NotFound


def to_card(row: Round, *, issued: int | None = None) -> RoundCard:
    return RoundCard(
        id=row.pk,
        unit_id=row.unit_id,
        fiscal_year=row.fiscal_year,
        channel_code=row.channel_code,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        follows_survey=row.own_last_day is None,
        answers_from=row.answers_from,
        answers_until=row.answers_until,
        public_key=bytes(row.public_key),
        issued=issued,
    )
