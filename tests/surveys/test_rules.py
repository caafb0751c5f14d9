"""Codes, receipts, trees, envelopes, pools and work: what is true without a database."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.surveys.rules import codes, merkle
from prongsai.surveys.rules.envelopes import (
    Record,
    pack_envelope,
    pack_record,
    unpack_envelope,
)
from prongsai.surveys.rules.mixing import find_shown_channels, split_pool, to_sheets
from prongsai.surveys.rules.work import (
    OLD_PARTS,
    Wait,
    find_proof,
    find_wait,
    get_challenge,
    is_solved,
    sign_wait,
    solve,
)
from prongsai.surveys.types import Group

GROUP = Group(1, 2569, "f", "IIT", date(2026, 1, 1))
leaves = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True)
records = st.lists(
    st.builds(
        Record,
        st.integers(1, 2**32 - 1),
        st.integers(0, 255),
        st.integers(0, 255),
        st.binary(max_size=60),
        st.binary(max_size=9),
    ),
    max_size=20,
)


@given(st.integers(0, 17), st.sampled_from(codes.ALPHABET))
def test_every_wrong_letter_of_a_code_is_found(place, letter):
    code = "".join(["".join(codes.new_channel_code()), codes.new_secret()])
    wrong = code[:place] + letter + code[place + 1 :]

    assert (codes.find_code(wrong) is not None) == (wrong == code)


@pytest.mark.parametrize("text", ["", "ABC", "0" * 6, "ก" * 18, "A" * 400, "K7P4XQ" * 4])
def test_nonsense_is_no_code(text):
    assert codes.find_code(text) is None
    assert codes.find_receipt(text) is None


def test_receipt_can_be_typed_from_paper():
    code = codes.get_receipt_code(b"\x07" * 32)

    assert codes.find_receipt(codes.format_code(code, group=4).lower()) == code


def test_mark_and_leaf_depend_on_key_purpose_and_channel():
    pairs = {
        codes.get_pseudonyms(purpose, "s", channel=channel, key=key)
        for purpose in ("code", "proof")
        for channel in ("A", "B")
        for key in (b"1", b"2")
    }

    assert len({mark for mark, _ in pairs} | {leaf[:16] for _, leaf in pairs}) == 16


@given(leaves)
def test_every_leaf_has_a_way_to_the_root(given_leaves):
    root = merkle.get_root(given_leaves)
    for leaf in given_leaves:
        position, path = merkle.get_path(given_leaves, leaf)
        count = len(given_leaves)
        assert merkle.is_included(leaf, root=root, position=position, count=count, path=path)
        assert not merkle.is_included(
            bytes(32), root=root, position=position, count=count, path=path
        ) or leaf == bytes(32)


@given(leaves, st.randoms())
def test_root_does_not_know_the_order_but_every_leaf(given_leaves, chance):
    root = merkle.get_root(given_leaves)
    chance.shuffle(given_leaves)

    assert merkle.get_root(given_leaves) == root
    assert merkle.get_root(given_leaves[1:]) != root


@given(leaves, records, st.randoms())
def test_envelope_says_nothing_of_the_order(some_leaves, some_records, chance):
    packed = [pack_record(record) for record in some_records]
    content = pack_envelope(some_leaves, packed)
    chance.shuffle(packed)
    chance.shuffle(some_leaves)

    assert pack_envelope(some_leaves, packed) == content
    assert unpack_envelope(content)[0] == sorted(some_leaves)
    assert sorted(unpack_envelope(content)[1]) == sorted(some_records)


@given(st.integers(0, 60), st.integers(2, 12), st.booleans())
def test_pool_never_releases_or_leaves_a_few(count, least, closing):
    pool = [Record(1, 255, 255, bytes([number])) for number in range(count)]
    released, kept = split_pool(
        pool,
        groups={1: GROUP},
        least=least,
        is_closing=lambda _: closing,
        chance=random.Random(1),  # noqa: S311 - a simulation
    )

    assert sorted(released + kept) == sorted(pool)
    if closing:
        assert not kept
    else:
        assert not released or (len(released) >= least and len(kept) == least)


@given(st.dictionaries(st.integers(1, 9), st.integers(1, 30), max_size=6), st.integers(2, 12))
def test_answers_without_a_channel_are_never_a_few(counts, least):
    shown = find_shown_channels(counts, least=least)
    dropped = sum(count for channel, count in counts.items() if channel not in shown)

    assert all(counts[channel] >= least for channel in shown)
    assert not shown or dropped == 0 or dropped >= least


@given(st.lists(st.binary(min_size=3, max_size=3), max_size=30), st.randoms())
def test_stored_order_is_a_function_of_the_answers(answers, chance):
    pool = [Record(1, 255, 255, each) for each in answers]
    stored = to_sheets(pool, groups={1: GROUP}, least=10)
    chance.shuffle(pool)

    assert to_sheets(pool, groups={1: GROUP}, least=10) == stored


def test_work_is_bound_to_link_and_challenge():
    challenge = get_challenge(7, b"public")
    text = solve(challenge, channel="K7P4XQ", nonce="0" * 24, bits=6)
    proof = find_proof(text)

    assert proof
    assert is_solved(proof, channel="K7P4XQ", bits=6)
    assert not is_solved(proof, channel="K7P4XR", bits=6)
    assert not is_solved(proof, channel="K7P4XQ", bits=28)


def test_page_of_before_has_done_as_much_work():
    challenge = get_challenge(7, b"public")
    work = {"channel": "K7P4XQ", "nonce": "0" * 24}
    old = find_proof(solve(challenge, **work, bits=5, parts=OLD_PARTS))
    light = find_proof(solve(challenge, **work, bits=5))

    assert old
    assert light
    assert is_solved(old, channel="K7P4XQ", bits=6)
    assert not is_solved(old, channel="K7P4XQ", bits=7)
    assert not is_solved(light, channel="K7P4XQ", bits=6)
    assert find_proof(solve(challenge, **work, bits=1, parts=6)) is None


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "1-a." + "0" * 24 + "." + "-" * 6, "." * 40])
def test_nonsense_is_no_proof(text):
    assert find_proof(text) is None


def test_wait_cannot_be_moved_forged_or_shortened():
    wait = Wait(3, 1_000, b"n" * 12)
    token = sign_wait(wait, channel="A", key=b"k")

    assert find_wait(token, channel="A", key=b"k") == wait
    assert find_wait(token, channel="B", key=b"k") is None
    assert find_wait(token, channel="A", key=b"x") is None
    assert find_wait(token[:-4], channel="A", key=b"k") is None
