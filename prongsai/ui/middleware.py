"""Errors as pages, and health before anything else runs."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from prongsai.core.actor import NOBODY
from prongsai.core.errors import ProngsaiError
from prongsai.ui.errors import show, show_error
from prongsai.ui.health import answer
from prongsai.ui.languages import mark_thai

Handler = Callable[[HttpRequest], HttpResponseBase]


def health(get_response: Handler) -> Handler:
    """Answer /healthz, /readyz and /metrics before anything else runs."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return answer(request) or get_response(request)

    return middleware


def keep_private(get_response: Handler) -> Handler:
    """Let no cache and no shared computer keep what a signed-in person sees."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        actor = getattr(request, "actor", NOBODY)
        if actor.is_known and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def tell_language(get_response: Handler) -> Handler:
    """Mark the Thai words of pages in another language."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and isinstance(response, HttpResponse) and get_language() != "th":
            response.content = mark_thai(response.text).encode()
        return response

    return middleware


class errors:
    """Turn the product's errors, and requests that no page can answer, into one page each."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _has_nul(request):
            return show(request, HTTPStatus.BAD_REQUEST)
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.get("Content-Length"):
            return response
        page = show(request, response.status_code)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return show_error(request, error) if isinstance(error, ProngsaiError) else None


def _has_nul(request: HttpRequest) -> bool:
    """Return whether the address holds a character that no text in the database can hold."""
    return "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", "")
