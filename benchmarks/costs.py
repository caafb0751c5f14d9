"""What one request cost: time of the processor here and in the database, and queries.

Unlike the time by the clock these hold on a machine that does other work beside.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Bench-Costs"


def tell_costs(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Write into the header of every answer: milliseconds here, in the database, queries."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with Meter() as meter:
            response = get_response(request)
        response[HEADER] = f"{meter.here_ms:.1f} {meter.database_ms:.1f} {meter.queries}"
        return response

    return middleware


class Meter:
    """Counts, for the length of a block, the queries and the time of both processes."""

    def __enter__(self) -> "Meter":
        self.queries = 0
        connection.ensure_connection()
        self._counting = connection.execute_wrapper(self._count)
        self._counting.__enter__()
        self._before = time.thread_time(), _read_database_time()
        return self

    def __exit__(self, *error: object) -> None:
        here, database = self._before
        self.here_ms = (time.thread_time() - here) * 1000
        self.database_ms = (_read_database_time() - database) * 1000
        self._counting.__exit__(None, None, None)

    def _count(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)


def _read_database_time() -> float:
    """Return how many seconds the server's process of this connection has worked."""
    connection.ensure_connection()
    file = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(file.read_text().split()[0]) / 1e9 if file.exists() else 0.0
