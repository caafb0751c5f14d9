"""The mixer: opens the envelopes of closed days and lets answers out in groups, without history."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict
from prongsai.surveys.gateways import DayKeys
from prongsai.surveys.models import DatabaseRole, acting_as
from prongsai.surveys.rules.envelopes import Record, pack_envelope, pack_record, unpack_envelope
from prongsai.surveys.rules.mixing import count_attributes, split_pool, to_sheets
from prongsai.surveys.rules.sealing import Opener, Sealer
from prongsai.surveys.selectors.groups import get_groups
from prongsai.surveys.services import keys, ledger
from prongsai.surveys.services.releases import write_attributes, write_release
from prongsai.surveys.types import Group, Release

# Only one mixer works at a time.
MIXER_LOCK = 0x111
# Answers kept back travel on in envelopes of this many.
CARRIED = 2000


@dataclass(slots=True)
class Pool:
    """Everything that lies in the closed envelopes; new answers counted by key and channel."""

    leaves: list[bytes] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    arrived: Counter[tuple[int, int]] = field(default_factory=Counter)


def mix(*, last: bool = False, everything: bool = False) -> Release | None:
    """Mix all closed days into one release; safe to repeat after a crash at any point.

    LAST lets out what is left of closed windows, however few: nobody will open them again.
    EVERYTHING treats every window so. The steps are transactions of their own; an answer changes
    its place in one of them only, and wholly.
    """
    keys.rotate_key()
    release = _mix_closed(last=last, everything=everything)
    keys.destroy_drained()
    ledger.merge_spends()
    return release


@transaction.atomic
def _mix_closed(*, last: bool, everything: bool) -> Release | None:
    with acting_as(DatabaseRole.MIXER) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MIXER_LOCK])
        closed = keys.list_undrained(cursor)
        pool = _open_envelopes(cursor, closed)
        release = _release(cursor, pool, last=last, everything=everything)
        ledger.replace_tallies(cursor, closed=closed, arrived=pool.arrived)
        for key_id in closed:
            cursor.execute(f"DROP TABLE sealed.envelopes_{key_id}")
    if release:
        record_release(release)
    return release


def _open_envelopes(cursor: CursorWrapper, closed: Sequence[int]) -> Pool:
    """Read the envelopes of the closed keys; whoever still writes one has to seal it anew."""
    pool, folder = Pool(), DayKeys()
    for key_id in closed:
        private_key = folder.find(key_id)
        if private_key is None:
            raise Conflict(_("ไม่พบกุญแจสำหรับเปิดซองคำตอบ โปรดตรวจโฟลเดอร์กุญแจของเครื่องผสมคำตอบ"))
        opener = Opener(private_key, key_id=key_id)
        table = f"sealed.envelopes_{key_id}"
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"SELECT body FROM {table}")  # noqa: S608 - our own number
        for (body,) in cursor.fetchall():
            leaves, records = unpack_envelope(opener.open(bytes(body)))
            pool.leaves += leaves
            pool.records += records
            if leaves:  # answers that an earlier mixing kept back bring no receipts
                pool.arrived.update((key_id, each.channel_id) for each in records)
    return pool


def _release(cursor: CursorWrapper, pool: Pool, *, last: bool, everything: bool) -> Release | None:
    groups = get_groups(each.channel_id for each in pool.records)
    sizes = Counter(groups[each.channel_id] for each in pool.records)
    today, least = clock.today(), settings.SURVEYS_LEAST_GROUP
    closing = {group for group in sizes if everything or group.closes_on < today}
    if not (last or everything):
        # A few who came after the others were let out would be known by coming alone.
        closing -= _find_begun(cursor, [group for group in closing if sizes[group] < least])
    leaving, kept = split_pool(
        pool.records, groups=groups, least=least, is_closing=closing.__contains__
    )
    carry(cursor, kept)
    if not leaving and not pool.leaves:
        return None
    sheets = to_sheets(leaving, groups=groups, least=least)
    release = write_release(cursor, leaves=pool.leaves, sheets=sheets, pending=len(kept))
    write_attributes(cursor, release.id, count_attributes(leaving, groups=groups))
    return release


def _find_begun(cursor: CursorWrapper, groups: Sequence[Group]) -> set[Group]:
    """Return those of GROUPS of which answers have been released before."""
    found = set()
    for group in groups:
        cursor.execute(
            "SELECT FROM answers.sheets"
            " WHERE fiscal_year = %s AND unit_id = %s AND part = %s AND framework = %s LIMIT 1",
            [group.fiscal_year, group.unit_id, group.part, group.framework],
        )
        if cursor.fetchone() is not None:
            found.add(group)
    return found


def carry(cursor: CursorWrapper, kept: Sequence[Record]) -> None:
    """Seal what stays for the running day, as answers without receipts."""
    cursor.execute("SELECT id, public_key FROM sealed.keys WHERE NOT closed ORDER BY id DESC")
    key_id, public_key = cursor.fetchone()
    sealer = Sealer(bytes(public_key), key_id=key_id)
    for start in range(0, len(kept), CARRIED):
        packed = [pack_record(each) for each in kept[start : start + CARRIED]]
        cursor.execute(
            f"INSERT INTO sealed.envelopes_{key_id} (body) VALUES (%s)",  # noqa: S608 - our own number
            [sealer.seal(pack_envelope([], packed))],
        )


def record_release(release: Release) -> None:
    """Anchor a release in the audit trail."""
    record(
        SYSTEM,
        verb="survey.mix",
        target=f"release:{release.id}",
        detail={
            "receipts": release.receipts_count,
            "sheets": release.sheets_count,
            "pending": release.pending_count,
            "hash": release.hash.hex(),
        },
    )
