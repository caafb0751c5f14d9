"""Made-up agencies for property tests."""

from fractions import Fraction

from hypothesis import strategies as st

from prongsai.frameworks.gateways.packs import get_pack
from prongsai.scoring.survey_index import count_rows
from prongsai.scoring.types.given import Given

LETTERS = get_pack("nacc-general-2564")
WORDS = get_pack("nacc-general-2568")
FLAT = get_pack("up-internal-2563")
PARTS = get_pack("ovec-college-2568")
ALL = (LETTERS, WORDS, FLAT, PARTS)

scores = st.integers(0, 10_000).map(lambda hundredths: Fraction(hundredths, 100))


def list_sheets(framework):
    return {
        sheet: [len(line.choices) for line in instrument.lines]
        for instrument in framework.instruments
        if instrument.lines
        for sheet in instrument.sheets
    }


@st.composite
def rows(draw, choices, least=1):
    """Answer rows; the first respondent answers everything, so that no line is empty."""
    answer = st.tuples(*(st.one_of(st.none(), st.integers(0, many - 1)) for many in choices))
    first = draw(st.tuples(*(st.integers(0, many - 1) for many in choices)))
    return [list(first), *map(list, draw(st.lists(answer, max_size=4)))]


@st.composite
def answered(draw, framework):
    """Rows of every sheet and a mark for every disclosure item."""
    sheets = {sheet: draw(rows(choices)) for sheet, choices in list_sheets(framework).items()}
    marks = st.sampled_from([Fraction(0), Fraction(50), Fraction(100)])
    codes = [item.code for item in framework.get_instrument("OIT").all_items]
    return sheets, {code: draw(marks) for code in codes}


def make_given(framework, sheets, items, **more):
    choices = list_sheets(framework)
    counted = {sheet: count_rows(sheets[sheet], choices[sheet]) for sheet in sheets}
    return Given(sheets=counted, items=items, **more)


def mean(values):
    values = list(values)
    return sum(values, Fraction(0)) / len(values)


def score_by_hand(framework, sheets, items):
    """The rules once more, the slow and obvious way; the unrounded total."""
    total = Fraction(0)
    for instrument in framework.instruments:
        if instrument.lines:
            parts = [_survey(instrument, sheets[sheet]) for sheet in instrument.sheets]
            value = mean(mean(column) for column in zip(*parts, strict=True))
        else:
            value = _disclosure(instrument, items)
        points = instrument.weight * value
        if framework is PARTS:
            points = Fraction(int(points * 100 + Fraction(1, 2)), 100)
        total += points
    return total


def _survey(instrument, sheet):
    offset, indicators = 0, []
    for indicator in instrument.indicators:
        values = []
        for item in indicator.all_items:
            lines = []
            for line in item.lines:
                picked = [row[offset] for row in sheet if row[offset] is not None]
                lines.append(mean(line.choices[choice].points for choice in picked))
                offset += 1
            values.append(mean(lines))
        indicators.append(mean(values))
    return indicators


def _disclosure(instrument, items):
    if instrument.items:
        return mean(items[item.code] for item in instrument.items)
    if instrument.indicators[0].aggregate.value == "flat":
        return mean(mean(items[i.code] for i in ind.all_items) for ind in instrument.indicators)
    return mean(
        mean(mean(items[i.code] for i in group.items) for group in ind.groups)
        for ind in instrument.indicators
    )
