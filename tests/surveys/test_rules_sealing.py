"""Envelopes: who can open them, and who no longer can."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from prongsai.surveys.rules.sealing import (
    _SUITE,
    LINKS,
    CannotOpen,
    Opener,
    Sealer,
    forge,
    new_key_pair,
)

PRIVATE, PUBLIC = new_key_pair()
SEALER, OPENER = Sealer(PUBLIC, key_id=3), Opener(PRIVATE, key_id=3)
# Two chains and the beginning of a third.
BODIES = [SEALER.seal(b"answers %3d" % at) for at in range(2 * LINKS + 5)]
HEAD = len(BODIES[0]) - len(b"answers 123") - 16 - 1


def open_on(link, body):
    """What somebody reads who knows a link of a chain and goes on from there."""
    for _ in range(LINKS):
        key, link = forge(link)
        try:
            return ChaCha20Poly1305(key).decrypt(bytes(12), body[HEAD + 1 :], None)
        except InvalidTag:
            continue
    return None


def test_envelopes_open_with_their_own_key_only():
    other, _ = new_key_pair()
    for opener in (Opener(other, key_id=3), Opener(PRIVATE, key_id=4)):
        with pytest.raises(CannotOpen):
            opener.open(BODIES[0])


def test_envelopes_of_a_chain_open_in_any_order():
    for at in (*range(len(BODIES) - 1, 0, -2), *range(0, len(BODIES), 3)):
        assert OPENER.open(BODIES[at]) == b"answers %3d" % at
    assert len({body[:HEAD] for body in BODIES}) == 3


@pytest.mark.parametrize("size", [0, 26, 32, 33, 1024])
def test_envelopes_from_before_the_chains_still_open(size):
    """Also the one that holds a single sheet of nine answers, shorter than the head of a chain."""
    content = b"\1" * size
    body = _SUITE.encrypt(content, SEALER._key, SEALER._context)

    assert OPENER.open(body) == content
    with pytest.raises(CannotOpen):
        OPENER.open(body[:-1])


@pytest.mark.parametrize("at", [0, HEAD - 1, HEAD, HEAD + 1, -1])
def test_an_envelope_cannot_be_altered(at):
    body = bytearray(BODIES[2])
    body[at] ^= 1
    with pytest.raises(CannotOpen):
        OPENER.open(bytes(body))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(BODIES[2][: HEAD - 1], id="cut in the sealed secret"),
        pytest.param(BODIES[2][: HEAD + 9], id="cut in the content"),
        pytest.param(BODIES[LINKS][: HEAD + 1] + BODIES[0][HEAD + 1 :], id="of another chain"),
    ],
)
def test_what_is_no_envelope_is_refused(body):
    with pytest.raises(CannotOpen):
        OPENER.open(body)


def test_a_sealer_that_is_read_opens_nothing_it_has_sealed():
    sealer = Sealer(PUBLIC, key_id=3)
    bodies = [sealer.seal(b"answers %3d" % at) for at in range(9)]
    known = [value for value in vars(sealer).values() if isinstance(value, bytes)]

    assert {open_on(link, body) for link in known for body in bodies} == {None}
    following = sealer.seal(b"the next")
    assert b"the next" in {open_on(link, following) for link in known}
