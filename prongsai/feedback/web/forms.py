"""The form of one measure."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.feedback.types import MeasureView, Progress, Text
from prongsai.ui.forms import ThaiDateField

LONG = forms.Textarea(attrs={"rows": 3})


class MeasureForm(forms.Form):
    """What was heard, what is done about it, how far it is."""

    indicator = forms.ChoiceField(
        label=_("ตัวชี้วัดที่เกี่ยวข้อง"), required=False, help_text=_("เลือก “เรื่องอื่น” หากไม่ตรงกับตัวชี้วัดใด")
    )
    said_th = forms.CharField(
        label=_("ท่านบอก"), max_length=300, help_text=_("สรุปสิ่งที่ผู้ตอบสะท้อน ห้ามระบุตัวบุคคล")
    )
    doing_th = forms.CharField(
        label=_("เราทำ"),
        max_length=1000,
        widget=LONG,
        help_text=_("สิ่งที่หน่วยงานทำหรือจะทำ ให้ผู้อ่านตรวจสอบได้"),
    )
    progress = forms.ChoiceField(label=_("ความก้าวหน้า"), choices=Progress.choices)
    due_on = ThaiDateField(label=_("กำหนดแล้วเสร็จ"), required=False)
    link = forms.URLField(
        label=_("ลิงก์หลักฐาน"), required=False, max_length=300, assume_scheme="https"
    )
    said_en = forms.CharField(label=_("ท่านบอก (ภาษาอังกฤษ)"), max_length=300, required=False)
    doing_en = forms.CharField(
        label=_("เราทำ (ภาษาอังกฤษ)"), max_length=1000, required=False, widget=LONG
    )

    def __init__(self, *args: Any, names: Mapping[str, Text], **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(code, f"{code} {name}") for code, name in names.items()]
        self.fields["indicator"].choices = [*known, ("", _("เรื่องอื่น"))]  # type: ignore[attr-defined]

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError(_("ใช้ลิงก์ที่ขึ้นต้นด้วย https:// หรือ http://"))
        return link

    def get_measure(self, measure_id: int) -> MeasureView:
        given = self.cleaned_data
        return MeasureView(
            id=measure_id,
            indicator=given["indicator"],
            said=Text(given["said_th"], given["said_en"]),
            doing=Text(given["doing_th"], given["doing_en"]),
            progress=given["progress"],
            due_on=given["due_on"],
            link=given["link"],
        )
