"""Identifiers cannot be guessed and can be copied from paper."""

import pytest

from prongsai.core import ids


def test_new_code_uses_only_letters_that_are_not_mixed_up():
    code = ids.new_code(4000)

    assert set(code) == set(ids.ALPHABET)
    assert not set(code) & set("01OILU")


@pytest.mark.parametrize("make", [lambda: ids.new_code(12), ids.new_token])
def test_new_identifiers_differ(make):
    assert len({make() for _ in range(2000)}) == 2000


def test_hash_token_is_one_way_and_stable():
    token = ids.new_token()

    assert len(token) >= 43
    assert ids.hash_token(token) == ids.hash_token(token) != token
    assert ids.hash_token(token) != ids.hash_token(token + "x")


def test_keyed_hash_depends_on_value_and_key():
    hashes = {
        ids.keyed_hash(value, key=key) for value in ("1", "2") for key in ("key", "another key")
    }

    assert len(hashes) == 4
