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
        assert self.open.wait(30)
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
    yield store
    gate.open.set()
    store.close()


def open_for(gate, store, *, entries):
    """Open the gate when so many entries stand before it: those in front, and the rest behind."""
    for _ in range(2000):
        if sum(gate.sizes) + store._queue.qsize() == entries:
            break
        time.sleep(0.01)
    else:
        raise AssertionError(f"{gate.sizes} and {store._queue.qsize()} of {entries}")
    gate.open.set()


def new_entry():
    return Entry(token_bytes(16), token_bytes(32), 1, 7, b"answers")


def test_everybody_of_a_commit_is_woken(store, gate):
    with ThreadPoolExecutor(40) as pool:
        waiting = [pool.submit(store.keep, new_entry()) for _ in range(40)]
        open_for(gate, store, entries=40)

        assert {each.result(timeout=10) for each in waiting} == {Outcome.KEPT}
    assert sum(gate.sizes) == 40
    assert len(gate.sizes) <= 2


def test_whoever_has_gone_home_holds_up_nobody(store, gate, monkeypatch):
    with ThreadPoolExecutor(40) as pool:
        monkeypatch.setattr(module, "PATIENCE", 0.2)
        gone = [pool.submit(store.keep, new_entry()) for _ in range(20)]
        assert {each.result(timeout=10) for each in gone} == {Outcome.BUSY}
        monkeypatch.setattr(module, "PATIENCE", 15)
        waiting = [pool.submit(store.keep, new_entry()) for _ in range(20)]
        open_for(gate, store, entries=40)

        assert {each.result(timeout=10) for each in waiting} == {Outcome.KEPT}
    assert sum(gate.sizes) == 40
    assert len(gate.sizes) <= 2
