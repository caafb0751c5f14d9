"""Invitations: those of my area, and the one that a link opens."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from prongsai.accounts.models import Invitation, User
from prongsai.accounts.rules.grants import why_not_hand_out
from prongsai.accounts.rules.invitations import InvitationState, get_state, may_send_again
from prongsai.accounts.selectors.places import find_place
from prongsai.core import clock, ids
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.organizations.selectors.joins import with_names
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.selectors.scopes import filter_by_reach
from prongsai.organizations.types.units import UnitName
from prongsai.permissions.roles import Role


@dataclass(frozen=True, slots=True)
class InvitationView:
    """One invitation as a page shows it; without a unit it is for the nation."""

    id: int
    email: str
    full_name: str
    role: str
    unit: UnitName | None
    ends: date | None
    state: InvitationState
    invited_by: str
    created_at: datetime
    sent_at: datetime | None
    expires_at: datetime | None
    accepted_at: datetime | None
    may_change: bool = False
    may_resend: bool = False
    has_account: bool = False


def list_invitations_for(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations into the area in which ACTOR may invite, the newest first."""
    rows = Invitation.objects.select_related("invited_by")
    visible = filter_by_reach(rows, actor=actor, verb="person.invite")
    named: QuerySet[Invitation] = with_names(visible, keep_all=True)
    return named.order_by("-id")


def get_invitation_for(actor: Actor, invitation_id: int) -> InvitationView:
    """Return an invitation of the actor's area; whoever may hand the role out may change it."""
    row = list_invitations_for(actor).filter(pk=invitation_id).first()
    if row is None:
        raise NotFound
    place = find_place(row.unit_id)
    may_change = place is not None and (
        why_not_hand_out(actor, role=Role(row.role), scope=place.scope, unit_class=place.unit_class)
        is None
    )
    return _view(row, may_change=may_change)


def find_open_invitation(token: str) -> InvitationView | None:
    """Return the invitation that a link opens, or None: unknown, used, withdrawn and late alike."""
    row = (
        Invitation.objects.select_related("invited_by")
        .filter(token_hash=ids.hash_token(token), accepted_at=None, revoked_at=None)
        .filter(expires_at__gt=clock.real_now())
        .first()
    )
    return _view(row) if row else None


def get_row_state(row: Invitation) -> InvitationState:
    return get_state(
        clock.real_now(),
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        revoked_at=row.revoked_at,
    )


def _view(row: Invitation, *, may_change: bool = False) -> InvitationView:
    state = get_row_state(row)
    names = get_unit_names([row.unit_id]) if row.unit_id is not None else {}
    again = may_send_again(state, now=clock.real_now(), sent_at=row.sent_at)
    return InvitationView(
        id=row.pk,
        email=row.email,
        full_name=row.full_name,
        role=row.role,
        unit=names.get(row.unit_id or 0),
        ends=row.ends,
        state=state,
        invited_by=row.invited_by.full_name if row.invited_by else "",
        created_at=row.created_at,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        may_change=may_change,
        may_resend=may_change and again,
        has_account=User.objects.filter(email=row.email).exists(),
    )
