"""Fields for Thai offices, and how forms speak."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from prongsai.core.errors import Conflict, Invalid, NotAllowed
from prongsai.ui.forms import CountField, PasswordInput, RadioCards, ThaiDateField, refusals


class SampleForm(forms.Form):
    name = forms.CharField(label="ชื่อ", help_text="ชื่อเต็ม", max_length=5)
    day = ThaiDateField(label="วันที่มีผล", required=False)
    channel = forms.ChoiceField(
        label="วิธี",
        choices=[("mail", "อีเมล"), ("letter", "หนังสือ")],
        widget=RadioCards(notes={"mail": "ทันที"}),
        required=False,
    )
    secret = forms.CharField(label="รหัสผ่าน", widget=PasswordInput, required=False)


@pytest.mark.parametrize(
    "written", ["21 พ.ย. 2569", "21/11/2569", "๒๑ พฤศจิกายน ๒๕๖๙", "2026-11-21"]
)
def test_date_is_read_as_people_write_it(written):
    assert ThaiDateField().clean(written) == date(2026, 11, 21)


def test_date_is_shown_in_the_buddhist_era_and_read_back():
    form = SampleForm(initial={"day": date(2026, 11, 21)})

    for language, shown in (("th", "21 พฤศจิกายน 2569"), ("en", "21 November 2026 (B.E. 2569)")):
        with translation.override(language):
            assert f'value="{shown}"' in str(form["day"])
            assert ThaiDateField().clean(shown) == date(2026, 11, 21)


def test_impossible_date_says_why_and_keeps_what_was_written():
    form = SampleForm({"name": "ก", "day": "31/2/2569"})

    assert form.errors["day"] == ["ไม่มีวันที่ 31 กุมภาพันธ์ 2569 เดือนนี้มี 28 วัน"]
    assert 'value="31/2/2569"' in str(form["day"])


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        (date(2026, 11, 21), "๒๑/๑๑/๒๕๖๙", False),
        (date(2026, 11, 21), "22/11/2569", True),
        (None, "", False),
        (date(2026, 11, 21), "พรุ่งนี้", True),
    ],
)
def test_date_written_differently_is_no_change(initial, data, changed):
    assert ThaiDateField().has_changed(initial, data) is changed


def test_errors_are_plain_thai_and_linked_from_the_summary():
    html = str(SampleForm({"name": "ยาวเกินไปมาก"}))

    assert "กรอกได้ไม่เกิน 5 ตัวอักษร ขณะนี้มี 12 ตัวอักษร" in html
    assert '<a href="#id_name">ชื่อ</a>' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


@pytest.mark.parametrize(
    ("language", "message"),
    [("th", "กรุณากรอกหรือเลือกข้อมูลช่องนี้"), ("en", "This field is required.")],
)
def test_missing_field_is_told_in_the_language_of_the_page(language, message):
    with translation.override(language):
        assert SampleForm({}).errors["name"] == [message]


def test_password_is_never_sent_back():
    assert "geheim" not in str(SampleForm({"name": "ก", "secret": "geheim"})["secret"])


def test_cards_explain_their_choice():
    assert "ทันที" in str(SampleForm()["channel"])


def test_refusal_of_a_service_stands_at_its_field():
    form = SampleForm({"name": "ก"})

    with refusals(form):
        raise Invalid("มีชื่อนี้แล้ว", field="name")

    assert form.errors == {"name": ["มีชื่อนี้แล้ว"]}


@pytest.mark.parametrize("error", [Conflict("เปลี่ยนไปแล้ว"), Invalid("ผิด", field="elsewhere")])
def test_refusal_without_a_field_of_the_form_stands_above(error):
    form = SampleForm({"name": "ก"})

    with refusals(form):
        raise error

    assert form.non_field_errors() == [error.message]


def test_lack_of_permission_is_no_matter_of_the_form():
    with pytest.raises(NotAllowed), refusals(SampleForm({"name": "ก"})):
        raise NotAllowed("ไม่ได้")


@pytest.mark.parametrize(
    ("written", "count"),
    [("1200", 1200), (" 1,200 ", 1200), ("๑,๒๐๐", 1200), ("0", 0), (7, 7), ("1\u200b0", 10)],
)
def test_count_is_read_as_people_write_it(written, count):
    assert CountField().clean(written) == count


@pytest.mark.parametrize(
    "written", ["-1", "+1", "1.5", "1.000", "1,20", "12 00", "1e3", "๑.๕", "²"]
)
def test_what_is_no_count_says_so(written):
    with pytest.raises(ValidationError, match="จำนวนเต็ม"):
        CountField().clean(written)
