"""Words that do not belong in the product, wherever they stand."""

import re

import pytest

from tests.conventions.tree import ROOT, label, walk

FOLDERS = ("prongsai", "config", "tests", "docs", "script", "deploy", "benchmarks", ".ci")
SUFFIXES = {".py", ".html", ".po", ".md", ".scss", ".js", ".txt", ".yaml", ".yml", ".toml", ".in"}
HERE = "tests/conventions/test_words.py"

# Spelling of the Royal Institute, and one word per concept (docs/glossary.md).
THAI_SPELLING = {
    "อีเมล์": "อีเมล",
    "เว็ปไซต์": "เว็บไซต์",
    "เวบไซต์": "เว็บไซต์",
    "เว็บไซท์": "เว็บไซต์",
    "ลิงค์": "ลิงก์",
    "คลิ๊ก": "คลิก",
    "อนุญาติ": "อนุญาต",
    "สัมนา": "สัมมนา",
    "ล็อกอิน": "เข้าสู่ระบบ",
    "ล็อคอิน": "เข้าสู่ระบบ",
    "พาสเวิร์ด": "รหัสผ่าน",
    "ยูสเซอร์": "ผู้ใช้",
    "อัพโหลด": "อัปโหลด",
    "อัพเดท": "ปรับปรุง",
    "ดาวน์โหลดน์": "ดาวน์โหลด",
    "เปอร์เซ็นต์": "ร้อยละ",
    "สำนักงาน ปปช.": "สำนักงาน ป.ป.ช.",
    "ปรกติ": "ปกติ",
    "เซิฟเวอร์": "เซิร์ฟเวอร์",
    "กฏหมาย": "กฎหมาย",
    "กฏเกณฑ์": "กฎเกณฑ์",
    "ปรากฎ": "ปรากฏ",
    "โอกาศ": "โอกาส",
    "กรุณากรอกข้อมุล": "กรุณากรอกข้อมูล",
}
PATTERNS = {
    "an absolute path": re.compile(r"(?<![\w.])/(?:work|home|root|Users|mnt)/\w"),
    "a registry address": re.compile(
        r"https?://[\w.-]*(?:pypi|npmjs|pythonhosted|registry)[\w./-]*"
    ),
    "an index address": re.compile(r"--(?:extra-)?index-url|\"resolved\": *\"http"),
    "an unfinished thought": re.compile(r"\b(?:FIXME|XXX|HACK)\b|\bTODO\b(?!\(#\d+\))"),
    "a reader who is not addressed as ท่าน": re.compile(
        r"(?<!ขอบ)(?<!เกียรติ)(?<!ให้)คุณ(?!ธรรม|ภาพ|สมบัติ|วุฒิ|ค่า)"
    ),
    "filler text": re.compile(r"lorem ipsum", re.IGNORECASE),
    "a merge left open": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
    "a telephone number": re.compile(r"(?<!\d)0[689]\d-?\d{3}-?\d{4}(?!\d)"),
}


def read_all():
    for path in walk(*FOLDERS, suffix=""):
        plain = path.suffix in SUFFIXES or (
            not path.suffix and path.parent.name in {"script", ".ci"}
        )
        if plain and label(path) != HERE:
            yield path, path.read_text(encoding="utf-8")
    for path in ROOT.iterdir():
        if path.is_file() and path.suffix in SUFFIXES | {".json"}:
            yield path, path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def texts():
    return list(read_all())


@pytest.mark.parametrize("what", PATTERNS)
def test_nothing_that_ties_the_product_to_a_place_or_a_day(texts, what):
    found = [
        f"{label(path)}: {match[0]}"
        for path, text in texts
        for match in PATTERNS[what].finditer(text)
    ]

    assert found == []


def test_thai_is_spelled_as_in_the_dictionary(texts):
    found = [
        f"{label(path)}: {wrong} → {right}"
        for path, text in texts
        for wrong, right in THAI_SPELLING.items()
        if wrong in text
    ]

    assert found == []
