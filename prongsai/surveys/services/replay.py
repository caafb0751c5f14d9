"""A past season of invented answers, mixed night by night as the mixer would have done it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, NotFound
from prongsai.permissions.rules import can
from prongsai.surveys.models import DatabaseRole, SlipBatch, acting_as
from prongsai.surveys.rules.envelopes import Record
from prongsai.surveys.rules.mixing import count_attributes, split_pool, to_sheets
from prongsai.surveys.rules.networks import round_network
from prongsai.surveys.selectors.sheets import has_sheets
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.mixing import MIXER_LOCK, carry, record_release
from prongsai.surveys.services.releases import write_attributes, write_release
from prongsai.surveys.types import Group, Release


@dataclass(frozen=True, slots=True)
class PastDay:
    """What came in on one day; NETWORKS is the most that one network sent, by channel."""

    day: date
    records: Sequence[Record]
    leaves: Sequence[bytes]
    networks: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastSlips:
    """Single-use codes of one channel: how many were made, the marks of those that were used."""

    channel_id: int
    made_on: date
    count: int
    marks: Sequence[bytes]
    unused: Sequence[bytes] = ()


@transaction.atomic
def replay_season(
    actor: Actor, *, days: Iterable[PastDay], groups: Mapping[int, Group], chance: Random
) -> int:
    """Write the releases of a season that is over, or so far; all or nothing, and once only.

    Receipts, roots and the chain are those of real mixings. No day keys are left behind: they
    would be destroyed long since. What the last night keeps back is sealed for the running day.
    Only a demo takes invented answers.
    """
    if not settings.DEMO or not can(actor, "survey.manage"):
        raise NotFound
    years = {group.fiscal_year for group in groups.values()}
    if any(has_sheets(fiscal_year=year) for year in years):
        raise Conflict(_("ฐานข้อมูลนี้มีคำตอบของปีนี้อยู่แล้ว จึงไม่โหลดคำตอบสมมติทับ ให้ใช้ฐานข้อมูลว่าง"))
    mixer, released = _Mixer(groups, chance), 0
    for past in days:
        release = _mix_day(mixer, past)
        record_release(release)
        released += release.sheets_count
    if mixer.kept_count:
        ensure_key()
        with acting_as(DatabaseRole.MIXER) as cursor:
            carry(cursor, [each for pool in mixer.pools.values() for each in pool])
    return released


def _mix_day(mixer: "_Mixer", past: PastDay) -> Release:
    night = past.day + timedelta(days=1)
    with acting_as(DatabaseRole.MIXER) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MIXER_LOCK])
        _write_counts(cursor, past)
        mixer.take(past.records)
        leaving = mixer.release(today=night)
        release = write_release(
            cursor,
            leaves=past.leaves,
            sheets=to_sheets(leaving, groups=mixer.groups, least=mixer.least),
            pending=mixer.kept_count,
            day=night,
        )
        write_attributes(cursor, release.id, count_attributes(leaving, groups=mixer.groups))
        return release


@transaction.atomic
def replay_slips(actor: Actor, *, slips: Sequence[PastSlips], closed_on: date | None) -> None:
    """Write that sealed codes were made, spent or, after closing, cancelled; none while open."""
    if not settings.DEMO or not can(actor, "survey.manage"):
        raise NotFound
    spent = sorted(mark for each in slips for mark in each.marks)
    rows = sorted((mark, each.channel_id) for each in slips for mark in (*each.marks, *each.unused))
    with (
        acting_as(DatabaseRole.ISSUER) as cursor,
        cursor.copy("COPY ledger.codes (hash, channel_id) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
    with (
        acting_as(DatabaseRole.MIXER) as cursor,
        cursor.copy("COPY ledger.spent (hash, period) FROM STDIN") as copy,
    ):
        for mark in spent:
            copy.write_row((mark, 0))
    SlipBatch.objects.bulk_create(
        [
            SlipBatch(
                channel_id=each.channel_id,
                count=each.count,
                made_on=each.made_on,
                cancelled_on=closed_on,
            )
            for each in slips
        ],
        batch_size=2000,
    )
    count = sum(each.count for each in slips)
    record(actor, verb="survey.issue_codes", target="channels", detail={"count": count})


class _Mixer:
    """The pools of all groups between two nights."""

    def __init__(self, groups: Mapping[int, Group], chance: Random) -> None:
        self.groups, self.chance = groups, chance
        self.least: int = settings.SURVEYS_LEAST_GROUP
        self.pools: defaultdict[Group, list[Record]] = defaultdict(list)
        self.touched: set[Group] = set()

    @property
    def kept_count(self) -> int:
        return sum(len(pool) for pool in self.pools.values())

    def take(self, records: Iterable[Record]) -> None:
        for each in records:
            group = self.groups[each.channel_id]
            self.pools[group].append(each)
            self.touched.add(group)

    def release(self, *, today: date) -> list[Record]:
        """Let out what may leave; a pool that got nothing new stays as the last night left it."""
        closing = {group for group in self.pools if group.closes_on < today}
        leaving: list[Record] = []
        for group in sorted(closing | self.touched):
            gone, kept = split_pool(
                self.pools.pop(group),
                groups=self.groups,
                least=self.least,
                is_closing=closing.__contains__,
                chance=self.chance,
            )
            leaving += gone
            if kept:
                self.pools[group] = kept
        self.touched = set()
        return leaving


def _write_counts(cursor: CursorWrapper, past: PastDay) -> None:
    counts = Counter(each.channel_id for each in past.records)
    with cursor.copy("COPY ledger.counts (channel_id, day, answers) FROM STDIN") as copy:
        for channel_id, count in sorted(counts.items()):
            copy.write_row((channel_id, past.day, count))
    with cursor.copy("COPY ledger.networks (channel_id, day, most) FROM STDIN") as copy:
        for channel_id, most in sorted(past.networks.items()):
            if rounded := round_network(most):
                copy.write_row((channel_id, past.day, rounded))
