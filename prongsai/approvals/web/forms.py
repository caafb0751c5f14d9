"""Saying no needs a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RejectForm(forms.Form):
    reason = forms.CharField(
        label=_("เหตุผลที่ไม่อนุมัติ"),
        help_text=_("ผู้ขอจะเห็นข้อความนี้"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
