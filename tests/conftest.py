"""Fixtures of the whole suite."""

import atexit
import shutil
import tempfile
import time
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from config import embedded
from tests.e2e.browser import browser, browser_page, open_page
from tests.factories.people import make_person, sign_in
from tests.factories.tables import empty_tables

# The same examples on every run and machine, however slow it is.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis.settings.load_profile("suite")

# In Bangkok, in seconds after midnight by UTC.
MIDNIGHT = 17 * 3600

__all__ = ["browser", "browser_page", "make_person", "open_page", "sign_in"]


@pytest.fixture(autouse=True)
def _language():
    """Begin every test in the product's own language, whatever page the one before asked for."""
    translation.deactivate()


def pytest_runtest_setup():
    """Let no test begin in the last minutes of a day: it may ask twice which day it is."""
    rest = (MIDNIGHT - time.time()) % 86400
    if rest < 120:
        time.sleep(rest + 0.1)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let tests with real commits empty the tables, all of them and quickly.

    Django truncates those of its models, however few were written to: 0.3 seconds a test.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("audit_entry", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty_tables())
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Give every run a folder of its own: pytest's shared one is reset by whoever starts next."""
    if config.option.basetemp is None and not hasattr(config, "workerinput"):
        # Short, and outside the checkout: the socket of PostgreSQL allows 107 letters.
        folder = tempfile.mkdtemp(prefix="prongsai-")
        config.option.basetemp = str(Path(folder) / "t")
        # Registered first, so run last: after the servers that tests started in it have stopped.
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def pytest_collection_modifyitems(items):
    """Open browsers last: theirs is an event loop in this thread, in which no worker can run.

    Other processes are given files in this order (script/test).
    """
    items.sort(key=lambda item: item.get_closest_marker("e2e") is not None)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Hold the server of another process too: if that one is killed, it stops with us."""
    if folder := node.gateway.spec.env.get("PRONGSAI_VAR"):
        embedded.ensure_running(Path(folder) / "test-postgres", durable=False)
