"""Senders that wait for one commit wake one another: nobody is forgotten, whoever goes home."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from secrets import token_bytes
from threading import Event

import pytest

from prongsai.surveys.intake import store as module
from prongsai.surveys.intake.commits import Entry, Outcome
from prongsai.surveys.intake.connection import connect
from prongsai.surveys.intake.store import Store


class Gate:
    """Commits nothing, and only when it is opened."""

    def __init__(self):
        self.open, self.sizes = Event(), []

    def commit(self, batch):
        self.sizes.append(len(batch))
        assert self.open.wait(120)
        for entry in batch:
            entry.outcome = Outcome.KEPT
        return Counter()

    def disconnect(self):
        pass


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def store(gate, monkeypatch):
    store = Store(connect=connect)
    monkeypatch.setattr(store, "_committer", gate)
    monkeypatch.setattr(module, "PATIENCE", 60)
    yield store
    gate.open.set()
    store.close()


def wait_for(gate, store, *, queued):
    """Return once one entry stands before the gate, and so many behind it."""
    for _ in range(5000):
        if (gate.sizes, store._queue.qsize()) == ([1], queued):
            return
        time.sleep(0.01)
    raise AssertionError(f"{gate.sizes} before the gate, {store._queue.qsize()} of {queued} behind")


def new_entry():
    return Entry(token_bytes(16), token_bytes(32), 1, 7, b"answers")


def test_everybody_of_a_commit_is_woken(store, gate):
    with ThreadPoolExecutor(40) as pool:
        waiting = [pool.submit(store.keep, new_entry())]
        wait_for(gate, store, queued=0)
        waiting += [pool.submit(store.keep, new_entry()) for _ in range(39)]
        wait_for(gate, store, queued=39)
        gate.open.set()

        assert {each.result(timeout=120) for each in waiting} == {Outcome.KEPT}
    assert gate.sizes == [1, 39]


def test_whoever_has_gone_home_holds_up_nobody(store, gate, monkeypatch):
    with ThreadPoolExecutor(40) as pool:
        waiting = [pool.submit(store.keep, new_entry())]
        wait_for(gate, store, queued=0)
        with monkeypatch.context() as hasty:
            hasty.setattr(module, "PATIENCE", 0.2)
            gone = [pool.submit(store.keep, new_entry()) for _ in range(20)]
            assert {each.result(timeout=120) for each in gone} == {Outcome.BUSY}
        waiting += [pool.submit(store.keep, new_entry()) for _ in range(19)]
        wait_for(gate, store, queued=39)
        gate.open.set()

        assert {each.result(timeout=120) for each in waiting} == {Outcome.KEPT}
    assert gate.sizes == [1, 39]
