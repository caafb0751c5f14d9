"""Pages that are stitched together from compressed pieces are the pages that were meant."""

import gzip

from hypothesis import given
from hypothesis import strategies as st

from prongsai.surveys.intake.pages import Page, StitchedPage, slot

NAMES = ("one", "two", "three")
values = st.dictionaries(st.sampled_from(NAMES), st.text(max_size=300), max_size=3)


def stitch(text):
    return StitchedPage.of(Page(text), varying=NAMES)


PAGE = stitch(f"ก{slot('one')}<p>{slot('two')}</p>{slot('one')} ข {slot('three')}{slot('four')}ฃ")


def write(values):
    one, two, three = (values.get(name, "") for name in NAMES)
    return f"ก{one}<p>{two}</p>{one} ข {three}ฃ\n"


@given(values, values)
def test_stitched_page_is_a_sound_gzip_file_of_the_whole(first, then):
    page = PAGE.fill(first)

    assert gzip.decompress(page.render(then)).decode() == write(then | first)


def test_values_longer_than_a_stored_block_are_whole():
    assert gzip.decompress(PAGE.render({"two": "x" * 200_000})).decode() == write(
        {"two": "x" * 200_000}
    )
