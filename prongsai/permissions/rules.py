"""The one decision: may this actor do this to that thing?"""

from dataclasses import dataclass

from prongsai.core.actor import Actor, Grant
from prongsai.permissions.matrix import MATRIX, Reach
from prongsai.permissions.roles import NATIONAL, Role


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a thing lies: its unit, and every unit above that in any relation."""

    unit_id: int | None = None
    above: frozenset[int] = frozenset()


NATION = Scope()
KNOWN = frozenset(Role)


def can(actor: Actor, verb: str, scope: Scope = NATION) -> bool:
    """Return whether the grant under which ACTOR acts allows VERB on something in SCOPE."""
    grant = actor.acting
    if grant is None:
        return False
    if grant.role == "system":
        return True
    reach = get_reach(grant, verb)
    if reach is None:
        return False
    if reach is Reach.NATION:
        return True
    if scope.unit_id is None or grant.unit_id is None:
        return False
    return grant.unit_id == scope.unit_id or (reach is Reach.TREE and grant.unit_id in scope.above)


def get_reach(grant: Grant, verb: str) -> Reach | None:
    """Return how far GRANT lets its holder go with VERB; None where it does not at all.

    A national role that carries a unit reaches no further than below that unit. A role that this
    version does not know (any more) reaches nothing.
    """
    reaches = MATRIX[verb]
    if grant.role not in KNOWN:
        return None
    reach = reaches.get(Role(grant.role))
    if reach is Reach.NATION and Role(grant.role) in NATIONAL and grant.unit_id is not None:
        return Reach.TREE
    return reach


def can_anywhere(actor: Actor, verb: str) -> bool:
    """Return whether ACTOR may do VERB to anything at all: for menus, never for data."""
    grant = actor.acting
    return grant is not None and (grant.role == "system" or get_reach(grant, verb) is not None)
