"""Asking for a way back, and taking it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.ui.forms import PasswordInput


class AskForm(forms.Form):
    """Whose account, and why."""

    email = forms.EmailField(label=_("อีเมลของผู้ที่เข้าระบบไม่ได้"))
    reason = forms.CharField(
        label=_("เหตุผล"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("บอกว่าตรวจตัวบุคคลอย่างไร เช่น มาแสดงบัตรด้วยตนเอง ผู้อนุมัติคนที่สองจะอ่านข้อความนี้"),
    )


class RecoverForm(forms.Form):
    password = forms.CharField(
        label=_("รหัสผ่านใหม่"),
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "อย่างน้อย 12 ตัวอักษร จะใช้วลีภาษาไทยหลายคำต่อกันก็ได้ ห้ามใช้รหัสที่เดาง่ายหรือคล้ายชื่อและอีเมลของท่าน"
        ),
    )
