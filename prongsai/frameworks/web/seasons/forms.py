"""Entering windows as people know them: a first day, a last day, perhaps a time."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core import ids
from prongsai.core.actor import NOBODY
from prongsai.core.clock import BANGKOK
from prongsai.core.thai_dates import FIRST_YEAR, LAST_YEAR
from prongsai.frameworks.types.seasons import Form, SeasonSpec
from prongsai.frameworks.types.windows import Action, Target, Window, get_midnight
from prongsai.frameworks.web.seasons.targets import get_class_choices, read_target, write_target
from prongsai.ui.forms import ThaiDateField

MILESTONE = "milestone"


class SeasonForm(forms.Form):
    """What names a season, and the season whose calendar it begins with."""

    fiscal_year = forms.IntegerField(
        label=_("ปีงบประมาณ (พ.ศ.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    form = forms.ChoiceField(label=_("ใช้กับ"), choices=Form.choices)
    name_th = forms.CharField(label=_("ชื่อปฏิทิน"), max_length=200)
    name_en = forms.CharField(label=_("ชื่อภาษาอังกฤษ"), max_length=200, required=False)
    copy = forms.ChoiceField(
        label=_("เริ่มจากปฏิทินของปีก่อน"),
        help_text=_("ระบบเลื่อนวันทั้งหมดตามจำนวนปี แล้วท่านแก้ต่อได้"),
        required=False,
    )

    def __init__(self, *args: Any, seasons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["copy"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [("", _("เริ่มจากว่าง")), *seasons]

    def get_spec(self) -> SeasonSpec:
        asked = self.cleaned_data
        return SeasonSpec(
            fiscal_year=asked["fiscal_year"],
            name_th=asked["name_th"],
            name_en=asked["name_en"],
            form=asked["form"],
        )


class SpanForm(forms.Form):
    """A last day with an optional time, as a moment that is no longer within."""

    last = ThaiDateField(label=_("วันสุดท้าย"))
    closes_at = forms.TimeField(
        label=_("ปิดเวลา"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )

    def get_closes(self) -> datetime:
        return _get_end(self.cleaned_data["last"], self.cleaned_data["closes_at"])


class WindowForm(SpanForm):
    """One row of the editor."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    action = forms.ChoiceField(
        label=_("ขั้นตอนในปฏิทิน"), choices=[*Action.choices, (MILESTONE, _("กิจกรรมอื่น (ระบุชื่อ)"))]
    )
    name_th = forms.CharField(label=_("ชื่อกิจกรรม"), max_length=100, required=False)
    name_en = forms.CharField(label=_("ชื่อภาษาอังกฤษ"), max_length=100, required=False)
    who = forms.ChoiceField(label=_("ใช้กับ"), required=False)
    first = ThaiDateField(label=_("วันแรก"))
    opens_at = forms.TimeField(
        label=_("เปิดเวลา"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    field_order = ["key", "action", "name_th", "name_en", "who"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [("", _("ทุกประเภท")), *get_class_choices()]
        self.order_fields([*self.field_order, "first", "opens_at", "last", "closes_at"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("action") == MILESTONE and not cleaned.get("name_th"):
            self.add_error("name_th", _("กิจกรรมที่เพิ่มเองต้องมีชื่อภาษาไทย"))
        if {"first", "last"} <= set(cleaned) and self.get_closes() <= self.get_opens():
            self.add_error("last", _("วันปิดต้องอยู่หลังวันเปิด"))
        return cleaned

    def get_opens(self) -> datetime:
        first: date = self.cleaned_data["first"]
        return datetime.combine(first, self.cleaned_data["opens_at"] or time(), BANGKOK)

    def get_window(self) -> Window:
        asked = self.cleaned_data
        own = asked["action"] == MILESTONE
        key = asked["key"] if asked["key"] not in Action.values else ""
        return Window(
            action=(key or f"m-{ids.new_code(6).lower()}") if own else asked["action"],
            opens=self.get_opens(),
            closes=self.get_closes(),
            target=read_target(asked["who"], NOBODY),
            name_th=asked["name_th"] if own else "",
            name_en=asked["name_en"] if own else "",
        )


WindowFormSet = forms.formset_factory(WindowForm, extra=0, can_delete=True, max_num=80)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("เหตุผลของการเปลี่ยนแปลง"),
        help_text=_("ผู้อนุมัติและทุกหน่วยงานจะเห็นเหตุผลนี้"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ExtensionForm(SpanForm, ReasonForm):
    """A later closing for a class, for some units, or for the reader's own agency."""

    action = forms.ChoiceField(label=_("ขั้นตอนที่ขอขยาย"))
    who = forms.ChoiceField(label=_("ขยายให้"), required=False)
    units = forms.CharField(
        label=_("หรือเฉพาะหน่วยงาน (รหัส คั่นด้วยช่องว่าง)"),
        required=False,
        max_length=2000,
    )
    field_order = ["action", "who", "units", "last", "closes_at", "reason"]

    def __init__(
        self, *args: Any, actions: list[tuple[str, str]], own: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        action, who = self.fields["action"], self.fields["who"]
        assert isinstance(action, forms.ChoiceField)  # noqa: S101 - tells the type checker
        assert isinstance(who, forms.ChoiceField)  # noqa: S101 - tells the type checker
        action.choices = actions
        who.choices = [("", _("ทุกประเภท")), *get_class_choices()]
        if own:
            del self.fields["who"], self.fields["units"]


def get_initial(window: Window) -> dict[str, Any]:
    """Return the row of the editor that means this window."""
    opens, closes = window.opens.astimezone(BANGKOK), window.closes.astimezone(BANGKOK)
    whole_last = closes.time() == time()
    known = window.action in Action.values
    return {
        "key": window.action,
        "action": window.action if known else MILESTONE,
        "name_th": window.name_th,
        "name_en": window.name_en,
        "who": write_target(window.target),
        "first": window.first_day,
        "opens_at": None if opens.time() == time() else opens.time(),
        "last": window.last_day,
        "closes_at": None if whole_last else closes.time(),
    }


def get_unit_targets(unit_ids: list[int]) -> tuple[Target, ...]:
    return tuple(Target(unit_id=unit_id) for unit_id in unit_ids)


def _get_end(last: date, closes_at: time | None) -> datetime:
    if closes_at:
        return datetime.combine(last, closes_at, BANGKOK)
    return get_midnight(last + timedelta(days=1))
