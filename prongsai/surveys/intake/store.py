"""Keeps answers: one writer thread per process commits what has gathered, then everybody hears."""

import contextlib
import enum
import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import errors

from prongsai.surveys.rules.envelopes import pack_envelope
from prongsai.surveys.rules.sealing import Sealer

logger = logging.getLogger(__name__)

BATCH = 256
ROOM = 4096
PATIENCE = 8.0
TALLY_EVERY = 5.0
KEY_AGE = 2.0
RETRY_AFTER = 0.2
IDLE = 0.5
Connection = psycopg.Connection[tuple[Any, ...]]

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
TALLY = (
    "INSERT INTO ledger.tallies (key_id, channel_id, answers) VALUES (%s, %s, %s)"
    " ON CONFLICT (key_id, channel_id)"
    " DO UPDATE SET answers = ledger.tallies.answers + excluded.answers"
)


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


class Store:
    """The only way into the database from the respondent's side."""

    def __init__(self, *, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self._sealer: Sealer | None = None
        self._sealer_until = 0.0
        self._queue: queue.SimpleQueue[Entry] = queue.SimpleQueue()
        self._tally: Counter[tuple[int, int]] = Counter()
        self._tallied = time.monotonic()
        self._closing = threading.Event()
        self._writer = threading.Thread(target=self._run, name="intake-writer", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Let the writer finish what it holds, and go."""
        self._closing.set()
        self._writer.join()

    def keep(self, entry: Entry) -> Outcome:
        """Return once ENTRY is durable or refused; BUSY where that takes too long."""
        if self._queue.qsize() >= ROOM:
            return Outcome.BUSY
        entry.done.acquire()
        self._queue.put(entry)
        entry.done.acquire(timeout=PATIENCE)
        return entry.outcome

    def _run(self) -> None:
        while not self._closing.is_set():
            batch = self._gather()
            if batch:
                self._settle(batch)
            if self._tally and time.monotonic() - self._tallied > TALLY_EVERY:
                self._write_tally()
        self._disconnect()

    def _gather(self) -> list[Entry]:
        """Wait for an answer, then take along whatever else has gathered meanwhile."""
        batch: list[Entry] = []
        with contextlib.suppress(queue.Empty):
            batch.append(self._queue.get(timeout=IDLE))
            while len(batch) < BATCH:
                batch.append(self._queue.get_nowait())
        return batch

    def _settle(self, batch: Sequence[Entry]) -> None:
        """Commit until it has worked or nobody waits any more; then wake the senders.

        A commit whose fate is unknown is simply tried again: what it kept shows as repeated.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self._commit(batch)
                break
            except (errors.UndefinedTable, errors.LockNotAvailable):
                self._sealer = None  # the day was closed while we sealed for it
            except psycopg.Error as error:
                logger.warning("intake: %s", type(error).__name__)
                self._disconnect()
                time.sleep(RETRY_AFTER)
            except Exception:
                logger.exception("intake writer")
                break
        for entry in batch:
            entry.done.release()

    def _commit(self, batch: Sequence[Entry]) -> None:
        if self._connection is None:
            self._connection = self._connect()
        connection, sealer = self._connection, self._get_sealer(self._connection)
        firsts = {entry.mark: entry for entry in reversed(batch)}
        spend = [list(firsts), [entry.period for entry in firsts.values()]]
        with connection.pipeline(), connection.transaction():
            rows = connection.execute(SPEND, spend, prepare=True, binary=True).fetchall()
            kept = [firsts[mark] for (mark,) in rows]
            if kept:
                content = pack_envelope((e.leaf for e in kept), (e.packed for e in kept))
                table = f"sealed.envelopes_{sealer.key_id}"
                connection.execute(
                    f"INSERT INTO {table} (body) VALUES (%b)",  # noqa: S608 - our own number
                    [sealer.seal(content)],
                    prepare=True,
                )
            spent = self._find_spent(connection, batch) if len(kept) < len(batch) else set()
        for entry in batch:
            entry.outcome = Outcome.REPEATED if entry.mark in spent else Outcome.UNKNOWN
        for entry in kept:
            entry.outcome = Outcome.KEPT
        self._tally.update((sealer.key_id, entry.channel_id) for entry in kept)

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

    def _find_spent(self, connection: Connection, batch: Sequence[Entry]) -> set[bytes]:
        marks = [entry.mark for entry in batch]
        return {mark for (mark,) in connection.execute(FIND_SPENT, [marks, marks]).fetchall()}

    def _write_tally(self) -> None:
        """Add to the running counts; they are estimates, put right at the next mixing."""
        tally, self._tally, self._tallied = self._tally, Counter(), time.monotonic()
        rows = sorted((*place, count) for place, count in tally.items())
        if self._connection is None:
            return
        try:
            with self._connection.cursor() as cursor:
                cursor.executemany(TALLY, rows)
        except psycopg.Error as error:
            logger.warning("intake tally: %s", type(error).__name__)
            self._disconnect()

    def _disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
        self._connection = None
