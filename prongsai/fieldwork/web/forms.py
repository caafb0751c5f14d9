"""Forms of the supervisor and of the clerks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.core.numbers import find_number
from prongsai.core.thai_text import to_arabic_digits
from prongsai.fieldwork.rules.paper import Difference, read_digit, show_digit
from prongsai.surveys.rules.envelopes import LEFT_OUT
from prongsai.surveys.types import Questionnaire
from prongsai.ui.forms import CheckboxList, FileInput, ThaiDateField

MOST_QUOTA = 100_000


class RoundForm(forms.Form):
    name = forms.CharField(label=_("ชื่อรอบ"), max_length=120)
    unit = forms.ChoiceField(label=_("จังหวัด"))
    framework = forms.ChoiceField(label=_("กรอบการประเมิน"))
    opens_on = ThaiDateField(label=_("วันแรก"))
    closes_on = ThaiDateField(label=_("วันสุดท้าย"))

    def __init__(
        self,
        *args: Any,
        units: list[tuple[str, str]],
        frameworks: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("unit", units), ("framework", frameworks)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
            field.choices = choices


class AgenciesForm(forms.Form):
    agencies = forms.CharField(
        label=_("หน่วยงานและโควตา"),
        help_text=_("บรรทัดละหนึ่งหน่วยงาน: รหัสหน่วยงาน เว้นวรรค แล้วจำนวนคน"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean_agencies(self) -> dict[str, int]:
        quotas: dict[str, int] = {}
        for line, text in enumerate(self.cleaned_data["agencies"].splitlines(), start=1):
            words = to_arabic_digits(text).replace(",", " ").split()
            if not words:
                continue
            quota = find_number(words[1]) if len(words) == 2 else None
            if quota is None or not 0 < quota <= MOST_QUOTA:
                raise ValidationError(
                    _("บรรทัดที่ %(line)s ต้องเป็นรหัสหน่วยงานและจำนวนคน"), params={"line": line}
                )
            quotas[words[0].upper()] = quota
        return quotas


class PeopleForm(forms.Form):
    people = forms.MultipleChoiceField(
        label=_("ผู้สัมภาษณ์ในรอบนี้"),
        help_text=_("ผู้ที่ได้รับมอบหมายรายชื่อแล้วจะอยู่ในรอบต่อไปแม้ไม่เลือก"),
        widget=CheckboxList,
        required=False,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type checker
        field.choices = people


class CallListForm(forms.Form):
    file = forms.FileField(
        label=_("ไฟล์รายชื่อ"),
        help_text=_("ไฟล์ CSV หรือ XLSX แถวแรกเป็นหัวคอลัมน์ รหัสหน่วยงาน และ โทรศัพท์ หรือ สถานที่"),
        widget=FileInput,
    )


class BundleForm(forms.Form):
    agency = forms.ChoiceField(label=_("หน่วยงาน"))
    number = forms.CharField(label=_("เลขชุด"), max_length=40)
    count = forms.IntegerField(label=_("จำนวนแบบในชุด"), min_value=1, max_value=500)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = agencies


class DigitField(forms.CharField):
    """One digit that stands for a choice; 0 for none."""

    turns: tuple[str, str] | None = None  # what was keyed before, where it differs

    def __init__(self, choices: Sequence[str], **options: Any) -> None:
        self.most = len(choices)
        attrs = {
            "inputmode": "numeric",
            "maxlength": 2,
            "autocomplete": "off",
            "data-digit": str(self.most),
        }
        messages = {"required": _("พิมพ์เลขคำตอบ หรือ 0 ถ้าไม่ได้ตอบ")}
        hint = " · ".join(
            f"{show_digit(at)}\N{NO-BREAK SPACE}{words}" for at, words in enumerate(choices)
        )
        super().__init__(
            widget=forms.TextInput(attrs=attrs), error_messages=messages, help_text=hint, **options
        )

    def clean(self, value: Any) -> int:
        choice = read_digit(str(super().clean(value)), choices=self.most)
        if choice is None:
            raise ValidationError(
                _("พิมพ์เลข 0 ถึง %(most)s"), params={"most": self.most}, code="invalid"
            )
        return choice


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it stands on paper; NUMBER is None for what is on no paper."""

    number: int | None
    text: str
    choices: Sequence[str]


class PaperForm(forms.Form):
    """All questions of one paper form as digits."""

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list_questions(questionnaire)
        for at, each in enumerate(self.questions):
            if each.number:
                label = f"{each.number}. {each.text}"
                self.fields[f"q{at}"] = DigitField(each.choices, label=label)

    def get_body(self) -> bytes:
        return bytes(self.cleaned_data.get(f"q{at}", LEFT_OUT) for at in range(len(self.questions)))


class SettleForm(forms.Form):
    """What the paper says wherever two people keyed it differently."""

    def __init__(
        self,
        *args: Any,
        questionnaire: Questionnaire,
        differences: Sequence[Difference],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.differences = differences
        questions = list_questions(questionnaire)
        for each in differences:
            asked = questions[each.question]
            words = {"place": each.place, "number": asked.number, "text": asked.text}
            field = DigitField(
                asked.choices, label=_("ใบที่ %(place)s ข้อ %(number)s %(text)s") % words
            )
            field.turns = (show_digit(each.first), show_digit(each.second))
            self.fields[_name(each)] = field

    def get_chosen(self) -> dict[tuple[int, int], int]:
        return {
            (each.place, each.question): self.cleaned_data[_name(each)] for each in self.differences
        }


def _name(difference: Difference) -> str:
    return f"d{difference.place}-{difference.question}"


def list_questions(questionnaire: Questionnaire) -> list[Question]:
    """Return every question of a paper form: the lines first, then what is asked of the person.

    A sensitive one, answered by chance in part, is on no paper and has no number.
    """
    language = get_language() or "th"
    asked = [(each.text, each.choices, True) for each in questionnaire.lines]
    asked += [(each.name, each.choices, not each.design) for each in questionnaire.attributes]
    numbers = count(1)
    return [
        Question(
            next(numbers) if is_printed else None,
            text.in_language(language),
            [choice.in_language(language) for choice in choices],
        )
        for text, choices, is_printed in asked
    ]
