"""Merkle trees over sets: the order of arrival cannot be in the root, for leaves are sorted."""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()


def get_root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over the set of LEAVES."""
    level = [_leaf(leaf) for leaf in sorted(leaves)]
    if not level:
        return EMPTY
    while len(level) > 1:
        level = _up(level)
    return level[0]


def get_path(leaves: Iterable[bytes], leaf: bytes) -> tuple[int, list[bytes]]:
    """Return the position of LEAF and the hashes beside its way to the root."""
    ordered = sorted(leaves)
    position = ordered.index(leaf)
    level, path, at = [_leaf(each) for each in ordered], [], position
    while len(level) > 1:
        beside = at ^ 1
        if beside < len(level):
            path.append(level[beside])
        level, at = _up(level), at // 2
    return position, path


def is_included(leaf: bytes, *, root: bytes, position: int, count: int, path: list[bytes]) -> bool:
    """Return whether PATH leads from LEAF to ROOT in a tree of COUNT leaves."""
    if not 0 <= position < count:
        return False
    node, at, width, steps = _leaf(leaf), position, count, iter(path)
    while width > 1:
        if at ^ 1 < width:
            beside = next(steps, b"")
            node = _node(beside, node) if at & 1 else _node(node, beside)
        at, width = at // 2, (width + 1) // 2
    return node == root and next(steps, None) is None


def _up(level: Sequence[bytes]) -> list[bytes]:
    pairs = zip(level[::2], level[1::2], strict=False)
    above = [_node(left, right) for left, right in pairs]
    if len(level) % 2:
        above.append(level[-1])
    return above


# A leaf can never pass for a node: each is hashed under its own first byte (as in RFC 6962).
def _leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\0" + content).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
