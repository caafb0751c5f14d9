"""Functions that a lower app needs from a higher one, named in the settings instead of imported."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

_load = cache(import_string)


def wired(name: str) -> Callable[..., Any]:
    """Return the function that the setting WIRING names for NAME."""
    function: Callable[..., Any] = _load(settings.WIRING[name])
    return function
