"""The line between intake and PostgreSQL is cut around the commit, when nobody knows what became.

A proxy stands between the two and cuts at the moment that a test chooses: before the statement
arrives, after it was passed on, or after the database has answered that it is durable.
"""

import contextlib
import select
import socket
import threading

import pytest
from django.db import connection

from prongsai.core.actor import SYSTEM
from prongsai.surveys.selectors.receipts import list_findings
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.mixing import mix
from tests.factories.surveys import ask, fill, list_sheets, make_channel

IIT = fill(15)
# How the statement that commits answers begins and which it names, as the protocol has it.
BIND, COMMIT = b"B", b"keep_"


class Proxy:
    """Passes bytes on until it is told to cut; afterwards new lines work again."""

    def __init__(self, target):
        self.target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.cut_when = None
        self.cuts = 0
        self._threads = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in [self._accepting, *self._threads]:
            thread.join(60)
            assert not thread.is_alive()

    def _accept(self):
        while True:
            try:
                line, _peer = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._pass_on, args=[line], daemon=True)
            self._threads.append(thread)
            thread.start()

    def _pass_on(self, line):
        with line, socket.socket(socket.AF_UNIX) as server, contextlib.suppress(OSError):
            server.connect(self.target)
            other = {line: server, server: line}
            while True:
                for source in select.select([line, server], [], [])[0]:
                    content = source.recv(1 << 16)
                    if not content or self._cuts(source is line, content, server):
                        return
                    other[source].sendall(content)

    def _cuts(self, is_request, content, server):
        """Tell whether to cut here; what should still arrive is sent on first."""
        is_commit = is_request and content.startswith(BIND) and COMMIT in content
        if not (self.cut_when and is_commit):
            return False
        when, self.cut_when = self.cut_when, None
        self.cuts += 1
        if when != "before":
            server.sendall(content)
        if when == "after":
            server.settimeout(120)
            assert server.recv(1 << 16)
        return True


@pytest.fixture
def proxy(survey_tables, settings):
    values = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("SHOW unix_socket_directories")
        folder = cursor.fetchone()[0].split(",")[0].strip()
    port = values["PORT"] or 5432
    proxy = Proxy(f"{folder}/.s.PGSQL.{port}")
    settings.SURVEYS_DATABASE_URL = (
        f"postgresql://{values['USER']}@127.0.0.1:{proxy.port}/{values['NAME']}"
    )
    yield proxy
    proxy.close()


@pytest.fixture
def codes(unit):
    return issue_codes(SYSTEM, channel_id=make_channel(unit).id, count=12)


def fetch(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_cut_around_the_commit_gives_one_receipt_and_counts_once(proxy, codes, intake, when):
    intake = intake()
    first = ask(intake, f"/s/{codes[0]}", IIT).receipt
    receipts = []
    for code in codes[1:]:
        proxy.cut_when = when
        receipts.append(ask(intake, f"/s/{code}", IIT).receipt)
    again = [ask(intake, f"/s/{code}", IIT).receipt for code in codes]
    intake.close()
    mix(everything=True)

    assert proxy.cuts == len(receipts)
    assert None not in [first, *receipts]
    assert again == [first, *receipts]
    counted = [code for (code,) in fetch("SELECT code FROM receipts.leaves")]
    assert sorted(counted) == sorted(again)
    assert len(list_sheets()) == len(codes)
    assert not list_findings()


def test_line_that_stays_cut_keeps_the_answers_on_the_waiting_page(
    proxy, codes, intake, monkeypatch
):
    intake = intake()
    ask(intake, f"/s/{codes[0]}", IIT)
    proxy.cut_when = "during"
    target, proxy.target = proxy.target, "/nowhere"

    with monkeypatch.context() as hasty:
        hasty.setattr("prongsai.surveys.intake.store.PATIENCE", 0.5)
        page = ask(intake, f"/s/{codes[1]}", IIT)
    proxy.target = target
    receipt = ask(intake, f"/s/{codes[1]}", page.fields).receipt

    assert page.status == 503
    assert int(page.headers["retry-after"]) > 0
    assert page.receipt is None
    assert IIT.items() <= page.fields.items()
    assert receipt
    assert fetch("SELECT count(*) FROM ledger.spends") == [(2,)]
