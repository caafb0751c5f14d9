"""Signing in and passwords: allauth's forms in our words, counted by our counters."""

from typing import Any

from allauth.account import forms as allauth
from allauth.core import context
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.services.recoveries import request_reset
from prongsai.accounts.web import attempts
from prongsai.permissions.roles import Role
from prongsai.ui.forms import PasswordInput
from prongsai.ui.navigation import NavEntry

_NEW = _("รหัสผ่านใหม่")
_AGAIN = _("รหัสผ่านใหม่อีกครั้ง")
_RULES = _("อย่างน้อย 12 ตัวอักษร จะใช้วลีภาษาไทยหลายคำต่อกันก็ได้ ห้ามใช้รหัสที่เดาง่ายหรือคล้ายชื่อและอีเมลของท่าน")


def name_fields(form: forms.BaseForm, **labels: Any) -> None:
    """Give fields our labels, and drop placeholders: a label must stay when one types."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.widget.attrs.pop("placeholder", None)
        if isinstance(field.widget, forms.PasswordInput):
            field.widget = PasswordInput(attrs=field.widget.attrs)


def _explain_new_password(form: forms.BaseForm) -> None:
    name_fields(form, password1=_NEW, password2=_AGAIN)
    form.fields["password1"].help_text = _RULES


class LoginForm(allauth.LoginForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_fields(self, login=_("อีเมล"), password=_("รหัสผ่าน"))
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        self.fields["password"].help_text = ""
        if settings.DEMO and self.request is not None:
            self.initial["login"] = self.request.GET.get("as", "")

    @property
    def demo_accounts(self) -> list[NavEntry]:
        """The demo's people, one a role: a choice fills in the address, never the password."""
        if not settings.DEMO:
            return []
        return [NavEntry(label_role(role), f"?as={role.value}@demo.invalid") for role in Role]


class ReauthenticateForm(allauth.ReauthenticateForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_fields(self, password=_("รหัสผ่าน"))
        self.fields["password"].help_text = ""


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_fields(self, oldpassword=_("รหัสผ่านปัจจุบัน"))
        self.fields["oldpassword"].help_text = ""
        _explain_new_password(self)

    def clean_oldpassword(self) -> str:
        attempt = attempts.make_attempt(
            context.request, purpose="password", account=self.user.email
        )
        password: str = attempts.judge(attempt, super().clean_oldpassword)
        return password


class SetPasswordForm(allauth.SetPasswordForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _explain_new_password(self)


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _explain_new_password(self)


class ResetPasswordForm(allauth.ResetPasswordForm):  # type: ignore[misc] # allauth has no types
    """Answers alike for every address: who has an account is only looked up later, in a job."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_fields(self, email=_("อีเมล"))

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        attempts.begin(attempts.make_attempt(context.request, purpose="reset", account=email))
        return email

    def save(self, request: Any, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        request_reset(email=email)
        return email
