"""Silent connections and posts that arrive byte by byte do not stop those who answer.

Against many slow posts the proxy in front is needed (docs/runbooks/intake.md): nginx, where it is
installed, runs here with the very files of deploy/.
"""

import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from contextlib import ExitStack, contextmanager
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from benchmarks.server import find_port
from config import env, serve
from prongsai.surveys.services.keys import ensure_key
from tests.factories.surveys import fill

SILENT, SLOW, VERY_SLOW = 200, 16, 300
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
# Not asked to be believed: what is tried is the proxy, not its certificate.
UNCHECKED = ssl._create_unverified_context()  # noqa: S323
MAIN = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/replies;
    fastcgi_temp_path {folder}/1; uwsgi_temp_path {folder}/2; scgi_temp_path {folder}/3;
    include {folder}/prongsai.conf;
}}
"""
FORM = urlencode(fill(15))


@pytest.fixture
def port(code, tmp_path):
    """The intake as `prongsai serve` starts it, with one process, over the test database."""
    ensure_key()
    number = find_port()
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
    with running(command, cwd=env.ROOT, env=environment):
        wait_for(number)
        yield number


@pytest.fixture
def proxy(port, tmp_path):
    """nginx in front of the intake, as deploy/ has it but for ports and folders."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    number, folder = find_port(), tmp_path / "nginx"
    folder.mkdir()
    changes = {
        "listen 80;": f"listen 127.0.0.1:{find_port()};",
        "listen [::]:80;": "",
        "listen 443 ssl;": f"listen 127.0.0.1:{number} ssl;",
        "listen [::]:443 ssl;": "",
        "127.0.0.1:8000": f"127.0.0.1:{port}",
    }
    # Deployed it is 15 seconds, in which a slow machine may not open hundreds of connections.
    changes["client_body_timeout 15s;"] = "client_body_timeout 600s;"
    changes |= dict.fromkeys(("/etc/ssl/prongsai/", "/etc/nginx/", "/var/log/nginx/"), f"{folder}/")
    text = (env.ROOT / "deploy/nginx.conf").read_text()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "prongsai.conf").write_text(text)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    shutil.copy(env.ROOT / "deploy/nginx-proxy.conf", folder / "prongsai-proxy.conf")
    names = ["-subj", "/CN=ita.example.go.th", "-keyout", "key.pem", "-out", "fullchain.pem"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run(make, cwd=folder, check=True, capture_output=True)
    with running([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]):
        wait_for(number, is_safe=True)
        yield number, folder


@contextmanager
def running(command, **options):
    """Run a server with all its processes for the length of the block."""
    with subprocess.Popen(command, start_new_session=True, **options) as server:
        try:
            yield
        finally:
            os.killpg(server.pid, signal.SIGKILL)


def get_database_url():
    values = connection.settings_dict
    host, port = values["HOST"], values["PORT"]
    who = f"{quote(values['USER'])}:{quote(values['PASSWORD'])}@"
    query = f"?host={quote(host, safe='')}" + (f"&port={port}" if port else "")
    return f"postgresql://{who}/{values['NAME']}{query}"


def wait_for(port, *, is_safe=False):
    for _ in range(600):
        try:
            if ask(port, "GET", "/s/", is_safe=is_safe)[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def ask(port, method, path, body=None, *, is_safe=False):
    """Return status and page. There is no hurry, but who is never answered fails."""
    where = ("127.0.0.1", port)
    line = (
        http.client.HTTPSConnection(*where, timeout=120, context=UNCHECKED)
        if is_safe
        else http.client.HTTPConnection(*where, timeout=120)
    )
    try:
        line.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        reply = line.getresponse()
        return reply.status, reply.read().decode()
    finally:
        line.close()


@contextmanager
def slow_posts(port, code, count, *, is_safe=False):
    """Begin COUNT answers that never end; yield their connections."""
    head = f"POST /s/{code} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(FORM)}\r\n\r\n"
    with ExitStack() as stack:
        lines = []
        for _ in range(count):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=120))
            lines.append(stack.enter_context(UNCHECKED.wrap_socket(line)) if is_safe else line)
            lines[-1].sendall(head.encode() + FORM[:1].encode())
        yield lines


def test_somebody_answers_while_others_are_silent_or_slow(port, code):
    with ExitStack() as silent, slow_posts(port, code, SLOW) as slow:
        for _ in range(SILENT):
            silent.enter_context(socket.create_connection(("127.0.0.1", port), timeout=120))
        form, sent = ask(port, "GET", f"/s/{code}"), ask(port, "POST", f"/s/{code}", FORM)
        for line in slow:
            line.sendall(FORM[1:2].encode())  # they are still there

    assert (form[0], sent[0]) == (200, 200)
    assert '<p class="code">' in sent[1]


def test_behind_the_proxy_somebody_answers_beside_hundreds_of_slow_posts(proxy, code):
    port, folder = proxy
    with slow_posts(port, code, VERY_SLOW, is_safe=True) as slow:
        status, page = ask(port, "POST", f"/s/{code}", FORM, is_safe=True)
        for line in slow:
            line.sendall(FORM[1:2].encode())  # they are still there
        on_disk = [file for file in folder.glob("bodies/**/*") if file.is_file()]

    assert (status, '<p class="code">' in page) == (200, True)
    written = [file.read_text() for file in folder.rglob("*") if file.suffix == ".log"]
    assert len(written) == 2
    assert not any(code in text for text in written)
    assert not on_disk
