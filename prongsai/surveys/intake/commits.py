"""One commit: the marks into the ledger and one envelope beside them, both or neither."""

import contextlib
import enum
import struct
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import errors
from psycopg.pq import ExecStatus

from prongsai.surveys.intake.networks import Row
from prongsai.surveys.rules.envelopes import pack_envelope
from prongsai.surveys.rules.sealing import Sealer

KEY_AGE = 2.0
Connection = psycopg.Connection[tuple[Any, ...]]

# The usual case, in one statement and so in one journey and one transaction: every mark is good
# and new. Otherwise nothing is written; should another process spend one of them meanwhile, the
# envelope is empty, which its table refuses, and nothing is written either.
KEEP_ALL = """
WITH given AS MATERIALIZED (
    SELECT i.hash, i.period FROM unnest($1::bytea[], $2::int4[]) AS i(hash, period)
    WHERE (i.period > 0 OR EXISTS (SELECT FROM ledger.codes c WHERE c.hash = i.hash))
    AND NOT EXISTS (SELECT FROM ledger.spent s WHERE s.hash = i.hash)
    AND NOT EXISTS (SELECT FROM ledger.spends s WHERE s.hash = i.hash)
), kept AS (
    INSERT INTO ledger.spends (hash, period) SELECT hash, period FROM given
    WHERE (SELECT count(*) FROM given) = $3::int4
    ORDER BY hash ON CONFLICT DO NOTHING RETURNING 1
)
INSERT INTO sealed.envelopes_{key_id} (body)
SELECT CASE WHEN n = $3::int4 THEN $4::bytea END FROM (SELECT count(*) AS n FROM kept) AS k
WHERE n > 0
"""
SPEND = (
    "INSERT INTO ledger.spends (hash, period)"
    " SELECT i.hash, i.period FROM unnest(%b::bytea[], %b::int4[]) AS i(hash, period)"
    " WHERE (i.period > 0 OR EXISTS (SELECT FROM ledger.codes c WHERE c.hash = i.hash))"
    " AND NOT EXISTS (SELECT FROM ledger.spent s WHERE s.hash = i.hash)"
    " ORDER BY i.hash ON CONFLICT DO NOTHING RETURNING hash"
)
FIND_SPENT = (
    "SELECT hash FROM ledger.spends WHERE hash = ANY(%b::bytea[])"
    " UNION ALL SELECT hash FROM ledger.spent WHERE hash = ANY(%b::bytea[])"
)
FIND_KEY = "SELECT id, public_key FROM sealed.keys WHERE NOT closed ORDER BY id DESC LIMIT 1"
NETWORKS = (
    "INSERT INTO ledger.networks (channel_id, day, most) VALUES (%s, %s, %s)"
    " ON CONFLICT (channel_id, day)"
    " DO UPDATE SET most = greatest(ledger.networks.most, excluded.most)"
)
TALLY = (
    "INSERT INTO ledger.tallies (key_id, channel_id, answers) VALUES (%s, %s, %s)"
    " ON CONFLICT (key_id, channel_id)"
    " DO UPDATE SET answers = ledger.tallies.answers + excluded.answers"
)
BYTEA, INT4 = 17, 23
_BINARY = (1, 1, 1, 1)
_INT4 = struct.Struct(">i").pack
_ARRAY = struct.Struct(">iiiii").pack


class Outcome(enum.Enum):
    """What became of an answer."""

    KEPT = enum.auto()
    REPEATED = enum.auto()  # this code or proof has been counted before
    UNKNOWN = enum.auto()  # there is no such code
    BUSY = enum.auto()  # not known yet: sending the same again does no harm


@dataclass(slots=True, eq=False)
class Entry:
    """One answer on its way to the disk, and the lock that its sender waits for."""

    mark: bytes
    leaf: bytes
    period: int  # 0 for a sealed code, else the day key whose challenge was solved
    channel_id: int
    packed: bytes
    outcome: Outcome = Outcome.BUSY
    done: threading.Lock = field(default_factory=threading.Lock)
    # Whoever of the same commit has not been woken yet.
    sleepers: "deque[Entry] | None" = None
    has_left: bool = False


class Committer:
    """Commits entries over one connection; used by one thread."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self._prepared: set[int] = set()
        self._sealer: Sealer | None = None
        self._sealer_until = 0.0

    def commit(self, batch: Sequence[Entry]) -> Counter[tuple[int, int]]:
        """Write what is good and new of BATCH, tell every entry its outcome, return the counts."""
        if self._connection is None:
            self._connection = self._connect()
        sealer = self._get_sealer(self._connection)
        firsts = {entry.mark: entry for entry in reversed(batch)}
        kept: Sequence[Entry] = [*firsts.values()]
        spent: Set[bytes] = firsts.keys()
        if not self._keep_all(self._connection, sealer, kept):
            kept, spent = self._keep_some(self._connection, sealer, firsts)
        if len(kept) < len(batch):
            for entry in batch:
                entry.outcome = Outcome.REPEATED if entry.mark in spent else Outcome.UNKNOWN
        for entry in kept:
            entry.outcome = Outcome.KEPT
        return Counter((sealer.key_id, entry.channel_id) for entry in kept)

    def tally(self, counts: Counter[tuple[int, int]]) -> None:
        """Add to the running counts; they are estimates, put right at the next mixing."""
        if self._connection is not None:
            with self._connection.cursor() as cursor:
                cursor.executemany(TALLY, sorted((*place, n) for place, n in counts.items()))

    def note_networks(self, rows: Sequence[Row]) -> None:
        """Keep how much the busiest network of each link sent: the largest of all processes."""
        if self._connection is not None and rows:
            with self._connection.cursor() as cursor:
                cursor.executemany(NETWORKS, rows)

    def forget_key(self) -> None:
        """Look the day key up again before the next commit."""
        self._sealer = None

    def disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
        self._connection = None
        self._prepared.clear()

    def _get_sealer(self, connection: Connection) -> Sealer:
        """Return the seal of the running day; the key is looked up again every two seconds."""
        if self._sealer is None or time.monotonic() > self._sealer_until:
            row = connection.execute(FIND_KEY).fetchone()
            if row is None:
                raise psycopg.OperationalError("no day key is open")
            if self._sealer is None or self._sealer.key_id != row[0]:
                self._sealer = Sealer(row[1], key_id=row[0])
            self._sealer_until = time.monotonic() + KEY_AGE
        return self._sealer

    def _keep_all(self, connection: Connection, sealer: Sealer, entries: Sequence[Entry]) -> bool:
        """Write all entries, or nothing where one of them is unknown or spent; tell which.

        libpq is called directly: at a thousand commits a second the adapters of psycopg cost
        more than the commits.
        """
        name = b"keep_%d" % sealer.key_id
        if sealer.key_id not in self._prepared:
            query = KEEP_ALL.format(key_id=sealer.key_id).encode()
            _check(connection.pgconn.prepare(name, query))
            self._prepared.add(sealer.key_id)
        values = [
            pack_array(BYTEA, [entry.mark for entry in entries]),
            pack_array(INT4, [_INT4(entry.period) for entry in entries]),
            _INT4(len(entries)),
            _seal(sealer, entries),
        ]
        result = connection.pgconn.exec_prepared(name, values, _BINARY, 1)
        try:
            _check(result)
        except errors.NotNullViolation:
            return False
        return bool(result.command_tuples)

    def _keep_some(
        self, connection: Connection, sealer: Sealer, firsts: dict[bytes, Entry]
    ) -> tuple[list[Entry], Set[bytes]]:
        """Write the good ones; return them and the marks that are spent, now or before."""
        marks = list(firsts)
        periods = [entry.period for entry in firsts.values()]
        with connection.transaction():
            rows = connection.execute(SPEND, [marks, periods]).fetchall()
            kept = [firsts[mark] for (mark,) in rows]
            if kept:
                table = f"sealed.envelopes_{sealer.key_id}"
                connection.execute(
                    f"INSERT INTO {table} (body) VALUES (%b)",  # noqa: S608 - our own number
                    [_seal(sealer, kept)],
                )
            spent = connection.execute(FIND_SPENT, [marks, marks]).fetchall()
        return kept, {mark for (mark,) in spent}


def pack_array(kind: int, items: Sequence[bytes]) -> bytes:
    """Return a list of values of one length as PostgreSQL reads it in binary."""
    head = _ARRAY(1, 0, kind, len(items), 1)
    return _INT4(len(items[0])).join((head, *items))


def _seal(sealer: Sealer, entries: Sequence[Entry]) -> bytes:
    return sealer.seal(pack_envelope([e.leaf for e in entries], [e.packed for e in entries]))


def _check(result: psycopg.pq.abc.PGresult) -> None:
    if result.status != ExecStatus.COMMAND_OK:
        raise errors.error_from_result(result)
