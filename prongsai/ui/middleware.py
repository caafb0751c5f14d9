"""Errors as pages, and health before anything else runs."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from prongsai.core.errors import ProngsaiError
from prongsai.ui.errors import show, show_error

Handler = Callable[[HttpRequest], HttpResponseBase]


def health(get_response: Handler) -> Handler:
    """Answer /healthz (process) and /readyz (database and queue) without session or cookie."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path == "/readyz":
            return _ready()
        return get_response(request)

    return middleware


def _ready() -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM procrastinate_jobs LIMIT 1")
    except OperationalError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


class errors:
    """Turn the product's errors, and a method that a page does not know, into one page each."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.get("Content-Length"):
            return response
        page = show(request, response.status_code)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return show_error(request, error) if isinstance(error, ProngsaiError) else None
