"""Forms for paper: a bundle is opened, its sheets are keyed, what differs is settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.fieldwork.rules.paper import Difference, read_digit, show_digit
from prongsai.fieldwork.web.forms import offer
from prongsai.surveys.rules.envelopes import LEFT_OUT
from prongsai.surveys.types import Questionnaire
from prongsai.ui.forms import CountField


class BundleForm(forms.Form):
    agency = forms.ChoiceField(label=_("หน่วยงาน"))
    number = forms.CharField(label=_("เลขชุด"), max_length=40)
    count = CountField(label=_("จำนวนแบบในชุด"), min_value=1, max_value=500)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, agency=agencies)


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
