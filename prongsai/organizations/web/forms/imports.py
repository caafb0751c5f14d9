"""Forms about files of agencies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.ui.forms import TableFileField, ThaiDateField


class UploadForm(forms.Form):
    """A table of agencies, and from which day its changes hold."""

    file = TableFileField(label=_("ไฟล์หน่วยงาน"))
    effective_on = ThaiDateField(
        label=_("การแก้ไขมีผลตั้งแต่วันที่"),
        help_text=_("ใช้กับหน่วยงานที่มีอยู่แล้ว ข้อมูลก่อนวันนี้จะไม่เปลี่ยน เช่น 1 ตุลาคม 2569"),
    )


class UndoForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(
        label=_("เหตุผลที่ยกเลิก"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
