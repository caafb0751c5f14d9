"""What an auditor may look for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.audit.types.trail import Search
from prongsai.audit.types.verbs import VERBS, get_verb_label
from prongsai.core.wiring import wired
from prongsai.ui.forms import ThaiDateField


class SearchForm(forms.Form):
    """Every field is optional; together they narrow the trail."""

    person = forms.CharField(label=_("บุคคล"), required=False, max_length=200)
    unit = forms.CharField(label=_("รหัสหน่วยงาน"), required=False, max_length=20)
    verb = forms.ChoiceField(label=_("การกระทำ"), required=False)
    target = forms.CharField(label=_("สิ่งที่ถูกกระทำ"), required=False, max_length=200)
    first = ThaiDateField(label=_("ตั้งแต่วันที่"), required=False)
    last = ThaiDateField(label=_("ถึงวันที่"), required=False)

    def __init__(self, *args: Any, with_units: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = sorted((get_verb_label(verb), verb) for verb in VERBS)
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [("", _("ทั้งหมด")), *((verb, label) for label, verb in verbs)]
        if not with_units:
            del self.fields["unit"]

    def clean_unit(self) -> int | None:
        code = self.cleaned_data["unit"].strip()
        if not code:
            return None
        unit = wired("unit_by_code")(code)
        if unit is None:
            raise forms.ValidationError(_("ไม่พบหน่วยงานรหัสนี้ ตรวจรหัสแล้วค้นใหม่"))
        unit_id: int = unit.id
        return unit_id

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น"))
        return cleaned

    def get_search(self) -> Search:
        """Return what is asked for; the person is still only a part of a name."""
        asked = self.cleaned_data
        return Search(
            person=asked["person"].strip(),
            unit_id=asked.get("unit"),
            verb=asked["verb"],
            target=asked["target"].strip(),
            first=asked["first"],
            last=asked["last"],
        )
