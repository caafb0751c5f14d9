"""Headings and words of tables: what templates say is understood, in both languages."""

import pytest
from django.utils import translation

from prongsai.organizations.rules.columns import (
    HEADINGS,
    read_class,
    read_size,
)
from prongsai.organizations.types.imports import ImportColumn
from prongsai.organizations.types.units import Size, UnitClass


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_label_is_understood(language):
    with translation.override(language):
        for member in UnitClass:
            assert read_class(str(member.label)) == member.value
        for size in Size:
            assert read_size(str(size.label)) == size.value
        labels = [str(column.label) for column in ImportColumn]
        assert list(HEADINGS.find(labels)) == list(ImportColumn)


def test_every_key_is_understood():
    assert list(HEADINGS.find(ImportColumn.values)) == list(ImportColumn)
    assert [read_class(value) for value in UnitClass.values] == UnitClass.values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("อบต.", "tambon_body"),
        (" ท.ต. ", "tambon_town"),
        ("เทศบาล ตำบล", "tambon_town"),
        ("DEPARTMENT", "department"),
        ("สโมสร", "สโมสร"),
    ],
)
def test_classes_are_read_as_people_write_them(text, value):
    assert read_class(text) == value


def test_headings_are_found_in_any_order_and_unknown_ones_left_out():
    found = HEADINGS.find(["หมายเหตุ", "ชื่อ", "Unit Code", "ขนาด (S/M/L)"])

    assert found == {ImportColumn.NAME_TH: 1, ImportColumn.CODE: 2, ImportColumn.SIZE: 3}


def test_repeated_headings_are_named():
    assert HEADINGS.list_repeated(["code", "ชื่อ", "รหัส", "x", "x"]) == ["รหัส"]
