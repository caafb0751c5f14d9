"""Who acts: put on every request."""

from collections.abc import Callable
from typing import cast

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponseBase

from prongsai.accounts.models import User
from prongsai.accounts.selectors.actors import build_actor
from prongsai.core.actor import NOBODY
from prongsai.ui.http import Request

ACTING_GRANT = "acting_grant"
Handler = Callable[[HttpRequest], HttpResponseBase]


def actor(get_response: Handler) -> Handler:
    """Build request.actor once; nobody signed in is an actor without grants."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        ours = cast(Request, request)
        ours.actor = NOBODY
        if isinstance(request.user, User):
            ours.actor = build_actor(
                request.user,
                request.session.get(ACTING_GRANT),
                second_factor=_used_second_factor(request, request.user),
            )
        return get_response(request)

    return middleware


def _used_second_factor(request: HttpRequest, user: User) -> bool:
    return any(step.get("method") == "mfa" for step in get_authentication_records(request, user))
