"""Opening, replacing and ending links; issuing codes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.organizations.types.profiles import DivisionView
from prongsai.surveys.services.opening import OWN_KINDS, Wish
from prongsai.surveys.types import Instrument
from prongsai.ui.forms import RadioCards, ThaiDateField

NOTES = {
    "link": _("ลิงก์หลักของหน่วยงาน สำหรับเว็บไซต์ ป้าย และข้อความ"),
    "division": _("แยกนับของกองหนึ่ง กองที่มีคนตอบน้อยจะไม่แสดงจำนวน"),
    "counter": _("คิวอาร์ที่จุดบริการหนึ่ง ผู้มาติดต่อสแกนด้วยเครื่องของตน"),
    "kiosk": _("แท็บเล็ตของหน่วยงานที่จุดบริการ ล้างหน้าจอเองหลังตอบแต่ละคน"),
}


class OpenForm(forms.Form):
    """A new link."""

    instrument = forms.ChoiceField(label=_("แบบวัด"), choices=Instrument.choices)
    kind = forms.ChoiceField(
        label=_("ใช้อย่างไร"),
        choices=[(kind.value, kind.label) for kind in OWN_KINDS],
        widget=RadioCards(notes=NOTES),
    )
    division = forms.ChoiceField(label=_("กอง (เฉพาะลิงก์ของส่วนงาน)"), required=False)
    label = forms.CharField(
        label=_("ชื่อจุดบริการ (เฉพาะจุดบริการและเครื่องกลาง)"), max_length=120, required=False
    )
    opens_on = ThaiDateField(label=_("วันเปิด"))
    closes_on = ThaiDateField(label=_("วันสุดท้าย"))

    def __init__(self, *args: Any, divisions: Sequence[DivisionView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "").startswith("en")
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        names = [(str(d.id), (d.name_en if english else "") or d.name_th) for d in divisions]
        field.choices = [("", _("ไม่เลือก")), *names]

    def get_wish(self) -> Wish:
        asked = self.cleaned_data
        return Wish(
            instrument=asked["instrument"],
            kind=asked["kind"],
            opens_on=asked["opens_on"],
            closes_on=asked["closes_on"],
            label=asked["label"],
            division_id=int(asked["division"]) if asked["division"] else None,
        )


class ReasonForm(forms.Form):
    """Why a link is replaced or stopped."""

    reason = forms.CharField(
        label=_("เหตุผล"),
        help_text=_("บันทึกไว้ในประวัติการใช้งาน เช่น ลิงก์หลุดไปในที่สาธารณะ"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LastDayForm(ReasonForm):
    """Another last day."""

    closes_on = ThaiDateField(label=_("วันสุดท้ายใหม่"))
    field_order = ["closes_on", "reason"]


class CodesForm(forms.Form):
    """How many codes to make, and for which link."""

    channel = forms.ChoiceField(label=_("ลิงก์ IIT"))
    count = forms.IntegerField(
        label=_("จำนวนรหัส"),
        min_value=1,
        max_value=20_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, channels: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = list(channels)
