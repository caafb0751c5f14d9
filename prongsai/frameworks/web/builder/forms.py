"""The form of one node, made from what its kind says; files and years for new drafts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prongsai.frameworks.rules.packs.edit import Spot
from prongsai.frameworks.types.drafts import say
from prongsai.frameworks.types.nodes import Field, Sort
from prongsai.frameworks.types.packs import Path
from prongsai.frameworks.web.builder.labels import CHOICES, FIELDS, HELPS
from prongsai.frameworks.web.builder.lines import (
    LineField,
    read_codes,
    read_number,
    read_numbers,
    write_list,
    write_number,
)
from prongsai.frameworks.web.builder.nodes import is_survey
from prongsai.scoring.types.framework import Text
from prongsai.ui.forms import CheckboxList, FileInput, ThaiDateField

SPARE_ROWS, MOST_ROWS = 2, 40
MOST_FILE = 2_000_000
# What only disclosure items have, and what only survey items have.
DISCLOSURE = ("marks", "evidence.")


class NodeForm(forms.Form):
    """All fields of one node; lists of small records have a few empty rows at their end."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        document: Any,
        spot: Spot,
        values: Mapping[str, Any],
        rows: int = 0,
        **options: Any,
    ) -> None:
        self.spot = spot
        self.shown = list_fields(document, spot)
        initial = dict(options.pop("initial", {}))
        super().__init__(data, initial=initial, **options)
        self._rows: dict[str, int] = {}
        for field in self.shown:
            value = values.get(field.name)
            if field.sort is Sort.ROWS:
                self._add_rows(field, value or [], rows)
            else:
                self.fields[html_name(field.name)] = _make_field(field, document, spot)
                self.initial[html_name(field.name)] = _get_initial(field, value)

    def _add_rows(self, field: Field, value: Sequence[Mapping[str, Any]], more: int) -> None:
        sent = 0
        while f"{html_name(field.name)}-{sent}-th" in self.data and sent < MOST_ROWS:
            sent += 1
        count = min((sent or len(value) + SPARE_ROWS) + more, MOST_ROWS)
        self._rows[field.name] = count
        for number in range(count):
            row = value[number] if number < len(value) else {}
            for column in field.columns:
                name = f"{html_name(field.name)}-{number}-{column.name}"
                made = _make_field(column, {}, self.spot)
                made.required = False
                made.label = _("%(label)s แถวที่ %(number)s") % {
                    "label": FIELDS[column.name],
                    "number": number + 1,
                }
                self.fields[name] = made
                self.initial[name] = row.get(column.name)

    def list_groups(self) -> Iterator[dict[str, Any]]:
        """Yield what the page shows: single fields, and lists with their rows."""
        for field in self.shown:
            if field.sort is not Sort.ROWS:
                yield {"field": self[html_name(field.name)]}
                continue
            name = html_name(field.name)
            rows = [
                [self[f"{name}-{number}-{column.name}"] for column in field.columns]
                for number in range(self._rows[field.name])
            ]
            yield {"label": FIELDS[field.name], "rows": rows}

    def get_values(self) -> dict[str, Any]:
        """Return the values by field, as the document writes them."""
        values = {}
        for field in self.shown:
            if field.sort is Sort.ROWS:
                values[field.name] = self._read_rows(field)
            else:
                values[field.name] = _as_plain(field, self.cleaned_data[html_name(field.name)])
        return values

    def _read_rows(self, field: Field) -> list[dict[str, Any]]:
        found = []
        for number in range(self._rows[field.name]):
            row = {
                c.name: self.cleaned_data[f"{html_name(field.name)}-{number}-{c.name}"]
                for c in field.columns
            }
            if any(value not in (None, "") for value in row.values()):
                found.append(row)
        return found

    def take_faults(self, faults: Sequence[tuple[Path, Text]], path: Path) -> None:
        """Show faults of the shape at the fields that they concern."""
        for place, text in faults:
            rest = place[len(path) :] if place[: len(path)] == path else ()
            self.add_error(self._find_name(rest), say(text))

    def _find_name(self, rest: Path) -> str | None:
        for field in self.shown:
            if rest[: len(field.steps)] == field.steps:
                name = html_name(field.name)
                if field.sort is Sort.ROWS:
                    row = "-".join([name, *map(str, rest[len(field.steps) :])])
                    return row if row in self.fields else None
                return name
        return None


def list_fields(document: Any, spot: Spot) -> list[Field]:
    """Return the fields that make sense where a node stands."""
    fields = list(spot.kind.fields)
    if spot.kind.name != "item":
        return fields
    where = spot.home if spot.is_new else spot.path
    if is_survey(document, where):
        return [field for field in fields if not field.name.startswith(DISCLOSURE)]
    return fields


def html_name(name: str) -> str:
    return "own-code" if name == "@key" else name.replace(".", "-")


def _make_field(field: Field, document: Any, spot: Spot) -> forms.Field:
    options: dict[str, Any] = {"label": FIELDS[field.name], "required": field.required}
    if _needs_help(field, spot):
        options["help_text"] = HELPS[field.name]
    if field.sort in SIMPLE:
        made: forms.Field = SIMPLE[field.sort](**options)
        return made
    if field.sort is Sort.WORDS:
        area = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(max_length=2000, widget=area, **options)
    if field.sort is Sort.NAMES:
        choices = list_choices(field, document)
        return forms.MultipleChoiceField(choices=choices, widget=CheckboxList, **options)
    choices = list_choices(field, document)
    empty = [] if field.required else [("", _("ไม่ระบุ"))]
    return forms.ChoiceField(choices=[*empty, *choices], **options)


def _needs_help(field: Field, spot: Spot) -> bool:
    if field.name == "th":
        return not field.required
    only = {"code": "item", "weight": "instrument"}.get(field.name, spot.kind.name)
    return field.name in HELPS and only == spot.kind.name


SIMPLE: dict[Sort, Any] = {
    Sort.NUMBER: partial(
        LineField,
        read=read_number,
        show=write_number,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    ),
    Sort.NUMBERS: partial(LineField, read=read_numbers, show=write_list),
    Sort.CODES: partial(LineField, read=read_codes, show=write_list),
    Sort.DAY: ThaiDateField,
    Sort.WHOLE: lambda **o: forms.IntegerField(min_value=0, max_value=999_999, **o),
    Sort.WORD: lambda **o: forms.CharField(max_length=500, **o),
    Sort.CODE: lambda **o: forms.CharField(max_length=60, **o),
}


def list_choices(field: Field, document: Any) -> list[tuple[str, str]]:
    """Return what may be chosen: fixed words, or names that the document holds."""
    if field.sort is Sort.YESNO:
        return [("yes", _("ใช่")), ("no", _("ไม่ใช่"))]
    source = field.choices[0]
    if source == "@scales":
        scales = document.get("scales", {})
        return [(code, f"{_words(scale['name'])} ({code})") for code, scale in scales.items()]
    if source == "@sources":
        return [(code, source["what"]) for code, source in document["sources"].items()]
    if source == "@instruments":
        return [(i["code"], i["code"]) for i in document["instruments"]]
    if source == "@sheets":
        return [(code, code) for i in document["instruments"] for code in _list_sheets(i)]
    return [(code, str(CHOICES[code])) for code in field.choices]


def _list_sheets(instrument: Mapping[str, Any]) -> list[str]:
    return [part["code"] for part in instrument.get("parts", [])] or [instrument["code"]]


def _words(raw: Mapping[str, str]) -> str:
    return say(Text(raw["th"], raw["en"]))


def _get_initial(field: Field, value: Any) -> Any:
    if field.sort is Sort.YESNO:
        return {None: "", True: "yes", False: "no"}[value]
    if field.sort is Sort.DAY and value:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _as_plain(field: Field, value: Any) -> Any:
    if field.sort is Sort.YESNO:
        return {"": None, "yes": True, "no": False}[value]
    if field.sort is Sort.DAY:
        return value.isoformat() if value else None
    if isinstance(value, str):
        value = value.replace("\r\n", "\n")
    return None if value in ("", []) else value


class YearForm(forms.Form):
    year = forms.IntegerField(
        label=gettext_lazy("ปีงบประมาณ (พ.ศ.)"), min_value=2562, max_value=2700
    )


class BlankForm(YearForm):
    """What names a framework that begins with nothing."""

    programme = forms.SlugField(
        label=gettext_lazy("โครงการ"),
        help_text=gettext_lazy("อักษรโรมันตัวเล็กและตัวเลข"),
        max_length=20,
    )
    form = forms.SlugField(
        label=gettext_lazy("ใช้กับ"),
        help_text=gettext_lazy("อักษรโรมันตัวเล็กและตัวเลข"),
        max_length=20,
    )
    title = forms.CharField(label=gettext_lazy("ชื่อภาษาไทย"), max_length=200)
    english = forms.CharField(label=gettext_lazy("ชื่อภาษาอังกฤษ"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("programme", "form"):
            if cleaned.get(name) and not re.fullmatch("[a-z][a-z0-9]*", cleaned[name]):
                self.add_error(name, _("ใช้อักษรโรมันตัวเล็กและตัวเลข เริ่มด้วยตัวอักษร"))
        return cleaned


class UploadForm(forms.Form):
    """A framework file, or an XLSForm with new wording for a survey."""

    file = forms.FileField(label=gettext_lazy("ไฟล์"), widget=FileInput)

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_FILE:
            raise forms.ValidationError(_("ไฟล์ใหญ่เกิน 2 MB"))
        return sent


class MoveForm(forms.Form):
    """Which way a node goes, and on which version the reader looked."""

    version = forms.IntegerField(min_value=1)
    by = forms.TypedChoiceField(choices=[("-1", ""), ("1", "")], coerce=int)


class VersionForm(forms.Form):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
