"""The intake as a WSGI callable: no framework stands between the socket and the form."""

import logging
import resource
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from prongsai.core import clock
from prongsai.surveys.intake import assets, replies
from prongsai.surveys.intake.connection import connect
from prongsai.surveys.intake.payload import MOST_BYTES
from prongsai.surveys.intake.replies import Reply
from prongsai.surveys.intake.state import State
from prongsai.surveys.intake.store import Store
from prongsai.surveys.intake.views import Request, Views

logger = logging.getLogger(__name__)

PREFIX = "/s/"
Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Intake:
    """One per process: its state, its writer and its pages."""

    def __init__(self) -> None:
        # A crash must not write answers to the disk.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        self.proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        self.today = clock.Today()
        self.state = State()
        self.views = Views(Store(connect=connect))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            reply = self.answer(environ)
        except Exception:
            logger.exception("intake")
            reply = replies.notice("500 Internal Server Error", "not-ready", "th")
        if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
            reply = replies.unpack(reply)
        start_response(reply.status, reply.headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else reply.body]

    def close(self) -> None:
        self.state.close()
        self.views.store.close()

    def answer(self, environ: Environ) -> Reply:
        path, query = environ["PATH_INFO"].removeprefix(PREFIX), environ.get("QUERY_STRING", "")
        language = "en" if "lang=en" in query else "th"
        if path.startswith("-/"):
            return get_asset(environ["PATH_INFO"])
        method = environ["REQUEST_METHOD"]
        if method in {"GET", "HEAD"}:
            if not path:
                typed = parse_qs(query).get("code", [""])[0]
                return self.views.enter_code(typed, language)
            return self.views.show_form(self.state.known, self._read(path, language))
        if method == "POST":
            return self._post(environ, self._read(path, language))
        return replies.refuse_method()

    def _read(self, path: str, language: str) -> Request:
        now = time.time()
        return Request(path, language, now, self.today.get(now))

    def _post(self, environ: Environ, request: Request) -> Reply:
        # Without a length it comes in chunks: what a form may hold, and a byte that is too much.
        size = environ.get("CONTENT_LENGTH") or str(MOST_BYTES + 1)
        if not size.isdigit() or int(size) > MOST_BYTES + 1:
            return replies.notice("413 Content Too Large", "too-large", request.language)
        request.body = environ["wsgi.input"].read(int(size))
        if len(request.body) > MOST_BYTES:
            return replies.notice("413 Content Too Large", "too-large", request.language)
        request.address = get_address(environ, proxies=self.proxies)
        request.from_elsewhere = environ.get("HTTP_SEC_FETCH_SITE") == "cross-site"
        try:
            if self.state.known.challenges:
                return self.views.take_answers(self.state.known, request)
        except Exception:
            logger.exception("intake")
        return replies.keep_asking(request.body, request.language)


def get_asset(path: str) -> Reply:
    file = assets.BY_PATH.get(path)
    if file is None:
        return replies.notice("404 Not Found", "unknown", "th")
    return replies.asset(file)


def get_address(environ: Environ, *, proxies: int) -> str:
    """Return where a request came from, as far as our own proxies tell; used for limits only."""
    if proxies:
        hops = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(hops) >= proxies:
            return str(hops[-proxies]).strip()
    return str(environ.get("REMOTE_ADDR", ""))


_start = threading.Lock()
_intake: list[Intake] = []


def get_intake() -> Intake:
    """Return the intake of this process, building it once."""
    if not _intake:
        with _start:
            if not _intake:
                _intake.append(Intake())
    return _intake[0]
