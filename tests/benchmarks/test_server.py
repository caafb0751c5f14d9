"""Servers of the benchmarks print no figures, and end with what they were started for."""

import os
import signal
import sys

import pytest

from benchmarks.server import started

SAYS_AND_ENDS = "print('[WARNING] spawning more')"
WILL_NOT_END = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(600)
"""


def start(program, **options):
    return started([sys.executable, "-c", program], os.environ, **options)


def test_what_a_server_prints_is_apart_from_the_figures(capfd):
    with start(SAYS_AND_ENDS) as server:
        server.wait(timeout=120)

    printed = capfd.readouterr()
    assert printed.out == ""
    assert "spawning more" in printed.err


def test_nothing_of_a_server_outlives_the_run():
    with pytest.raises(KeyboardInterrupt), start(WILL_NOT_END, patience=0.1) as server:
        raise KeyboardInterrupt

    assert_gone(server.pid)


def test_a_run_that_is_told_to_stop_ends_its_server():
    with pytest.raises(KeyboardInterrupt), start(WILL_NOT_END, patience=0.1) as server:
        signal.raise_signal(signal.SIGTERM)

    assert_gone(server.pid)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def assert_gone(group):
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)
