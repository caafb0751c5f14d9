"""What is typed into one line of a node's form: a number, numbers, codes."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from prongsai.core.thai_text import to_arabic_digits

MOST_LINE = 500
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,12})?")


class LineField(forms.Field):
    """Something typed into one line: READ gives its value, SHOW writes a value as it is typed."""

    widget = forms.TextInput

    def __init__(
        self, *, read: Callable[[str], Any], show: Callable[[Any], Any], **options: Any
    ) -> None:
        self._read, self._show = read, show
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = to_arabic_digits(str("" if value is None else value)).strip()
        return self._read(text[:MOST_LINE]) if text else None

    def prepare_value(self, value: Any) -> Any:
        return self._show(value)


def read_number(text: str) -> int | Decimal:
    if not _NUMBER.fullmatch(text):
        raise forms.ValidationError(
            _("“%(text)s” ไม่ใช่ตัวเลข ให้กรอกเช่น 30 หรือ 0.30") % {"text": text}
        )
    return Decimal(text) if "." in text else int(text)


def read_numbers(text: str) -> list[int | Decimal]:
    return [read_number(piece) for piece in re.split(r"[\s,/]+", text) if piece]


def read_codes(text: str) -> list[str]:
    return [code for code in re.split(r"[\s,]+", text) if code]


def write_number(value: Any) -> Any:
    return format(value, "f") if isinstance(value, Decimal) else value


def write_list(value: Any) -> Any:
    return " ".join(map(str, map(write_number, value))) if isinstance(value, list) else value
