"""Every error has one status and words for the person who asked."""

import pytest

from prongsai.core import errors


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.ProngsaiError, 400),
        (errors.NotAllowed, 403),
        (errors.NotFound, 404),
        (errors.Conflict, 409),
        (errors.Invalid, 422),
    ],
)
def test_error_carries_its_status_its_words_and_its_field(error, status):
    raised = error("กรุณาลองใหม่", field="name")

    assert (raised.status, raised.message, raised.field) == (status, "กรุณาลองใหม่", "name")
    assert str(raised) == "กรุณาลองใหม่"


def test_too_many_says_how_long_to_wait():
    assert errors.TooMany("กรุณารอ", retry_after=30).retry_after == 30
    assert errors.TooMany.status == 429
