"""What is entered about a finding."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.integrity.rules.limits import LIMITS
from prongsai.integrity.selectors.limits import (
    get_label,
    get_meaning,
    to_shown,
    to_stored,
    write_bounds,
)
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


class ThresholdsForm(forms.Form):
    """Every limit as people read it, filled with the version in force, and why it should change."""

    def __init__(self, *args: Any, numbers: Mapping[str, float], **options: Any) -> None:
        super().__init__(*args, **options)
        self.numbers = numbers
        for limit in LIMITS:
            self.fields[limit.name] = forms.FloatField(
                label=get_label(limit),
                initial=to_shown(limit, numbers[limit.name]),
                min_value=to_shown(limit, limit.least),
                max_value=to_shown(limit, limit.most),
                help_text=f"{get_meaning(limit)} · {write_bounds(limit)}",
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )
        self.fields["reason"] = forms.CharField(
            label=_("เหตุผล"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("ผู้อนุมัติและผู้ที่อ่านรายงานจะเห็นเหตุผลนี้"),
        )

    def get_numbers(self) -> dict[str, float]:
        """Return what was entered as it is stored; what was not touched stays to the digit."""
        return {
            limit.name: to_stored(limit, self.cleaned_data[limit.name])
            if limit.name in self.changed_data
            else self.numbers[limit.name]
            for limit in LIMITS
        }


class ReplyForm(forms.Form):
    """The agency's explanation."""

    reply = forms.CharField(
        label=_("คำชี้แจง"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("ชี้แจงได้ครั้งเดียว เล่าว่าเก็บคำตอบอย่างไร วันใด ที่ใด อย่าระบุชื่อผู้ตอบ"),
    )
