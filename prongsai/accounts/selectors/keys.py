"""Which keys an account has and needs."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from prongsai.accounts.models import RoleGrant, User
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.permissions.roles import SECOND_FACTOR, Role

_SECOND = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def needs_second_factor(user_id: int) -> bool:
    """Return whether a role in force asks for a second factor; the demo only offers it."""
    if settings.DEMO:
        return False
    grants = RoleGrant.objects.in_force(clock.today()).filter(person_id=user_id)
    return grants.filter(role__in=[role.value for role in SECOND_FACTOR]).exists()


def lacks_second_factor(actor: Actor) -> bool:
    """Return whether ACTOR holds a role that this session is too weak for."""
    if settings.DEMO or actor.second_factor:
        return False
    return any(Role(grant.role) in SECOND_FACTOR for grant in actor.grants)


def has_second_factor(user_id: int) -> bool:
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=_SECOND).exists())


def find_person_by_email(email: str) -> User | None:
    """Return the person who signs in with EMAIL, if there is one and may."""
    return User.objects.filter(email=email.lower(), is_active=True).first()


def find_person_by_identity(identity_hash: str) -> User | None:
    """Return the person who was invited with this identity, if there is one and may sign in."""
    return User.objects.filter(identity_hash=identity_hash, is_active=True).first()
