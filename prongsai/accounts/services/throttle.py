"""Lock-out that delays before it blocks: every attempt is counted before it is judged."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, ngettext

from prongsai.accounts.models import AttemptCounter
from prongsai.accounts.rules.throttle import MEMORY, POLICIES, Policy, get_wait
from prongsai.core import clock, ids
from prongsai.core.errors import TooMany


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries what from where; ACCOUNT is empty where the attempt names none.

    DEVICE is a browser that has signed in to this account before: it has a counter of its own,
    so that strangers who guess cannot keep the owner out.
    """

    purpose: str
    network: str
    account: str = ""
    device: str = ""


@transaction.atomic
def begin_attempt(attempt: Attempt) -> None:
    """Count ATTEMPT as failed, or refuse it while a wait is running; then judge it.

    Counting first leaves no gap for many guesses at once; forgive_attempt() takes it back.
    """
    now = clock.real_now()
    counters = [(_lock(attempt.purpose, key, now), policy) for key, policy in _list_keys(attempt)]
    open_at = max(counter.open_at for counter, _ in counters)
    if open_at > now:
        raise TooMany(_explain(open_at, now), retry_after=_seconds(open_at - now))
    for counter, policy in counters:
        forgotten = now - counter.failed_at > MEMORY
        counter.failures = 1 if forgotten else counter.failures + 1
        counter.failed_at = now
        counter.open_at = now + get_wait(policy, counter.failures)
        counter.save(update_fields=["failures", "failed_at", "open_at"])


@transaction.atomic
def forgive_attempt(attempt: Attempt) -> None:
    """Take a counted attempt back because it was right: the account starts anew.

    The network only gets this one attempt back, or a guesser could reset it with an own account.
    """
    now = clock.real_now()
    for key, _ in _list_keys(attempt):
        counter = _lock(attempt.purpose, key, now)
        counter.failures = max(counter.failures - 1, 0) if key.startswith("network") else 0
        counter.failed_at = counter.open_at = now
        counter.save(update_fields=["failures", "failed_at", "open_at"])


@transaction.atomic
def forget_old_attempts() -> int:
    """Delete counters that nobody touched for a day."""
    return AttemptCounter.objects.filter(failed_at__lt=clock.real_now() - MEMORY).delete()[0]


def _list_keys(attempt: Attempt) -> list[tuple[str, Policy]]:
    policies = POLICIES[attempt.purpose]
    keys = [("network", attempt.network)]
    if "account" in policies:
        keys.append(("account", f"{attempt.account.lower()} {attempt.device}"))
    # Always in the same order: two attempts at once wait for each other instead of deadlocking.
    return sorted((f"{kind}:{value}", policies[kind]) for kind, value in keys)


def _lock(purpose: str, key: str, now: datetime) -> AttemptCounter:
    hashed = ids.keyed_hash(f"attempt {key}", key=settings.SECRET_KEY)
    AttemptCounter.objects.bulk_create(
        [AttemptCounter(purpose=purpose, key=hashed, failed_at=now, open_at=now)],
        ignore_conflicts=True,
    )
    return AttemptCounter.objects.select_for_update(no_key=True).get(purpose=purpose, key=hashed)


def _seconds(wait: timedelta) -> int:
    return max(1, -(-wait // timedelta(seconds=1)))


def _explain(open_at: datetime, now: datetime) -> str:
    wait = _seconds(open_at - now)
    if wait < 60:
        words = ngettext(
            "ลองผิดหลายครั้ง กรุณารอ %(seconds)s วินาทีแล้วลองใหม่",
            "ลองผิดหลายครั้ง กรุณารอ %(seconds)s วินาทีแล้วลองใหม่",
            wait,
        )
        return words % {"seconds": wait}
    return gettext(
        "ลองผิดหลายครั้งเกินไป จึงพักการลองไว้ชั่วคราว ลองใหม่ได้ตั้งแต่เวลา %(time)s น. "
        "(อีกประมาณ %(minutes)s นาที)"
    ) % {"time": _clock_time(open_at), "minutes": -(-wait // 60)}


def _clock_time(moment: datetime) -> str:
    """Return the first full minute that is not too early."""
    full = moment.astimezone(clock.BANGKOK) + timedelta(seconds=59)
    return full.strftime("%H:%M")
