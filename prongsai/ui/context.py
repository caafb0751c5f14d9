"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from prongsai.core import clock
from prongsai.ui import navigation, themes


def page(request: HttpRequest) -> dict[str, Any]:
    """Menu and header are lazy: fragments and plain pages never ask for them."""
    actor = getattr(request, "actor", None)
    return {
        "demo": settings.DEMO,
        "travelled_to": clock.now() if clock.get_shift() else None,
        "theme": themes.get_theme(request),
        "known": bool(actor and actor.is_known),
        "navigation": SimpleLazyObject(lambda: navigation.get_menu(request)),
        "header": SimpleLazyObject(lambda: navigation.get_header(request)),
    }
