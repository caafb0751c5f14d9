"""Sessions: noted when they begin, ended one by one or all at once."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from prongsai.accounts.models import SignIn
from prongsai.accounts.types import Origin
from prongsai.audit.services import record
from prongsai.core import clock, ids
from prongsai.core.actor import NOBODY, Actor
from prongsai.core.errors import NotFound

KEEP = timedelta(seconds=settings.SESSION_COOKIE_AGE)
SEEN_EVERY = timedelta(minutes=5)


@transaction.atomic
def begin_session(actor: Actor, *, session_key: str, origin: Origin, methods: list[str]) -> int:
    """Note a session that has just begun, so that its owner can see and end it; return its id."""
    row, _ = SignIn.objects.update_or_create(
        session_key=session_key,
        defaults={
            "person_id": actor.user_id or 0,
            "browser": origin.browser,
            "system": origin.system,
            "network": origin.network,
            "seen_at": clock.real_now(),
        },
    )
    detail = {"methods": methods, "network": origin.network}
    record(actor, verb="session.begin", target=f"person:{actor.user_id}", detail=detail)
    return row.pk


@transaction.atomic
def touch_session(sign_in_id: int) -> None:
    """Note that a session is in use; called every few minutes at most."""
    SignIn.objects.filter(pk=sign_in_id).update(seen_at=clock.real_now())


@transaction.atomic
def leave_session(actor: Actor, *, sign_in_id: int | None) -> None:
    """Forget the session that its owner leaves by signing out."""
    SignIn.objects.filter(pk=sign_in_id or 0, person_id=actor.user_id).delete()
    record(actor, verb="session.end", target=f"person:{actor.user_id}")


@transaction.atomic
def end_session(actor: Actor, *, sign_in_id: int) -> None:
    """End one of the actor's own sessions somewhere else."""
    row = SignIn.objects.filter(pk=sign_in_id, person_id=actor.user_id).first()
    if row is None:
        raise NotFound
    _end([row])
    record(actor, verb="session.end_other", target=f"person:{actor.user_id}", detail={"count": 1})


@transaction.atomic
def end_other_sessions(actor: Actor, *, sign_in_id: int | None) -> int:
    """End all of the actor's sessions but the one named."""
    count = drop_sessions(actor.user_id or 0, keep_id=sign_in_id)
    detail = {"count": count}
    record(actor, verb="session.end_other", target=f"person:{actor.user_id}", detail=detail)
    return count


def drop_sessions(person_id: int, *, keep_id: int | None = None) -> int:
    """End sessions of a person, inside the transaction of a service that says why."""
    rows = list(SignIn.objects.filter(person_id=person_id).exclude(pk=keep_id or 0))
    _end(rows)
    return len(rows)


@transaction.atomic
def forget_old_sessions() -> int:
    """Delete what is known of sessions that have expired."""
    return SignIn.objects.filter(seen_at__lt=clock.real_now() - KEEP).delete()[0]


@transaction.atomic
def refuse_sign_in(*, purpose: str, account: str, network: str) -> None:
    """Note a failed attempt without saying whether such an account exists."""
    known_as = ids.keyed_hash(f"account {account.lower()}", key=settings.SECRET_KEY)[:16]
    detail = {"purpose": purpose, "network": network}
    record(NOBODY, verb="session.refuse", target=f"account:{known_as}", detail=detail)


def _end(rows: list[SignIn]) -> None:
    for row in rows:
        _open_session(row.session_key).delete()
    SignIn.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _open_session(key: str) -> SessionBase:
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store(key)
