"""Silent connections and posts that arrive byte by byte do not stop those who answer.

What the proxy in front has to do about more of them stands in docs/runbooks/intake.md.
"""

import http.client
import os
import signal
import socket
import subprocess
import time
from contextlib import ExitStack
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from config import env, serve
from prongsai.surveys.services.keys import ensure_key
from tests.factories.surveys import fill

SILENT, SLOW = 200, 16
FORM = urlencode(fill(15))


@pytest.fixture
def port(code, tmp_path):
    """The intake as `prongsai serve` starts it, with one process, over the test database."""
    ensure_key()
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    command = serve.web_command(number, application="config.wsgi_intake:application")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.intake",
        "PRONGSAI_DATABASE_URL": get_database_url(),
        "PRONGSAI_LEDGER_KEY": settings.SURVEYS_LEDGER_KEY,
        "PRONGSAI_VAR": str(tmp_path),
        "PRONGSAI_WEB_WORKERS": "1",
    }
    environment.pop("PRONGSAI_MIXER_KEYS", None)
    own = {"cwd": env.ROOT, "env": environment, "start_new_session": True}
    with subprocess.Popen(command, **own) as server:
        try:
            wait_for(number)
            yield number
        finally:
            os.killpg(server.pid, signal.SIGKILL)


def get_database_url():
    values = connection.settings_dict
    host, port = values["HOST"], values["PORT"]
    who = f"{quote(values['USER'])}:{quote(values['PASSWORD'])}@"
    query = f"?host={quote(host, safe='')}" + (f"&port={port}" if port else "")
    return f"postgresql://{who}/{values['NAME']}{query}"


def wait_for(port):
    for _ in range(600):
        try:
            if ask(port, "GET", "/s/")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def ask(port, method, path, body=None):
    """Return status and page. There is no hurry, but who is never answered fails."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        reply = line.getresponse()
        return reply.status, reply.read().decode()
    finally:
        line.close()


def test_somebody_answers_while_others_are_silent_or_slow(port, code):
    head = f"POST /s/{code} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(FORM)}\r\n\r\n"
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
            for _ in range(SILENT + SLOW)
        ]
        for slow in lines[:SLOW]:
            slow.sendall(head.encode() + FORM[:1].encode())

        form, sent = ask(port, "GET", f"/s/{code}"), ask(port, "POST", f"/s/{code}", FORM)
        for slow in lines[:SLOW]:
            slow.sendall(FORM[1:2].encode())  # they are still there

    assert (form[0], sent[0]) == (200, 200)
    assert '<p class="code">' in sent[1]
