"""The request as our views see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from prongsai.core.actor import Actor


class Request(HttpRequest):
    """A request whose actor has been built by accounts and whose htmx headers are read."""

    actor: Actor
    htmx: HtmxDetails
