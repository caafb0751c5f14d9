"""What watches the product reads: is the process up, is the database ready, a few numbers."""

import os
import resource
import time
from pathlib import Path

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from prongsai import __version__

STARTED = time.time()
# Only a scraper on the same machine reads the numbers; a proxy in front never passes them on.
LOOPBACK = frozenset({"127.0.0.1", "::1"})
Sample = tuple[str, str, dict[str, str], float]


def answer(request: HttpRequest) -> HttpResponse | None:
    """Answer the addresses of health without session or cookie; None for every other."""
    if request.path == "/healthz":
        return _say("ok\n")
    if request.path == "/readyz":
        return _ready()
    if request.path == "/metrics":
        return _tell_numbers(request)
    return None


def _ready() -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM procrastinate_jobs LIMIT 1")
    except DatabaseError:
        return _say("database not ready\n", status=503)
    return _say("ok\n")


def _tell_numbers(request: HttpRequest) -> HttpResponse:
    """Tell them in the text format of Prometheus."""
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META
    if forwarded or request.META.get("REMOTE_ADDR") not in LOOPBACK:
        return _say("not here\n", status=404)
    lines: list[str] = []
    for name, kind, labels, value in [*_list_process(), *_list_jobs()]:
        if f"# TYPE {name} {kind}" not in lines:
            lines.append(f"# TYPE {name} {kind}")
        words = ",".join(f'{key}="{word}"' for key, word in labels.items())
        lines.append(f"{name}{{{words}}} {value:.15g}" if words else f"{name} {value:.15g}")
    return _say("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


def _list_process() -> list[Sample]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    memory = pages * os.sysconf("SC_PAGE_SIZE")
    return [
        ("prongsai_info", "gauge", {"version": __version__}, 1),
        ("process_start_time_seconds", "gauge", {}, STARTED),
        ("process_cpu_seconds_total", "counter", {}, used.ru_utime + used.ru_stime),
        ("process_resident_memory_bytes", "gauge", {}, memory),
    ]


def _list_jobs() -> list[Sample]:
    """How many jobs wait, run or failed; without a database only that it is down."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
            counts = dict(cursor.fetchall())
    except DatabaseError:
        return [("prongsai_database_up", "gauge", {}, 0)]
    states = ("todo", "doing", "failed")
    return [
        ("prongsai_database_up", "gauge", {}, 1),
        *(("prongsai_jobs", "gauge", {"status": name}, counts.get(name, 0)) for name in states),
    ]


def _say(
    text: str, *, status: int = 200, content_type: str = "text/plain; charset=utf-8"
) -> HttpResponse:
    return HttpResponse(text, status=status, content_type=content_type)
