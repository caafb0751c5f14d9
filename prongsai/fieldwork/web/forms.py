"""Forms of those who lead a round."""

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from prongsai.core.numbers import find_number
from prongsai.core.thai_text import sort_key, to_arabic_digits
from prongsai.organizations.types.units import UnitClass, UnitName, UnitView
from prongsai.ui.forms import CheckboxList, CountField, FileInput, ThaiDateField

MOST_QUOTA = 100_000
_NUMBER = re.compile(r"(?:\d[\s().-]*){8}")


def offer(form: forms.Form, **choices: Sequence[tuple[Any, Any]]) -> None:
    """Set the choices of fields that depend on the reader or the round."""
    for name, found in choices.items():
        cast("forms.ChoiceField", form.fields[name]).choices = found


def _split(line: str) -> list[str]:
    return to_arabic_digits(line).replace(",", " ").split()


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
        offer(self, unit=units, framework=frameworks)


class AgenciesForm(forms.Form):
    agencies = forms.CharField(
        label=_("หน่วยงานและโควตา"),
        help_text=_(
            "บรรทัดละหนึ่งหน่วยงาน: รหัสหน่วยงาน เว้นวรรค แล้วจำนวนคน จะมีชื่อต่อท้ายหรือไม่ก็ได้ "
            "ลบบรรทัดเพื่อถอนหน่วยงานที่ยังไม่มีรายชื่อ"
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )

    def clean_agencies(self) -> dict[str, int]:
        quotas: dict[str, int] = {}
        wrong = []
        for line, text in enumerate(self.cleaned_data["agencies"].splitlines(), start=1):
            words = _split(text)
            if not words:
                continue
            code, quota = words[0].upper(), find_number(words[1]) if len(words) > 1 else None
            # A number after the number is no name: 1,200 is not one person.
            is_name = len(words) < 3 or not words[2][0].isdigit()
            if is_name and quota and quota <= MOST_QUOTA and code not in quotas:
                quotas[code] = quota
            else:
                wrong.append(str(line))
        if wrong:
            text = _("บรรทัดที่ %(lines)s ต้องเป็นรหัสหน่วยงานที่ไม่ซ้ำกับบรรทัดอื่น และจำนวนคน")
            raise ValidationError(text, params={"lines": ", ".join(wrong[:20])})
        return quotas


class AreaForm(forms.Form):
    """Many agencies at once: those of a district, of a class, or all, with a quota each."""

    district = forms.ChoiceField(label=_("อำเภอ"), required=False)
    kind = forms.ChoiceField(label=_("ประเภทหน่วยงาน"), required=False)
    each = CountField(label=_("โควตาต่อหน่วยงาน"), min_value=1, max_value=MOST_QUOTA)

    def __init__(
        self, *args: Any, units: Sequence[tuple[UnitView, UnitName | None]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        districts = {district for _view, district in units if district}
        classes = {view.unit_class for view, _district in units}
        offer(
            self,
            district=[
                ("", _("ทั้งพื้นที่ของรอบ")),
                *((each.code, str(each)) for each in sorted(districts, key=_get_sort_key)),
            ],
            kind=[("", _("ทุกประเภท")), *(one for one in UnitClass.choices if one[0] in classes)],
        )

    def fill(self, text: str) -> tuple[str, int]:
        """Return TEXT with a line for every agency that is not there yet, and how many are new."""
        there = {words[0].upper() for words in map(_split, text.splitlines()) if words}
        given = self.cleaned_data
        new = [
            write_line(view, given["each"])
            for view, district in self.units
            if view.code not in there
            and given["district"] in {"", district.code if district else None}
            and given["kind"] in {"", view.unit_class}
        ]
        return "\n".join([*text.rstrip().splitlines(), *new]), len(new)


def _get_sort_key(name: UnitName) -> str:
    return sort_key(str(name))


def write_line(name: UnitName, quota: int) -> str:
    return f"{name.code} {quota} {name}"


class PeopleForm(forms.Form):
    people = forms.MultipleChoiceField(
        label=_("ผู้สัมภาษณ์ในรอบนี้"),
        help_text=_("ผู้ที่ได้รับมอบหมายรายชื่อแล้วจะอยู่ในรอบต่อไปแม้ไม่เลือก"),
        widget=CheckboxList,
        required=False,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, people=people)


class CallListForm(forms.Form):
    file = forms.FileField(
        label=_("ไฟล์รายชื่อ"),
        help_text=_("ไฟล์ CSV หรือ XLSX แถวแรกเป็นหัวคอลัมน์ รหัสหน่วยงาน และ โทรศัพท์ หรือ สถานที่"),
        widget=FileInput,
    )


class ReopenForm(forms.Form):
    """Why a case that has ended is tried once more."""

    reason = forms.CharField(
        label=_("เหตุผล"),
        help_text=_("บันทึกไว้ในประวัติการใช้งาน ไม่ใส่ชื่อหรือหมายเลขโทรศัพท์ของผู้ให้สัมภาษณ์"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_reason(self) -> str:
        """The trail is kept for ever, a number only until the round ends."""
        reason = str(self.cleaned_data["reason"])
        if _NUMBER.search(to_arabic_digits(reason)):
            raise ValidationError(_("เหตุผลมีหมายเลขโทรศัพท์ โปรดเอาออก"))
        return reason
