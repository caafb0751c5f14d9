"""What surrounds every request: answers kept for its length, and the clock of a training season."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from prongsai.core import clock, request_cache
from prongsai.frameworks.selectors.training import get_shift

Handler = Callable[[HttpRequest], HttpResponseBase]


def season_clock(get_response: Handler) -> Handler:
    """Ask for the moved clock once, before anything else asks for the time."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with request_cache.remembering(), clock.travelled(get_shift()):
            return get_response(request)

    return middleware
