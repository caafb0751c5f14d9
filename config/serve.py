"""`prongsai serve`: database, migrations, demo data, worker and web in one foreground process."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import django
from django.core.management import call_command

from config import env

BIN = Path(sys.executable).parent
# A part that dies is started again, but not for ever: so many times within a minute.
RESTARTS = 5
# Threads of a web process: so many people can wait for one commit together (docs/performance.md).
THREADS = 32
# Whoever opens connections and stays silent takes no place from others and is sent away after
# fifteen seconds; see "Slow and silent visitors" in docs/runbooks/intake.md.
PATIENCE = (
    *("--http", "1", "--backlog", "4096", "--backpressure", "4096"),
    *("--http1-header-read-timeout", "15000"),
)


class Part:
    """One process of the product, started again when it dies."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.starts: list[float] = []
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self.starts = [at for at in self.starts if at > time.monotonic() - 60]
        self.starts.append(time.monotonic())
        # A session of its own: Ctrl-C reaches only us, and we stop the parts in order.
        return subprocess.Popen(self.command, cwd=env.ROOT, start_new_session=True)  # noqa: S603 - our own commands

    def keep_alive(self) -> None:
        if self.process.poll() is None:
            return
        if len(self.starts) > RESTARTS:
            raise SystemExit(f"{self.name} keeps failing (see above); stopping everything.")
        say(f"{self.name} ended unexpectedly; starting it again.")
        self.process = self._start()

    def stop(self) -> None:
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def main(arguments: list[str]) -> int:
    """Bring everything up, keep it up, and stop all of it on Ctrl-C."""
    port = env.number("PORT", 8000, least=1, most=65535)
    refuse_busy_port(port)
    os.environ.setdefault("PRONGSAI_SITE_URL", f"http://127.0.0.1:{port}")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    parts: list[Part] = []
    try:
        django.setup()
        prepare()
        parts += [Part("The worker", worker_command()), Part("The web server", web_command(port))]
        call_command("demo", "accounts")
        say(f"\nProngsai is open at http://127.0.0.1:{port}  (Ctrl-C stops it)\n")
        while True:
            time.sleep(0.5)
            for part in parts:
                part.keep_alive()
    except KeyboardInterrupt:
        return 0
    finally:
        for part in parts:
            part.process.terminate()
        for part in parts:
            part.stop()


def interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise SystemExit(
                f"Port {port} is in use. Stop what uses it, or choose another: PORT=8001 script/run"
            ) from None


def prepare() -> None:
    """Migrate, publish static files and load the demo; each does nothing when it is done."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", "load", "--scale", "province", "--once")


def worker_command() -> list[str]:
    return [str(BIN / "prongsai"), "procrastinate", "worker"]


def web_command(
    port: int, *, application: str = "config.wsgi:application", threads: int = THREADS
) -> list[str]:
    """Return how the web processes are started, here and in the benchmarks."""
    workers = env.number("PRONGSAI_WEB_WORKERS", 2, least=1, most=64)
    return [
        str(BIN / "granian"),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads), "--no-ws"),
        *PATIENCE,
        *("--respawn-failed-workers", "--log-level", "error", application),
    ]
