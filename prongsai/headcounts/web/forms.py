"""Entering figures: staff as a whole and by division, contacts by service."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.core.numbers import find_number
from prongsai.headcounts.rules.figures import MOST_CONTACTS, MOST_PEOPLE
from prongsai.headcounts.types import Given, SetupView, VersionView
from prongsai.organizations.types.profiles import DivisionView
from prongsai.ui.forms import CountField

ROWS = 4
MOST_ROWS = 40


class SetupForm(forms.Form):
    """The figures of a year; the fields of divisions and services depend on the agency."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)
    headcount = CountField(
        label=_("บุคลากรที่ปฏิบัติงานตั้งแต่ 1 ปีขึ้นไป (คน)"),
        help_text=_("นับทุกประเภทรวมผู้บริหาร กรอกเฉพาะจำนวน ไม่ต้องมีรายชื่อ"),
        min_value=1,
        max_value=MOST_PEOPLE,
    )
    reason = forms.CharField(
        label=_("เหตุผลที่แก้ตัวเลขที่ยืนยันแล้ว"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    explanation = forms.CharField(
        label=_("คำอธิบายเพิ่มเติม (ถ้ามี)"),
        help_text=_("ผู้บริหารจะเห็นคำอธิบายนี้"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_sure = forms.BooleanField(label=_("ตรวจแล้ว ตัวเลขถูกต้อง"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        setup: SetupView,
        divisions: Sequence[DivisionView],
        asks: bool = False,
        typed: Any = None,
    ) -> None:
        """ASKS shows the explanation; TYPED begins anew with what was typed, and more rows."""
        self.divisions, self.latest = divisions, setup.latest
        self.count = count_rows(data or typed, setup.latest)
        initial = _get_initial(setup, self.count) if typed is None else {**typed.dict()}
        super().__init__(data, initial={**initial, "rows": self.count})
        if not setup.confirmed:
            del self.fields["reason"]
        if not asks:
            self.fields["explanation"].widget = forms.HiddenInput()
        for division in divisions:
            self.fields[f"division_{division.id}"] = CountField(
                label=_get_name(division), max_value=MOST_PEOPLE, required=False
            )
        for row in range(self.count):
            self.fields[f"service_{row}"] = forms.CharField(
                label=_("บริการหรือภารกิจ"), max_length=200, required=False
            )
            self.fields[f"contacts_{row}"] = CountField(
                label=_("ผู้มาติดต่อต่อปี (คน)"), max_value=MOST_CONTACTS, required=False
            )

    @property
    def division_fields(self) -> list[Any]:
        return [self[f"division_{division.id}"] for division in self.divisions]

    @property
    def service_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"service_{row}"], self[f"contacts_{row}"]) for row in range(self.count)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for row in range(self.count):
            label, number = cleaned.get(f"service_{row}"), cleaned.get(f"contacts_{row}")
            if label and number is None and f"contacts_{row}" not in self.errors:
                self.add_error(f"contacts_{row}", _("กรอกจำนวนของบริการนี้ หรือเว้นว่างทั้งแถว"))
            if number is not None and not label and f"service_{row}" not in self.errors:
                self.add_error(f"service_{row}", _("กรอกชื่อบริการ หรือเว้นว่างทั้งแถว"))
        if self.latest and cleaned.get("revision") not in {None, self.latest.number}:
            self._tell_newer(self.latest)
        return cleaned

    def _tell_newer(self, latest: VersionView) -> None:
        """Tell of figures that somebody else sent meanwhile; who sends again has seen them."""
        words = _(
            "มีผู้อื่นส่งตัวเลขชุดใหม่ไปก่อน คือบุคลากร %(headcount)s คน ผู้มาติดต่อ %(contacts)s คน"
            " หากยังต้องการใช้ตัวเลขที่ท่านกรอกแทน ให้กดส่งอีกครั้ง"
        )
        facts = {"headcount": f"{latest.headcount:,}", "contacts": f"{latest.contacts:,}"}
        self.add_error(None, words % facts)
        self.data = {name: self.data[name] for name in self.data} | {"revision": latest.number}

    def get_given(self) -> Given:
        asked = self.cleaned_data
        return Given(
            headcount=asked["headcount"],
            divisions={
                division.id: asked[f"division_{division.id}"]
                for division in self.divisions
                if asked.get(f"division_{division.id}") is not None
            },
            services=tuple(self._list_services()),
            reason=asked.get("reason", ""),
            explanation=asked["explanation"],
            is_sure=asked["is_sure"],
            revision=asked["revision"],
        )

    def _list_services(self) -> Iterator[tuple[str, int]]:
        for row in range(self.count):
            label = self.cleaned_data[f"service_{row}"]
            if label:
                yield label, self.cleaned_data[f"contacts_{row}"]


class ReturnForm(forms.Form):
    """Why figures are sent back."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("เหตุผลที่ส่งกลับ"),
        help_text=_("บอกให้ชัดว่าต้องแก้ตัวเลขใด"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def count_rows(data: Any, latest: VersionView | None) -> int:
    """Return how many rows of services to show: what is known and some empty ones."""
    asked = find_number(data.get("rows", "")) if data else None
    known = len(latest.services) if latest else 0
    count = known + (1 if known else ROWS) if asked is None else asked
    if data and "more" in data:
        count += ROWS
    return min(max(count, 1), MOST_ROWS)


def _get_initial(setup: SetupView, count: int) -> dict[str, Any]:
    latest = setup.latest
    initial: dict[str, Any] = {"revision": latest.number if latest else 0}
    known = latest or setup.before
    if known is None:
        return initial
    if latest:
        initial["headcount"] = latest.headcount
        initial["explanation"] = latest.explanation
        for part in latest.divisions:
            initial[f"division_{part.division_id}"] = part.number
    for row, part in enumerate(known.services[:count]):
        initial[f"service_{row}"] = part.label
        initial[f"contacts_{row}"] = part.number if latest else None
    return initial


def _get_name(division: DivisionView) -> str:
    english = (get_language() or "").startswith("en")
    return (division.name_en if english else "") or division.name_th
