"""Whose account may be opened again by whom: nobody reaches above the own area or role."""

from collections.abc import Iterable

from prongsai.accounts.rules.grants import HANDS_OUT
from prongsai.core.actor import Actor
from prongsai.permissions.roles import Role
from prongsai.permissions.rules import Scope, can

# These two may open any account, but never two operators alone.
_ANY = {Role.COMMISSION_OWNER, Role.SYSTEM_OPERATOR}


def may_recover(actor: Actor, held: Iterable[tuple[Role, Scope]]) -> bool:
    """Return whether ACTOR may ask or agree to recover somebody with all the roles HELD."""
    if actor.role is None or actor.role == "system":
        return False
    role = Role(actor.role)
    return all(
        can(actor, "account.recover", scope)
        and (role in _ANY or theirs in HANDS_OUT.get(role, frozenset()))
        for theirs, scope in held
    )


def are_two_sides(asked_as: str, agreed_as: str | None) -> bool:
    """Return whether somebody other than operators takes part."""
    return {asked_as, agreed_as} != {Role.SYSTEM_OPERATOR.value}
