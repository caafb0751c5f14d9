"""Forms about runs and marks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.frameworks.selectors.packs import list_packs
from prongsai.ui.forms import FileInput


def list_choices() -> list[tuple[str, str]]:
    """The frameworks, the latest year first."""
    return [(name, name) for name in sorted(list_packs(), key=_by_year)]


def _by_year(name: str) -> tuple[int, str]:
    return -int(name.rpartition("-")[2]), name


class RunForm(forms.Form):
    """Which year and form is scored."""

    framework = forms.ChoiceField(label=_("กรอบการประเมิน"), choices=list_choices)
    note = forms.CharField(label=_("หมายเหตุ"), max_length=500, required=False)


class MarksForm(forms.Form):
    """A file of marks of disclosure items."""

    framework = forms.ChoiceField(label=_("กรอบการประเมิน"), choices=list_choices)
    file: Any = forms.FileField(
        label=_("ไฟล์คะแนนรายข้อ"),
        widget=FileInput(attrs={"accept": ".csv,.json"}),
        allow_empty_file=True,
        help_text=_("CSV: คอลัมน์แรกคือรหัสหน่วยงาน แล้วตามด้วยรหัสข้อ หรือ JSON ไม่เกิน 10 MB"),
    )
