"""Sign-in by an OpenID Connect provider: for people who are already in, never a new account."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from prongsai.accounts.models import User
from prongsai.accounts.rules.identities import get_claim, hash_identity
from prongsai.accounts.selectors.keys import find_person_by_identity
from prongsai.accounts.web import attempts


class OtherLoginAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps a keyed hash of who somebody is, and nothing else of what the provider tells."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": gettext_lazy("ตั้งรหัสผ่านก่อน จึงจะยกเลิกการเชื่อมบัญชีนี้ได้"),
        "connected_other": gettext_lazy("บัญชีนี้เชื่อมกับผู้ใช้คนอื่นอยู่แล้ว"),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        """Called before anything is looked up or stored: forget all but the pseudonym."""
        account = sociallogin.account
        options = sociallogin.provider.app.settings
        claim = options["identity_claim"]
        value = get_claim(account.extra_data, claim)
        if value is None:
            raise OAuth2Error(f"the provider did not say {claim}")
        account.uid = hash_identity(
            claim, value, issuer=options["server_url"], pepper=settings.IDENTITY_PEPPER
        )
        account.extra_data = {}
        sociallogin.email_addresses = []
        user: User = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in who is connected, connect who was invited with this identity, refuse the rest."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT or sociallogin.is_existing:
            return
        person = find_person_by_identity(sociallogin.account.uid)
        if person is not None:
            sociallogin.connect(request, person)
            return
        attempts.refuse(
            attempts.make_attempt(request, purpose="other", account=sociallogin.account.uid)
        )
        page = render(request, "accounts/other_login_unknown.html", status=403)
        raise ImmediateHttpResponse(page)
