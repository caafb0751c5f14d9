"""Forms of slips and of many kits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.surveys.services.slips import MOST_SLIPS
from prongsai.surveys.types import Instrument, KitPart, SlipForm
from prongsai.surveys.web.kits.words import NAMES
from prongsai.ui.forms import CheckboxList, RadioCards

LANGUAGES = [("th", _("ภาษาไทย")), ("en", _("ภาษาอังกฤษ"))]
# What most people hang up, without what an agency writes by itself.
USUAL = (KitPart.POSTER_A4, KitPart.CARD, KitPart.BANNER_PNG, KitPart.LINE)


class SlipsForm(forms.Form):
    """How many codes, on what, and that the person knows what happens."""

    count = forms.IntegerField(
        label=_("จำนวนรหัส"),
        min_value=1,
        max_value=MOST_SLIPS,
        help_text=_("เท่าจำนวนบุคลากรที่มีสิทธิตอบ ครั้งละไม่เกิน 2,000 รหัส"),
    )
    form = forms.ChoiceField(
        label=_("รูปแบบ"),
        choices=[
            (SlipForm.PDF.value, _("แผ่นรหัสสำหรับตัด (PDF)")),
            (SlipForm.CSV.value, _("ตารางรหัส (CSV)")),
        ],
        initial=SlipForm.PDF.value,
        widget=RadioCards(
            notes={
                SlipForm.PDF.value: _("A4 แผ่นละ 10 ใบ มีเส้นตัดและ QR ให้บุคลากรหยิบเอง"),
                SlipForm.CSV.value: _("สำหรับส่งด้วยวิธีของหน่วยงาน อย่าจับคู่รหัสกับชื่อ"),
            }
        ),
    )
    language = forms.ChoiceField(label=_("ภาษาบนแผ่นรหัส"), choices=LANGUAGES)
    confirmed = forms.BooleanField(
        label=_("เข้าใจแล้วว่าไฟล์นี้ได้ครั้งเดียว ระบบไม่เก็บไว้ และจะไม่จดว่าใครได้รหัสใด"),
        error_messages={"required": _("ทำเครื่องหมายยืนยันก่อน จึงจะออกรหัสได้")},
    )


class OrderForm(forms.Form):
    """Which kits of an area are wanted."""

    instrument = forms.ChoiceField(label=_("แบบวัด"), choices=Instrument.choices, initial="EIT")
    parts = forms.TypedMultipleChoiceField(
        label=_("ชิ้นที่ต้องการ"),
        coerce=KitPart,
        choices=[(part.value, NAMES[part]) for part in KitPart],
        initial=[part.value for part in USUAL],
        widget=CheckboxList,
        error_messages={"required": _("เลือกอย่างน้อยหนึ่งชิ้น")},
    )
    language = forms.ChoiceField(label=_("ภาษา"), choices=LANGUAGES)
