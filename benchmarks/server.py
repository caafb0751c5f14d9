"""A real server over a database of its own, and a signed-in visitor, for the benchmarks."""

import http.client
import http.cookiejar
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from config import embedded

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PASSWORD = "bench-only-password-2569"  # noqa: S105 - of a throw-away database


def environment(folder: str) -> dict[str, str]:
    """Return the environment of every process that works on the benchmark's own database.

    No setting of another installation reaches it: its keys lie beside its database.
    """
    var = ROOT / "var" / folder
    address = embedded.ensure_running(var / "postgres")
    return {
        **leave_out_settings(os.environ),
        "PRONGSAI_VAR": str(var),
        "PRONGSAI_DATABASE_URL": address,
        "PRONGSAI_DEMO_PASSWORD": PASSWORD,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }


def leave_out_settings(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if not name.startswith("PRONGSAI_")}


def manage(env: dict[str, str], *words: str) -> None:
    """Run a command of the product; what it says stays apart from the figures."""
    subprocess.run([BIN / "prongsai", *words], env=env, check=True, cwd=ROOT, stdout=sys.stderr)


@contextmanager
def serve(env: dict[str, str], *, workers: int = 2) -> Iterator[str]:
    """Serve the product on a free port for the length of the block; yields its address."""
    port = find_port()
    command = [
        *(BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "8", "--no-ws"),
        *("--log-level", "warning", "config.wsgi:application"),
    ]
    address = f"http://127.0.0.1:{port}"
    with started(command, env):
        wait_for(f"{address}/readyz")
        yield address


def find_port() -> int:
    """Return a free port below those that the system hands to whoever asks for any."""
    for port in random.SystemRandom().sample(range(10_000, 30_000), 100):
        with suppress(OSError), socket.socket() as place:
            place.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@contextmanager
def started(
    command: Sequence[str | Path], env: Mapping[str, str], *, patience: float = 20
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server for the length of the block, however that ends: what it prints is no figure.

    It has a session of its own, so that Ctrl-C ends the benchmark, which then ends all of it.
    """
    with _leaving_in_order():
        server = subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=sys.stderr, start_new_session=True
        )
        try:
            yield server
        finally:
            _stop(server, patience)


def _stop(server: subprocess.Popen[bytes], patience: float) -> None:
    try:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=patience)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@contextmanager
def _leaving_in_order() -> Iterator[None]:
    """Let a benchmark that is told to stop, or whose terminal goes, end as with Ctrl-C."""
    deadly = [
        number
        for number in (signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is signal.SIG_DFL
    ]
    for number in deadly:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in deadly:
            signal.signal(number, signal.SIG_DFL)


def wait_for(url: str, *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).read()
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


class Visitor:
    """A browser without a screen: keeps cookies and follows redirects."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        handler = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(handler)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with self.opener.open(self.address + path, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def sign_in(self, email: str) -> None:
        _, page = self.get("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "the sign-in page has no form"
        fields = {"csrfmiddlewaretoken": token[1], "login": email, "password": PASSWORD}
        request = urllib.request.Request(
            f"{self.address}/accounts/login/",
            urllib.parse.urlencode(fields).encode(),
            {"Referer": f"{self.address}/accounts/login/"},
        )
        self.opener.open(request, timeout=60).read()
        assert any(cookie.name == "prongsai_session" for cookie in self.cookies), email

    def connect(self) -> "Connection":
        """Return a connection that is kept and carries the cookies of this visitor."""
        return Connection(self.address, "; ".join(f"{c.name}={c.value}" for c in self.cookies))


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it came, and how long it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Connection:
    """Asks for one page after the other as a proxy would; follows no redirects."""

    def __init__(self, address: str, cookies: str) -> None:
        self.wire = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=60)
        self.headers = {"Cookie": cookies}

    def get(self, path: str) -> Answer:
        try:
            return self._ask(path)
        except http.client.RemoteDisconnected:  # it was left alone for too long
            self.wire.close()
            return self._ask(path)

    def close(self) -> None:
        self.wire.close()

    def _ask(self, path: str) -> Answer:
        started = time.perf_counter()
        self.wire.request("GET", path, headers=self.headers)
        answer = self.wire.getresponse()
        body = answer.read()
        taken = time.perf_counter() - started
        headers = {name.title(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, body, taken)
