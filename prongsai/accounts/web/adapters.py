"""Where allauth asks us: who may sign in, how it is counted, and what is written down."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy

from prongsai.accounts.models import User
from prongsai.accounts.selectors.actors import build_actor
from prongsai.accounts.selectors.keys import needs_second_factor
from prongsai.accounts.services.ciphers import get_cipher
from prongsai.accounts.services.security import note_key_change
from prongsai.accounts.services.sign_ins import begin_session, leave_session
from prongsai.accounts.services.throttle import forgive_attempt
from prongsai.accounts.types import KeyChange, ThisSession
from prongsai.accounts.web import attempts
from prongsai.accounts.web.middleware import SIGN_IN
from prongsai.accounts.web.origins import get_origin, remember_device
from prongsai.core import clock
from prongsai.core.actor import Actor

# Whoever sets up a second factor has shown it by doing so.
_SHOWN_NOW = {KeyChange.TOTP_ACTIVATED, KeyChange.WEBAUTHN_ADDED}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Accounts begin with an invitation, never with a form that is open to all."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("อีเมลหรือรหัสผ่านไม่ถูกต้อง"),
        "incorrect_password": gettext_lazy("รหัสผ่านไม่ถูกต้อง"),
        "enter_current_password": gettext_lazy("โปรดกรอกรหัสผ่านปัจจุบันให้ถูกต้อง"),
        "invalid_password_reset": gettext_lazy("ลิงก์ตั้งรหัสผ่านใช้ไม่ได้หรือหมดอายุแล้ว"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        attempt = attempts.make_attempt(
            request, purpose="password", account=credentials.get("email", "")
        )
        attempts.begin(attempt)
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            attempts.refuse(attempt)
        else:
            forgive_attempt(attempt)
        return user

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **options)
        steps = [step["method"] for step in get_authentication_records(request, user)]
        origin = get_origin(request, account=user.email)
        request.session[SIGN_IN] = begin_session(
            build_actor(user, second_factor="mfa" in steps),
            session_key=request.session.session_key or "",
            origin=origin,
            methods=sorted(set(steps)),
        )
        remember_device(request, response, account=user.email)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            actor = build_actor(request.user)
            leave_session(actor, sign_in_id=request.session.get(SIGN_IN))
        super().logout(request)

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: Any, **kwargs: Any
    ) -> None:
        """Every change of keys passes here: write it down and tell the owner in our words."""
        change = KeyChange(template_prefix.rpartition("/")[2])
        if change in _SHOWN_NOW:
            record_authentication(self.request, user, "mfa", type=change.value)
        note_key_change(
            Actor(user.pk, user.full_name),
            person_id=user.pk,
            change=change,
            session=ThisSession(
                self.request.session.session_key or "", self.request.session.get(SIGN_IN)
            ),
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A sign-in of the last minutes is as good as showing the password once more."""
        steps = get_authentication_records(self.request, self.request.user)
        newest = max((step["at"] for step in steps), default=0)
        age: float = clock.real_now().timestamp() - newest
        return age > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps secrets encrypted and roles from losing the factor they need."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("รหัสไม่ถูกต้อง หรือใช้ไปแล้ว"),
        "cannot_delete_authenticator": gettext_lazy(
            "บทบาทของท่านต้องยืนยันตัวตนสองขั้น เพิ่มวิธีใหม่ก่อนแล้วจึงนำวิธีนี้ออก"
        ),
    }

    def get_totp_issuer(self) -> str:
        return gettext("โปร่งใส")

    def encrypt(self, text: str) -> str:
        return get_cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return get_cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(
            pk=authenticator.pk
        )
        if others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            return True
        return not needs_second_factor(authenticator.user_id)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("พาสคีย์ที่ %(number)s") % {"number": number}
