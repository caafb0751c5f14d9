"""Who acts, put on every request; and the second factor that some roles need."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from prongsai.accounts.models import User
from prongsai.accounts.selectors.actors import build_actor
from prongsai.accounts.selectors.keys import has_second_factor, lacks_second_factor
from prongsai.accounts.services.sign_ins import SEEN_EVERY, touch_session
from prongsai.core import clock
from prongsai.core.actor import NOBODY
from prongsai.ui.http import Request

ACTING_GRANT = "acting_grant"
SEEN = "seen_at"
# The id of the note (SignIn) of this session.
SIGN_IN = "sign_in"
# What somebody without the second factor may reach: setting it up, showing it, and leaving.
_WAY_TO_SECOND_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}
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
            _note_use(request)
        return get_response(request)

    return middleware


def _note_use(request: HttpRequest) -> None:
    now = clock.real_now().timestamp()
    if now - request.session.get(SEEN, 0) > SEEN_EVERY.total_seconds():
        request.session[SEEN] = now
        touch_session(request.session.get(SIGN_IN, 0))


def _used_second_factor(request: HttpRequest, user: User) -> bool:
    return any(step.get("method") == "mfa" for step in get_authentication_records(request, user))


class second_factor:
    """Send people whose role needs a second factor to set one up, or to show it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        actor = cast(Request, request).actor
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in _WAY_TO_SECOND_FACTOR or not lacks_second_factor(actor):
            return None
        if not has_second_factor(actor.user_id or 0):
            return redirect("mfa_index")
        asked: HttpResponseBase = suspend_request(request, reverse("mfa_reauthenticate"))
        return asked
