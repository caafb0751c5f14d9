"""The request as our views see it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from prongsai.core.actor import Actor


class Request(HttpRequest):
    """A request whose actor has been built by accounts and whose htmx headers are read."""

    actor: Actor
    htmx: HtmxDetails


def render_part(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer htmx with a part of a page, and bring waiting messages along as toasts."""
    response = render(request, template, context)
    toasts = render(request, "ui/components/toasts.html", {"outside": True})
    response.content += toasts.content
    return response
