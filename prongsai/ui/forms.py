"""Form fields for Thai offices, how forms render, and how a service's refusal reaches its field."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from prongsai.core.errors import Conflict, Invalid
from prongsai.core.thai_dates import format_thai_date, parse_thai_date
from prongsai.core.thai_text import read_count
from prongsai.ui import dates


class Renderer(TemplatesSetting):
    """Form templates come from the ui app."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/components/field.html"


@contextmanager
def refusals(form: forms.BaseForm) -> Iterator[None]:
    """Show what a service refuses at the form, so that nothing entered is lost.

    `with refusals(form): rename_unit(…); return redirect(…)`, then render the form again.
    """
    try:
        yield
    except (Invalid, Conflict) as error:
        field = error.field if error.field in form.fields else None
        form.add_error(field, error.message)


class ThaiDateInput(forms.DateInput):
    """Shows a day in the Buddhist era, in words."""

    template_name = "ui/forms/date.html"

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, date):
            return format_thai_date(value, language=dates.get_page_language())
        return super().format_value(value)


class ThaiDateField(forms.Field):
    """A day written as people write it: 21 พ.ย. 2569, 21/11/2569, ๒๑ พฤศจิกายน ๒๕๖๙."""

    widget = ThaiDateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": _("เช่น 21 พ.ย. 2569 หรือ 21/11/2569"), **options})

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_thai_date(str(value))
        except Invalid as error:
            raise ValidationError(error.message, code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class CountField(forms.IntegerField):
    """How many there are, as people write it: 1200, 1,200, ๑๒๐๐."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        words = {"invalid": _("กรอกเป็นจำนวนเต็ม เช่น 1200 หรือ 1,200 ไม่ใช้ทศนิยมหรือเครื่องหมายลบ")}
        super().__init__(**{"min_value": 0, "error_messages": words, **options})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        count = value if isinstance(value, int) else read_count(str(value))
        if count is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return count

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # Not a number input: browsers drop commas and Thai digits there without a word.
        return {"inputmode": "numeric", "autocomplete": "off"}


class NeededSometimes(forms.Field):
    """A field that some choices of the form need: WHEN says which, in place of “optional”.

    Mix it into a field; whether it is needed in fact is for the form or the service to say.
    """

    def __init__(self, *, when: object, **options: Any) -> None:
        super().__init__(**{"required": False, **options})
        self.when = when


class PasswordInput(forms.PasswordInput):
    """A password with a button that shows it."""

    template_name = "ui/forms/password.html"


class RadioCards(forms.RadioSelect):
    """A few choices, each with room for an explanation: NOTES maps a value to its text."""

    template_name = "ui/forms/cards.html"
    option_template_name = "ui/forms/card.html"

    def __init__(
        self, *args: Any, notes: Mapping[str, object] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.notes = notes or {}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        return {**option, "note": self.notes.get(str(option["value"]), "")}


class CheckboxList(forms.CheckboxSelectMultiple):
    """Any number of choices from a list."""

    template_name = "ui/forms/checks.html"


class FileInput(forms.ClearableFileInput):
    """A file; says what may be sent and how large it may be."""

    template_name = "ui/forms/file.html"


class TableFileField(forms.FileField):
    """A table as CSV or XLSX; whoever reads it says in words what is wrong, an empty one too."""

    def __init__(self, **options: Any) -> None:
        usual = {
            "widget": FileInput(attrs={"accept": ".csv,.xlsx"}),
            "allow_empty_file": True,
            "help_text": _("CSV หรือ XLSX ไม่เกิน 20,000 แถวและ 10 MB แถวแรกเป็นหัวตาราง"),
        }
        super().__init__(**{**usual, **options})
