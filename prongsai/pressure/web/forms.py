"""Forms of the channel of pressure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.pressure.rules.cases import MOST_TEXT, CaseKey, find_case_key
from prongsai.pressure.types import OUTCOMES, Head, State, What, When, Who
from prongsai.ui.forms import CheckboxList

LONGEST_NAME = 200
WARNING = _("อย่าเขียนชื่อ ตำแหน่ง เบอร์โทรศัพท์ หรือเรื่องที่มีท่านรู้อยู่คนเดียว เพราะอาจทำให้รู้ว่าท่านเป็นใคร")


class TextField(forms.CharField):
    """A message: no more than can be sealed, line ends as one character."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 6, "autocomplete": "off"})
        super().__init__(max_length=MOST_TEXT, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\0", "")


class ReportForm(forms.Form):
    """What happened; nothing about who reports it."""

    agency = forms.CharField(
        label=_("เกิดขึ้นที่หน่วยงานใด"),
        max_length=LONGEST_NAME,
        help_text=_("ชื่อหรือรหัสหน่วยงาน พิมพ์เท่าที่ทราบ"),
    )
    what = forms.MultipleChoiceField(
        label=_("เกิดอะไรขึ้น"),
        choices=What.choices,
        widget=CheckboxList,
        help_text=_("เลือกได้มากกว่าหนึ่งข้อ"),
    )
    who = forms.ChoiceField(
        label=_("ใครเป็นผู้ทำ"), choices=Who.choices, widget=forms.RadioSelect, initial=Who.UNKNOWN
    )
    when = forms.ChoiceField(
        label=_("เกิดขึ้นเมื่อใด"), choices=When.choices, widget=forms.RadioSelect, initial=When.UNSURE
    )
    text = TextField(label=_("เล่าเพิ่มเติม"), required=False, help_text=WARNING)
    work = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    wait = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def get_head(self, *, agency: str, unit_id: int | None) -> Head:
        given = self.cleaned_data
        return Head(agency, unit_id, tuple(given["what"]), given["who"], given["when"])


class CodeForm(forms.Form):
    """The code of a case."""

    code = forms.CharField(
        label=_("รหัสเรื่อง"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("รหัส 20 ตัวที่ได้หลังส่งเรื่อง จะพิมพ์ขีดหรือไม่ก็ได้"),
    )

    def clean_code(self) -> CaseKey:
        key = find_case_key(self.cleaned_data["code"])
        if key is None:
            raise forms.ValidationError(_("รหัสนี้ไม่ครบหรือมีตัวที่พิมพ์ผิด โปรดตรวจทีละตัว"))
        return key


class MessageForm(forms.Form):
    """One more message of the reporter."""

    text = TextField(label=_("เขียนเพิ่มเติม"), help_text=WARNING)


class ReplyForm(forms.Form):
    """What the desk says to the reporter."""

    text = TextField(
        label=_("ตอบผู้แจ้ง"),
        help_text=_("ผู้แจ้งอ่านด้วยรหัสเรื่อง อย่าถามสิ่งที่จะทำให้รู้ว่าผู้แจ้งเป็นใคร"),
    )


class CloseForm(forms.Form):
    """What came of a case."""

    outcome = forms.ChoiceField(
        label=_("ผลการดำเนินการ"),
        choices=[(state, State(state).label) for state in OUTCOMES],
        widget=forms.RadioSelect,
    )
