"""Keeps answers: one writer thread per process commits what has gathered, then everybody hears."""

import contextlib
import logging
import queue
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence

import psycopg
from psycopg import errors

from prongsai.surveys.intake.commits import Committer, Connection, Entry, Outcome
from prongsai.surveys.intake.networks import Networks

logger = logging.getLogger(__name__)

BATCH = 256
ROOM = 4096
PATIENCE = 8.0
TALLY_EVERY = 5.0
RETRY_AFTER = 0.2
IDLE = 0.5
# Where the last commit carried so many answers, the next one waits a moment for more: a commit
# and its seal cost as much as six flows, whether one answer is in it or twenty.
BUSY = 4
GATHER = 0.002
# So many senders are woken by the writer, the others by one another: all at once they would only
# fight over the interpreter, and be switched to three times each.
WAKE = 2


class Store:
    """The only way into the database from the respondent's side."""

    def __init__(self, *, connect: Callable[[], Connection]) -> None:
        self._committer = Committer(connect)
        self._queue: queue.SimpleQueue[Entry] = queue.SimpleQueue()
        self.networks = Networks()
        self._is_busy = False
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
        if not entry.done.acquire(timeout=PATIENCE):
            entry.has_left = True
            # Woken at this very moment? Then the others still wait for us.
            if not entry.done.acquire(blocking=False):
                return entry.outcome
        if entry.sleepers:
            _wake_next(entry.sleepers)
        return entry.outcome

    def _run(self) -> None:
        while not self._closing.is_set():
            batch = self._gather()
            if batch:
                self._settle(batch)
            if self._tally and time.monotonic() - self._tallied > TALLY_EVERY:
                self._write_tally()
        self._committer.disconnect()

    def _gather(self) -> list[Entry]:
        """Wait for an answer, then take along whatever else has gathered meanwhile."""
        batch: list[Entry] = []
        with contextlib.suppress(queue.Empty):
            batch.append(self._queue.get(timeout=IDLE))
            if self._is_busy:
                time.sleep(GATHER)
            while len(batch) < BATCH:
                batch.append(self._queue.get_nowait())
        self._is_busy = len(batch) >= BUSY
        return batch

    def _settle(self, batch: Sequence[Entry]) -> None:
        """Commit until it has worked or nobody waits any more; then wake the senders.

        A commit whose fate is unknown is simply tried again: what it kept shows as repeated.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self._tally.update(self._committer.commit(batch))
                break
            except (errors.UndefinedTable, errors.LockNotAvailable):
                self._committer.forget_key()  # the day was closed while we sealed for it
            except psycopg.Error as error:
                logger.warning("intake: %s", type(error).__name__)
                self._committer.disconnect()
                time.sleep(RETRY_AFTER)
            except Exception:
                logger.exception("intake writer")
                break
        sleepers = deque(batch)
        for entry in batch:
            entry.sleepers = sleepers
        for _ in range(WAKE):
            _wake_next(sleepers)

    def _write_tally(self) -> None:
        tally, self._tally, self._tallied = self._tally, Counter(), time.monotonic()
        try:
            self._committer.tally(tally)
            self._committer.note_networks(self.networks.take())
        except psycopg.Error as error:
            logger.warning("intake tally: %s", type(error).__name__)
            self._committer.disconnect()


def _wake_next(sleepers: deque[Entry]) -> None:
    """Wake one of SLEEPERS, who then wakes the next; whoever waits no longer is passed over."""
    with contextlib.suppress(IndexError):
        while True:
            entry = sleepers.popleft()
            entry.done.release()
            if not entry.has_left:
                return
