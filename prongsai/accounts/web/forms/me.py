"""The own profile."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from prongsai.accounts.models import User
from prongsai.accounts.services.profiles import Profile


class ProfileForm(forms.Form):
    full_name = forms.CharField(label=_("ชื่อและนามสกุล"), max_length=200)
    position = forms.CharField(label=_("ตำแหน่ง"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("โทรศัพท์ที่ทำงาน"),
        max_length=40,
        required=False,
        help_text=_("ผู้ที่กำกับดูแลหน่วยงานของท่านเห็นหมายเลขนี้ และทุกครั้งที่เปิดดูมีบันทึกไว้"),
    )
    language = forms.ChoiceField(label=_("ภาษาของจดหมายแจ้ง"), choices=settings.LANGUAGES)

    @classmethod
    def of(cls, person: User, data: object = None) -> "ProfileForm":
        names = ("full_name", "position", "phone", "language")
        return cls(data, initial={name: getattr(person, name) for name in names})  # type: ignore[arg-type] # a query dict or none

    def get_profile(self) -> Profile:
        return Profile(**self.cleaned_data)
