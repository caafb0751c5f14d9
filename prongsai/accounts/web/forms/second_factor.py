"""Codes and passkeys: allauth's forms in our words, counted by our counters."""

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.accounts.web import attempts
from prongsai.accounts.web.forms.sign_in import name_fields


def _judge_code(form: Any, check: Any) -> Any:
    attempt = attempts.make_attempt(
        context.request, purpose="second_factor", account=form.user.email
    )
    return attempts.judge(attempt, check)


def _name_code(form: forms.BaseForm) -> None:
    name_fields(form, code=_("รหัส 6 หลักจากแอป หรือรหัสสำรอง"))
    form.fields["code"].widget.attrs["inputmode"] = "numeric"


class AuthenticateForm(base.AuthenticateForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self)

    def clean_code(self) -> Any:
        return _judge_code(self, super().clean_code)


class ReauthenticateForm(base.ReauthenticateForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self)

    def clean_code(self) -> Any:
        return _judge_code(self, super().clean_code)


class ActivateTOTPForm(totp.ActivateTOTPForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_fields(self, code=_("รหัส 6 หลักที่แอปแสดง"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> Any:
        return _judge_code(self, super().clean_code)


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("ชื่อพาสคีย์")
        self.fields["name"].help_text = _("ตั้งชื่อให้จำได้ว่าอยู่ในอุปกรณ์ใด เช่น โทรศัพท์ของฉัน")
        self.fields["passwordless"].label = _("ใช้เข้าสู่ระบบแทนรหัสผ่านได้")
        self.fields["passwordless"].help_text = _("อุปกรณ์จะขอลายนิ้วมือ ใบหน้า หรือรหัสปลดล็อกทุกครั้ง")
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("ชื่อพาสคีย์")


class UsePasskeyForm(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc] # allauth has no types
    def clean_credential(self) -> Any:
        return _judge_code(self, super().clean_credential)


class ShowPasskeyAgainForm(webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc] # allauth has no types
    def clean_credential(self) -> Any:
        return _judge_code(self, super().clean_credential)
