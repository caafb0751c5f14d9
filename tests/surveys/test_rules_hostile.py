"""Whatever is typed or sent where a code, a proof or a wait is expected: no answer but None."""

from hypothesis import given
from hypothesis import strategies as st

from prongsai.surveys.rules.codes import find_code, find_receipt, new_channel_code, new_secret
from prongsai.surveys.rules.work import find_proof, find_wait, is_solved

KEY = b"a key that nobody who sends this knows"
# Any text, and text that nearly looks like the real thing.
texts = st.one_of(
    st.text(max_size=500),
    st.text("23456789ABCabc-. \0ßıﬀ", max_size=40),
    st.text("0af.-", max_size=99),
)


@given(texts)
def test_no_text_breaks_the_reading_of_a_code(text):
    code = find_code(text)

    assert code is None or find_code(code.text) == code
    assert find_receipt(text) is None or len(find_receipt(text)) == 16


@given(texts)
def test_no_text_breaks_the_reading_of_a_proof_or_is_a_wait(text):
    proof = find_proof(text)

    assert proof is None or not is_solved(proof, channel="222222", bits=28)
    assert find_wait(text, channel="222222", key=KEY) is None


@given(st.text(max_size=30))
def test_nothing_more_than_dashes_and_spaces_may_be_added_to_a_code(extra):
    code = new_channel_code() + new_secret()
    read = find_code(code + extra)

    assert (read is not None) == (extra.replace("-", "").replace(" ", "") == "")
