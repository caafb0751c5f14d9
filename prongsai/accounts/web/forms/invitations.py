"""Forms that invite, and the one by which an invitation is taken up."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prongsai.accounts.rules.identities import is_citizen_id
from prongsai.accounts.services.invitations import NewInvitation
from prongsai.accounts.web.forms.grants import GrantForm
from prongsai.core.thai_text import to_arabic_digits
from prongsai.permissions.roles import Role
from prongsai.ui.forms import PasswordInput, TableFileField


class InviteForm(GrantForm):
    """Whom to invite, on top of which role where and for how long."""

    email = forms.EmailField(
        label=gettext_lazy("อีเมล"),
        max_length=254,
        help_text=gettext_lazy("ลิงก์จะส่งไปที่อีเมลนี้เท่านั้น และบุคคลนี้จะใช้อีเมลนี้เข้าสู่ระบบ"),
    )
    full_name = forms.CharField(label=gettext_lazy("ชื่อและนามสกุล"), max_length=200)
    citizen_id = forms.CharField(
        label=gettext_lazy("เลขประจำตัวประชาชน"),
        required=False,
        max_length=20,
        help_text=gettext_lazy(
            "กรอกเมื่อต้องการให้เข้าสู่ระบบด้วย ThaID ได้ทันที ระบบเก็บเพียงรหัสแทนตัว ไม่เก็บเลขนี้"
        ),
    )
    field_order = ("email", "full_name", "role", "unit", "ends", "citizen_id", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["starts"]
        if not settings.SOCIALACCOUNT_PROVIDERS:
            del self.fields["citizen_id"]

    def clean_citizen_id(self) -> str:
        number = to_arabic_digits(self.cleaned_data["citizen_id"]).replace("-", "").replace(" ", "")
        if number and not is_citizen_id(number):
            raise ValidationError(_("เลขประจำตัวประชาชนไม่ถูกต้อง ต้องมี 13 หลัก"))
        return number

    def get_invitation(self) -> NewInvitation:
        values = self.cleaned_data
        return NewInvitation(
            email=values["email"],
            full_name=values["full_name"],
            role=Role(values["role"]),
            unit_id=values["unit_id"],
            ends=values["ends"],
            citizen_id=values.get("citizen_id", ""),
        )


class AcceptForm(forms.Form):
    """The name and the password of a new account."""

    full_name = forms.CharField(
        label=gettext_lazy("ชื่อและนามสกุล"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("ตั้งรหัสผ่าน"),
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "อย่างน้อย 12 ตัวอักษร จะใช้วลีภาษาไทยหลายคำต่อกันก็ได้ ห้ามใช้รหัสที่เดาง่ายหรือคล้ายชื่อและอีเมลของท่าน"
        ),
    )


class SheetForm(forms.Form):
    """A table of people to invite."""

    file = TableFileField(
        label=gettext_lazy("ไฟล์ CSV หรือ XLSX"),
        help_text=gettext_lazy("แถวแรกเป็นหัวตาราง: อีเมล, ชื่อ, บทบาท, รหัสหน่วยงาน ไม่เกิน 2,000 แถว"),
    )
