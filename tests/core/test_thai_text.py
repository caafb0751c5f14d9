"""Thai text folded, searched and sorted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.thai_text import (
    fold,
    is_thai,
    search_key,
    sort_key,
    to_arabic_digits,
    to_thai_digits,
)

thai = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), max_size=12)
mixed = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B),
        st.characters(max_codepoint=0x17F, exclude_categories=["Cs"]),
        st.sampled_from("\u200b\u200d\ufeff\u00ad\u00a0"),
    ),
    max_size=20,
)

# In the order of the Royal Institute dictionary.
DICTIONARY = [
    *("ก", "ก็", "กก", "กด", "กรรม", "กะ", "กัก", "กา", "ก้า", "กาก", "กำ", "กิน", "กุ้ง"),
    *("เก", "เก็ง", "เก่ง", "เก้ง", "เก๋ง", "เกม", "เกรง", "เกาะ", "แก", "แก่", "แกะ", "โก"),
    *("ใกล้", "ไก่", "ไกล", "ขน", "ขม", "เข", "ครู", "ปลา", "ปา", "ป่า", "ป้า", "ปาก", "เปล"),
    *("รก", "เร็ว", "ฤดู", "ลม", "สระ", "สวย", "อา", "อำนาจ", "เอา", "แอบ", "ฮา"),
]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("ก\u0e4d\u0e32", "กำ"),
        ("เเม่", "แม่"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ผ\u0e49\u0e39", "ผู้"),
        ("ที่่", "ที่"),
        ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
        ("โปร่ง\u200bใส\ufeff", "โปร่งใส"),
        ("  อำเภอ \u00a0 ชัย ", "อำเภอ ชัย"),
        ("ITA ๒๕๖๘", "ita ๒๕๖๘"),
    ],
)
def test_fold_gives_one_spelling(written, folded):
    assert fold(written) == folded


@given(mixed)
def test_fold_twice_is_fold_once(text):
    assert fold(fold(text)) == fold(text)


@given(mixed, mixed)
def test_search_key_finds_a_text_inside_a_longer_one_whatever_the_spaces(inner, outer):
    assert search_key("  ".join(fold(inner))) == search_key("".join(fold(inner).split(" ")))
    assert search_key(inner) in search_key(f"{inner} {outer}")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("อบต.ชัยนารายณ์", "อบต. ชัยนารายณ์"),
        ("กรุงเทพฯ", "กรุงเทพมหานคร"),
        ("2568", "ปีงบประมาณ พ.ศ. ๒๕๖๘"),
        ("นํ้าดี", "ตำบลน้ำ-ดี"),
        ("ITA", "แผน ita ประจำปี"),
    ],
)
def test_search_key_matches_other_spellings(query, name):
    assert search_key(query) in search_key(name)


def test_search_key_still_tells_words_apart():
    assert search_key("ปา") != search_key("ป่า")


@given(st.permutations(DICTIONARY))
def test_sort_key_is_dictionary_order(shuffled):
    assert sorted(shuffled, key=lambda word: sort_key(word).encode()) == DICTIONARY


@pytest.mark.parametrize(
    "names",
    [
        ["เทศบาลตำบลกก", "เทศบาล ตำบลกา", "เทศบาลตำบลเก"],
        ["หมู่ ๑", "หมู่ 2", "หมู่ ๓"],
        ["Bangkok", "bangkok ก", "ก"],
        ["กรุงเทพฯ", "กรุงเทพมหานคร"],
    ],
)
def test_sort_key_looks_through_spaces_digits_and_signs(names):
    keys = [sort_key(name).encode() for name in names]

    assert keys == sorted(set(keys))


@given(thai)
def test_sort_key_keeps_different_words_apart(word):
    assert (sort_key(word) == sort_key(word + "ก")) is False
    assert sort_key(word).encode().decode() == sort_key(word)


@given(thai, thai)
def test_sort_key_is_equal_only_for_equal_words(one, other):
    assert (sort_key(one) == sort_key(other)) == (fold(one) == fold(other))


@given(mixed)
def test_digits_there_and_back(text):
    assert to_arabic_digits(to_thai_digits(text)) == to_arabic_digits(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("ไทย", True), ("ITA ป.ป.ช.", True), ("ITA", False), ("", False)]
)
def test_is_thai(text, expected):
    assert is_thai(text) is expected
