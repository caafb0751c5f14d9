"""The bare probe: the least that any intake on this server and database has to do.

A plain WSGI callable without Django: GET answers the compressed bytes of a real form, POST parses
and checks the 18 fields of that form and hands them to one writer thread, which commits up to 256
rows in one transaction; the reply leaves after the commit. Its rate is the ceiling that the real
intake is measured against.
"""

import os
import queue
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg

FIELDS = [b"q%d" % number for number in range(15)] + [b"told", b"pace", b"p0"]
PAGE = Path(os.environ["PROBE_PAGE"]).read_bytes()
PAGE_HEADERS = [
    ("content-type", "text/html; charset=utf-8"),
    ("content-encoding", "gzip"),
    ("content-length", str(len(PAGE))),
]
TEXT = [("content-type", "text/plain")]
BATCH = 256
INSERT = "INSERT INTO probe (body) SELECT unnest(%b::bytea[])"

Waiting = tuple[bytes, threading.Lock]
_queue: "queue.SimpleQueue[Waiting]" = queue.SimpleQueue()


def _write() -> None:
    connection = psycopg.connect(os.environ["PROBE_DATABASE"], autocommit=True)
    while True:
        batch = [_queue.get()]
        while len(batch) < BATCH:
            try:
                batch.append(_queue.get_nowait())
            except queue.Empty:
                break
        connection.execute(INSERT, [[body for body, _ in batch]], prepare=True)
        for _, lock in batch:
            lock.release()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "GET":
        start_response("200 OK", PAGE_HEADERS)
        return [PAGE]
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    given = dict(pair.split(b"=", 1) for pair in body.split(b"&"))
    answers = bytearray()
    for field in FIELDS:
        value = given.get(field, b"")
        if len(value) != 1 or not b"0" <= value <= b"5":
            start_response("422 Unprocessable Content", TEXT)
            return [b"no\n"]
        answers += value
    lock = threading.Lock()
    lock.acquire()
    _queue.put((bytes(answers), lock))
    lock.acquire()
    start_response("200 OK", TEXT)
    return [b"thanks\n"]


threading.Thread(target=_write, daemon=True).start()
