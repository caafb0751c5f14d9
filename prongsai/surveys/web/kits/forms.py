"""The form for the kits of many agencies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.surveys.types import Instrument, KitPart
from prongsai.surveys.web.kits.words import LANGUAGES, NAMES
from prongsai.ui.forms import CheckboxList

# What most people hang up, without what an agency writes by itself.
USUAL = (KitPart.POSTER_A4, KitPart.CARD, KitPart.BANNER_PNG, KitPart.LINE)


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
