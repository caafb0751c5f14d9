"""Opening, replacing and ending links; issuing codes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.organizations.types.profiles import DivisionView
from prongsai.surveys.services.codes import MOST_AT_ONCE
from prongsai.surveys.services.opening import OWN_KINDS, Wish
from prongsai.surveys.types import Instrument, SlipForm
from prongsai.surveys.web.kits.words import LANGUAGES
from prongsai.ui.forms import CountField, NeededSometimes, RadioCards, ThaiDateField

NOTES = {
    "link": _("ลิงก์หลักของหน่วยงาน สำหรับเว็บไซต์ ป้าย และข้อความ"),
    "division": _("แยกนับของกองหนึ่ง กองที่มีคนตอบน้อยจะไม่แสดงจำนวน"),
    "counter": _("คิวอาร์ที่จุดบริการหนึ่ง ผู้มาติดต่อสแกนด้วยเครื่องของตน"),
    "kiosk": _("แท็บเล็ตของหน่วยงานที่จุดบริการ ล้างหน้าจอเองหลังตอบแต่ละคน"),
}


class DivisionField(NeededSometimes, forms.ChoiceField):
    """The division of a link, for links of divisions."""


class PlaceField(NeededSometimes, forms.CharField):
    """Where a link is, for counters and shared devices."""


class OpenForm(forms.Form):
    """A new link."""

    instrument = forms.ChoiceField(label=_("แบบวัด"), choices=Instrument.choices)
    kind = forms.ChoiceField(
        label=_("ใช้อย่างไร"),
        choices=[(kind.value, kind.label) for kind in OWN_KINDS],
        widget=RadioCards(notes=NOTES),
    )
    division = DivisionField(label=_("กอง"), when=_("ต้องเลือกสำหรับลิงก์ของส่วนงาน"))
    label = PlaceField(
        label=_("ชื่อจุดบริการ"), when=_("ต้องกรอกสำหรับจุดบริการและเครื่องกลาง"), max_length=120
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
    """How many codes, for which link, on what, and that the person knows what happens."""

    known = forms.IntegerField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("ลิงก์ IIT"))
    count = CountField(
        label=_("จำนวนรหัส"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        help_text=_("คนละหนึ่งรหัส แผ่นรหัสครั้งละไม่เกิน 2,000 ใบ ไฟล์ครั้งละไม่เกิน 20,000 รหัส"),
    )
    form = forms.ChoiceField(
        label=_("รับเป็น"),
        choices=SlipForm.choices,
        initial=SlipForm.PDF.value,
        widget=RadioCards(
            notes={
                SlipForm.PDF.value: _("A4 แผ่นละ 10 ใบ มีเส้นตัดและ QR ให้บุคลากรหยิบเอง"),
                SlipForm.CSV.value: _("สำหรับส่งด้วยวิธีของหน่วยงาน อย่าจับคู่รหัสกับชื่อ"),
            }
        ),
    )
    language = forms.ChoiceField(label=_("ภาษา"), choices=LANGUAGES)
    confirmed = forms.BooleanField(
        label=_("เข้าใจแล้วว่าไฟล์นี้ได้ครั้งเดียว ระบบไม่เก็บไว้ และจะไม่จดว่าใครได้รหัสใด"),
        error_messages={"required": _("ทำเครื่องหมายยืนยันก่อน จึงจะออกรหัสได้")},
    )

    def __init__(self, *args: Any, channels: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = list(channels)

    def get_wish(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {
            "channel_id": int(asked["channel"]),
            "count": asked["count"],
            "form": SlipForm(asked["form"]),
            "language": asked["language"],
            "known": asked["known"],
        }

    def show_known(self, issued: int) -> None:
        """Take what the page now shows as seen, once somebody was told that it changed."""
        self.data = {name: self.data[name] for name in self.data} | {"known": issued}
