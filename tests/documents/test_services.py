"""Documents say what was put in, on every machine, whatever was put in."""

import io
import os
import threading

import pikepdf
import pytest
import time_machine

from prongsai.documents.gateways import typesetter
from prongsai.documents.rules.texts import PRINTABLE
from prongsai.documents.services import make_document, make_documents
from prongsai.documents.types import Form, Order

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F) if chr(code) not in "ฤฦ"]
VOWELS = ["", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "ำ"]
TONES = ["", "่", "้", "๊", "๋", "์"]
SENTENCES = [
    "ผู้ใหญ่บ้านที่นี่ใช้น้ำใจซ้ำ ๆ ทั่วทั้งพื้นที่ ญี่ปุ่น กตัญญู ฐานะ สิทธิ์ ศักดิ์ ก็ กี๊ เก๋",
    "องค์การบริหารส่วนตำบลหนองบัว ปีงบประมาณ พ.ศ. ๒๕๖๙ ปั้น ฝุ่น ฟ้า ป้ำ ฎุ ฏู ฐุ ญู ฤๅ",
    "Tambon office, 30 June 2026 (B.E. 2569) – “naïve” café: 50 % × 2",
]


def order(*paragraphs, lang="th", **options):
    data = {"title": "เอกสารทดสอบ", "lang": lang, "paragraphs": list(paragraphs)}
    return Order("text", data, **options)


def syllables():
    for consonant in CONSONANTS:
        for vowel in VOWELS:
            for tone in TONES:
                if vowel == "ำ" and tone != "์":
                    yield consonant + tone + vowel
                elif vowel != "ำ":
                    yield consonant + vowel + tone


def read_fonts(data):
    """Return the map of letters of each font of a PDF, by the font's name."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        return {str(font.BaseFont)[8:]: font.ToUnicode.read_bytes() for font in fonts}


def test_every_syllable_comes_out_as_it_went_in(read_pdf):
    wanted = list(syllables())
    lines = [" ".join(wanted[at : at + 12]) for at in range(0, len(wanted), 12)]

    text = read_pdf(make_document(order(*lines)))

    assert text.split() == wanted


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_come_out_as_they_went_in(read_pdf, sentence):
    assert read_pdf(make_document(order(sentence))).replace(" ", "") == sentence.replace(" ", "")


def test_words_stay_apart_where_the_line_does_not_end(read_pdf):
    assert read_pdf(make_document(order("ก็ดี ที่นี่ ปี่ ขลุ่ย ป้ำ ก้าว"))) == "ก็ดี ที่นี่ ปี่ ขลุ่ย ป้ำ ก้าว"


def test_a_reader_that_ignores_replacement_text_sees_no_letter_twice():
    made = make_document(order("ทั่วทั้งที่"))

    (cmap,) = read_fonts(made).values()
    assert b"<0E48>" in cmap
    assert b"0E170E310E48" not in cmap


def test_a_pdf_is_archivable_accessible_and_knows_title_and_language():
    with pikepdf.open(io.BytesIO(make_document(order("ข้อความ")))) as pdf:
        about = pdf.open_metadata()
        facts = (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"])
        title, root = str(about["dc:title"]), pdf.Root

        assert facts == ("2", "B", "1")
        assert title == "เอกสารทดสอบ"
        assert str(root.Lang).startswith("th")
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root


def test_only_our_own_fonts_are_used():
    assert set(read_fonts(make_document(order("ก A 1")))) == {"Sarabun-Regular"}


def test_data_is_never_read_as_markup(read_pdf):
    tricks = '#panic("x") = *หัวข้อ* $x^2$ #import "@preview/x:1.0.0": y @label // <b> \\u{41}'

    assert read_pdf(make_document(order(tricks))).replace(" ", "") == tricks.replace(" ", "")


def test_every_printable_letter_has_a_shape():
    assert make_document(order("".join(sorted(PRINTABLE - {"\n"}))))


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("ดี😀มาก", "ดี·มาก"),
        ("ซ้าย\u202eขวา\u200b", "ซ้ายขวา"),
        ("ก\x00ข\x1bค", "กขค"),
        ("ก\u00a0ข\tค", "ก ข ค"),
        ("\ud800ก", "ก"),
    ],
)
def test_letters_without_a_shape_do_not_stop_a_document(read_pdf, given, printed):
    assert read_pdf(make_document(order(given))) == printed


def test_a_layout_reads_nothing_outside_its_folder(tmp_path, monkeypatch):
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "layouts"
    folder.mkdir()
    (folder / "inside.txt").write_text("inside")
    (folder / "good.typ").write_text('#set document(title: "x")\n#read("inside.txt")')
    (folder / "bad.typ").write_text('#set document(title: "x")\n#read("../secret.txt")')
    monkeypatch.setattr(typesetter, "LAYOUTS", folder)
    monkeypatch.setattr(typesetter, "_own", threading.local())

    assert make_document(Order("good", form=Form.SVG))
    with pytest.raises(Exception, match=r"project root|outside|access denied"):
        make_document(Order("bad", form=Form.SVG))


def test_layouts_ask_for_nothing_from_elsewhere():
    layouts = sorted(typesetter.LAYOUTS.rglob("*.typ"))

    assert layouts
    for path in layouts:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in ("@preview", "eval(", "plugin(", "http") if word in text], path


def test_pictures_come_as_png_and_svg():
    png = make_document(order("ก", form=Form.PNG, density=72))
    svg = make_document(order("ก", form=Form.SVG))

    assert png.startswith(b"\x89PNG")
    assert svg.startswith(b"<svg")


def test_many_documents_come_in_the_order_in_which_they_were_asked_for(read_pdf):
    made = make_documents(order(f"ฉบับที่ {number}") for number in range(20))

    assert [read_pdf(each) for each in made] == [f"ฉบับที่ {number}" for number in range(20)]


def test_many_documents_are_made_as_they_are_read():
    asked = []

    def ask():
        for _ in range(10_000):
            asked.append(1)
            yield order("ก", form=Form.SVG)

    made = make_documents(ask())
    next(made)
    made.close()

    assert len(asked) <= 2 * (os.cpu_count() or 1) + 1


def test_the_same_order_gives_the_same_bytes():
    with time_machine.travel("2026-04-01T03:00:00Z", tick=False):
        first, second = make_document(order("ก")), make_document(order("ก"))

    assert first == second
