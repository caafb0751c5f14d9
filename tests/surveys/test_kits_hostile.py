"""Names that break documents, tables, websites and spreadsheets: everything stays what it is."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from prongsai.organizations.types.units import UnitName
from prongsai.surveys.rules.codes import new_secret
from prongsai.surveys.rules.kits import name_folder
from prongsai.surveys.services.kits.parts import DRAWN, make_part
from prongsai.surveys.services.kits.words import get_address
from prongsai.surveys.services.slips import draw_slips, write_table
from prongsai.surveys.types import ChannelCard, KitPart, Words
from tests.documents.printed import draw, read_codes, read_text
from tests.factories.surveys import FRAMEWORK, make_spec

NAMES = {
    "typst": '#set page(fill: red) *b* _i_ $x^2$ @ref <x> \\n `c` = h // n [a] {b} ~ #import "x"',
    "html": "<script>alert(1)</script><img src=x onerror=y>\"'&amp;]]>",
    "formula": '=HYPERLINK("http://x")',
    "plus": "+1",
    "minus": "-1",
    "at": "@SUM(1)",
    "tab": "\t=1",
    "control": "เทศบาล\x00\x07\x1b\x7f\u2028\ud800",
    "marks": "\u202eเทศบาล\u202c\u2066x\u2069\u200b\ufeff",
    "unknown letters": "เทศบาล 😀漢字العربية",
    "long": "ก" * 300,
    "longer than any line": "W" * 300,
    "long words": "องค์การบริหารส่วนตำบลหนองบัว" * 11,
    "nothing": "",
}


class Links(HTMLParser):
    """The tags and addresses of a snippet."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.words = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data):
        self.words += data


def make_card(name, instrument="EIT"):
    spec = make_spec(1, instrument=instrument, fiscal_year=2569)
    return ChannelCard(
        id=1,
        code="Z8GA3K",
        unit_id=1,
        agency=Words(name, name),
        instrument=instrument,
        part=spec.part,
        framework=FRAMEWORK,
        fiscal_year=2569,
        kind="counter",
        label=name[:120],
        opens_on=spec.opens_on,
        closes_on=spec.closes_on,
        is_revoked=False,
    )


@pytest.fixture(params=NAMES, ids=list(NAMES))
def name(request):
    return NAMES[request.param]


@pytest.mark.parametrize("part", [part for part in DRAWN if part != KitPart.BANNER_SVG])
def test_every_page_is_one_and_its_qr_leads_home(name, part):
    card = make_card(name)

    content = make_part(card, part, language="th")

    assert len(draw(content, part.value)) == 1
    assert set(read_codes(content, part.value)) == {get_address(card)}


def test_name_is_printed_as_it_is_written():
    text = read_text(make_part(make_card(NAMES["typst"]), KitPart.POSTER_A4, language="en"))

    assert (
        '#set page(fill: red) *b* _i_ $x^2$ @ref <x> \\n `c` = h // n [a] {b} ~ #import "x"' in text
    )


def test_drawing_for_websites_is_well_formed_and_runs_nothing(name):
    content = make_part(make_card(name), KitPart.BANNER_SVG, language="th").decode()

    root = ET.fromstring(content)  # noqa: S314 - drawn by ourselves a moment ago
    tags = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert not tags & {"script", "foreignObject", "a", "iframe", "style"}
    assert not re.search(r'(href|src)="(?!#|data:image/)', content)


def test_snippet_holds_one_link_and_the_name_as_text(name):
    card = make_card(name)

    found = Links(make_part(card, KitPart.BUTTON, language="th").decode())

    assert found.tags == ["p", "a", "br"]
    assert found.links == [get_address(card)]


@pytest.mark.parametrize("part", [KitPart.LINE, KitPart.MAIL, KitPart.BUTTON])
def test_texts_hold_no_sign_that_hides_or_turns_round(name, part):
    text = make_part(make_card(name), part, language="th").decode()

    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", text
    )


@pytest.mark.parametrize("language", ["th", "en"])
def test_slips_and_table_are_safe_whatever_the_name(name, language):
    card = replace(make_card(name, "IIT"), label="")
    codes = [card.code + new_secret() for _ in range(11)]

    printed = draw_slips(card, codes, language=language)
    table = write_table(card, codes, language=language).decode("utf-8-sig")

    assert len(draw(printed, "slips.pdf")) == 2
    assert len(read_codes(printed, "slips.pdf")) == 11
    for row in csv.reader(io.StringIO(table)):
        assert not [cell for cell in row if cell[:1] in "=+-@\t\r"]


@pytest.mark.parametrize("text", [*NAMES.values(), "../../etc/passwd", "a\\b", "C:\\x", "con. . "])
def test_folder_of_an_archive_stays_one_folder(text):
    folder = name_folder(UnitName(1, "L1", text, ""), "Z8GA3K")

    assert re.fullmatch(r"L1 [^<>:\"/\\|?*\x00-\x1f]{0,80} Z8GA3K", folder)
    folder.encode()
