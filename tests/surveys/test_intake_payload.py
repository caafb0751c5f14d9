"""Whatever is sent, the parser gives answers of the form or nothing."""

from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from prongsai.surveys.intake.payload import MOST_TOKEN, Fields, parse
from prongsai.surveys.rules.envelopes import LEFT_OUT

FIELDS = Fields(lines=[4, 4, 11], attributes=[3, 2])
names = st.sampled_from(["q0", "q1", "q2", "q3", "q-1", "p0", "p1", "told", "pace", "skip", "work"])
pairs = st.tuples(names, st.one_of(st.integers(-3, 300).map(str), st.text(max_size=5)))
noise = st.binary(max_size=200)


@given(st.one_of(noise, st.lists(pairs).map(lambda some: urlencode(some).encode())), noise)
def test_nothing_that_is_sent_gets_past_the_form(body, rest):
    sent = parse(body + b"&" + rest, FIELDS)

    assert all(choice in {*range(4), LEFT_OUT} for choice in sent.answers[:2])
    assert sent.answers[2] in {*range(11), LEFT_OUT}
    assert sent.profile[0] in {0, 1, 2, LEFT_OUT}
    assert sent.profile[1] in {0, 1, LEFT_OUT}
    assert (len(sent.answers), len(sent.profile)) == (3, 2)
    assert sent.told in {0, 1, LEFT_OUT}
    assert sent.pace in {*range(5), LEFT_OUT}
    assert max(len(sent.work), len(sent.wait)) <= MOST_TOKEN


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=3, max_size=3), st.randoms())
def test_what_a_browser_sends_is_read_in_any_order(choices, order):
    given_pairs = [(f"q{at}", n) for at, n in enumerate(choices) if n is not None]
    order.shuffle(given_pairs)

    sent = parse(urlencode(given_pairs).encode(), FIELDS)

    assert list(sent.answers) == [LEFT_OUT if n is None else n for n in choices]
    assert sent.is_whole == (None not in choices)
    assert sent.is_empty == (choices == [None] * 3)


def test_last_of_two_answers_counts_and_an_empty_one_takes_it_back():
    assert parse(b"q0=1&q0=2", FIELDS).answers[0] == 2
    assert parse(b"q0=1&q0=", FIELDS).answers[0] == LEFT_OUT
