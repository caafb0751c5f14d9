"""Forms of the supervisor and of the clerks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.core.thai_text import to_arabic_digits
from prongsai.fieldwork.rules.paper import read_digit, show_digit
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
            if len(words) != 2 or not words[1].isdigit() or not 0 < int(words[1]) <= MOST_QUOTA:
                raise ValidationError(
                    _("บรรทัดที่ %(line)s ต้องเป็นรหัสหน่วยงานและจำนวนคน"), params={"line": line}
                )
            quotas[words[0].upper()] = int(words[1])
        return quotas


class PeopleForm(forms.Form):
    people = forms.MultipleChoiceField(
        label=_("พนักงานของรอบ"),
        help_text=_("ผู้ที่มอบหมายรายชื่อแล้วจะอยู่ในรอบต่อไปแม้ไม่เลือก"),
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

    def __init__(self, choices: int, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "maxlength": 2, "autocomplete": "off", "data-digit": ""}
        widget = forms.TextInput(attrs=attrs)
        messages = {"required": _("พิมพ์เลขคำตอบ หรือ 0 ถ้าไม่ได้ตอบ")}
        super().__init__(widget=widget, error_messages=messages, **options)
        self.choices = choices

    def clean(self, value: Any) -> int:
        choice = read_digit(str(super().clean(value)), choices=self.choices)
        if choice is None:
            raise ValidationError(
                _("พิมพ์เลข 0 ถึง %(most)s"), params={"most": self.choices}, code="invalid"
            )
        return choice


class PaperForm(forms.Form):
    """All questions of one paper form as digits."""

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list_questions(questionnaire)
        for at, (text, choices) in enumerate(self.questions):
            if not choices:
                continue
            hint = " · ".join(f"{show_digit(n)} {words}" for n, words in enumerate(choices))
            self.fields[f"q{at}"] = DigitField(len(choices), label=text, help_text=hint)
        first = self.fields["q0"].widget
        first.attrs["autofocus"] = True

    def get_body(self) -> bytes:
        return bytes(self.cleaned_data.get(f"q{at}", LEFT_OUT) for at in range(len(self.questions)))


def list_questions(questionnaire: Questionnaire) -> list[tuple[str, list[str]]]:
    """Return every question of a paper form: the lines first, then what is asked of the person.

    A sensitive one, answered by chance in part, is on no paper: it comes without choices.
    """
    language = get_language() or "th"
    asked = [(each.text, each.choices) for each in questionnaire.lines]
    asked += [(each.name, () if each.design else each.choices) for each in questionnaire.attributes]
    return [
        (text.in_language(language), [choice.in_language(language) for choice in choices])
        for text, choices in asked
    ]
