"""`prongsai serve`: database, migrations, demo data, worker and web in one foreground process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.core.management import call_command

from config import env

BIN = Path(sys.executable).parent


def main(arguments: list[str]) -> int:
    """Bring everything up, wait, and stop all of it on Ctrl-C or when one part dies."""
    import django  # noqa: PLC0415 - the settings need the database address first

    django.setup()
    port = env.number("PORT", 8000, least=1, most=65535)
    os.environ.setdefault("PRONGSAI_SITE_URL", f"http://127.0.0.1:{port}")
    prepare()
    children = [start(worker_command()), start(web_command(port))]
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    try:
        call_command("demo", "accounts")
        print(f"\nProngsai is open at http://127.0.0.1:{port}  (Ctrl-C stops it)\n", flush=True)  # noqa: T201 - this is the face of the command
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        stop(children)


def prepare() -> None:
    """Migrate, publish static files and load the demo; each does nothing when it is done."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", "load", "--scale", "province", "--once")


def worker_command() -> list[str]:
    return [str(BIN / "prongsai"), "procrastinate", "worker"]


def web_command(port: int) -> list[str]:
    workers = env.number("PRONGSAI_WEB_WORKERS", 2, least=1, most=64)
    return [
        str(BIN / "granian"),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "8", "--no-ws"),
        *("--log-level", "warning", "config.wsgi:application"),
    ]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=env.ROOT, start_new_session=True)  # noqa: S603 - our own commands


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
