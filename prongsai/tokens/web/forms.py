"""Forms of the agency that gives out tokens."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core import clock
from prongsai.tokens.rules.rounds import MOST_PEOPLE, get_first_safe_day
from prongsai.tokens.types import RoundSpec
from prongsai.ui.forms import ThaiDateField

LONGEST_LIST = MOST_PEOPLE * 100
USUAL_DAYS = 13


class MembersForm(forms.Form):
    """E-mail addresses of the people of the agency."""

    emails = forms.CharField(
        label=_("อีเมลของบุคลากร"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 8, "autocapitalize": "off", "spellcheck": "false"}),
        help_text=_("บรรทัดละหนึ่งอีเมล หรือคั่นด้วยจุลภาค วางจากตารางได้ ผู้ที่อยู่ในรายชื่อแล้วจะไม่ถูกเพิ่มซ้ำ"),
    )


class RoundForm(forms.Form):
    """The days of a round."""

    opens_on = ThaiDateField(label=_("เริ่มออกโทเคน"), initial=clock.today)
    closes_on = ThaiDateField(
        label=_("วันสุดท้ายที่ออกโทเคน"),
        help_text=_(
            "รอบหนึ่งยาว 3 ถึง 60 วัน เช่น 21 พ.ย. 2569 รอบที่จบวันเดียวกับแบบวัดจะยาวต่อเองถ้าแบบวัดขยายเวลา"
        ),
    )
    answers_from = ThaiDateField(
        label=_("เริ่มรับคำตอบ"),
        help_text=_(
            "ปลอดภัยที่สุดคือวันถัดจากวันสุดท้ายที่ออกโทเคน เพราะเวลาที่รับโทเคนกับเวลาที่ตอบจะเทียบกันไม่ได้เลย"
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        last = clock.today() + timedelta(days=USUAL_DAYS)
        self.fields["closes_on"].initial = last
        self.fields["answers_from"].initial = get_first_safe_day(last)

    def get_spec(self, *, unit_id: int, fiscal_year: int) -> RoundSpec:
        names = ("opens_on", "closes_on", "answers_from")
        days = {name: self.cleaned_data[name] for name in names}
        return RoundSpec(unit_id=unit_id, fiscal_year=fiscal_year, **days)
