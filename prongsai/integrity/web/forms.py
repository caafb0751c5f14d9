"""What is entered about a finding."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.integrity.types import Decision
from prongsai.ui.forms import RadioCards, ThaiDateField


class AskForm(forms.Form):
    """What the agency is asked, and until when it may reply."""

    question = forms.CharField(
        label=_("สิ่งที่ขอให้ชี้แจง"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("เขียนให้เข้าใจง่าย ถามถึงเหตุการณ์และวิธีเก็บข้อมูล ไม่ถามว่าใครตอบ"),
    )
    reply_by = ThaiDateField(label=_("ชี้แจงได้ถึงวันที่"))


class DecisionForm(forms.Form):
    """What is to happen, by which rule, and why."""

    decision = forms.ChoiceField(
        label=_("ผลการพิจารณา"),
        choices=Decision.choices,
        widget=RadioCards(
            notes={
                Decision.NO_ACTION: _("คำตอบทั้งหมดนับตามเดิม"),
                Decision.DISCARD: _("ต้องมีผู้อนุมัติอีกหนึ่งคน และจะเผยแพร่สัดส่วนที่ไม่นับ"),
                Decision.REFER: _("คำตอบยังนับตามเดิม จนกว่าการตรวจสอบจะสิ้นสุด"),
            }
        ),
    )
    rule = forms.ChoiceField(
        label=_("ถ้าไม่นับคำตอบบางส่วน ใช้กฎใด"),
        required=False,
        help_text=_("ระบบนับจำนวนให้ก่อนส่งขออนุมัติ และใครก็คำนวณซ้ำได้"),
    )
    reason = forms.CharField(
        label=_("เหตุผล"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self, *args: Any, rules: list[tuple[str, str]], must_wait: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        decision = cast(forms.ChoiceField, self.fields["decision"])
        if must_wait:
            open_now = {Decision.NO_ACTION.value}
        else:
            open_now = set(Decision.values) - (set() if rules else {Decision.DISCARD.value})
        decision.choices = [each for each in Decision.choices if each[0] in open_now]
        if Decision.DISCARD.value in open_now:
            cast(forms.ChoiceField, self.fields["rule"]).choices = [("", "–"), *rules]
        else:
            del self.fields["rule"]


class ReplyForm(forms.Form):
    """The agency's explanation."""

    reply = forms.CharField(
        label=_("คำชี้แจง"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("ชี้แจงได้ครั้งเดียว เล่าว่าเก็บคำตอบอย่างไร วันใด ที่ใด อย่าระบุชื่อผู้ตอบ"),
    )
