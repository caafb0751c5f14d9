"""What a person sees of the own account."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from prongsai.accounts.models import SignIn, User
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Session:
    """One place where the person is signed in."""

    id: int
    browser: str
    system: str
    network: str
    begun_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class Keys:
    """How many keys of each kind the account has."""

    passkeys: int
    has_app: bool
    has_codes: bool
    has_password: bool
    other_logins: int


def get_own_person(actor: Actor) -> User:
    person = User.objects.filter(pk=actor.user_id or 0).first()
    if person is None:
        raise NotFound
    return person


def list_own_sessions(actor: Actor, *, sign_in_id: int | None) -> list[Session]:
    """Return where the actor is signed in, the newest use first."""
    rows = SignIn.objects.filter(person_id=actor.user_id).order_by("-seen_at", "-id")
    return [
        Session(
            id=row.pk,
            browser=row.browser,
            system=row.system,
            network=row.network,
            begun_at=row.created_at,
            seen_at=row.seen_at,
            is_this=row.pk == sign_in_id,
        )
        for row in rows
    ]


def get_own_keys(actor: Actor) -> Keys:
    kinds = list(Authenticator.objects.filter(user_id=actor.user_id).values_list("type", flat=True))
    return Keys(
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_app=Authenticator.Type.TOTP in kinds,
        has_codes=Authenticator.Type.RECOVERY_CODES in kinds,
        has_password=get_own_person(actor).has_usable_password(),
        other_logins=SocialAccount.objects.filter(user_id=actor.user_id).count(),
    )
