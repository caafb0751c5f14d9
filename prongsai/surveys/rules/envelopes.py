"""What lies inside an envelope: receipts and answers of one commit, side by side but unpaired."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from prongsai.surveys.rules.codes import LEAF_SIZE

VERSION = 1
LEFT_OUT = 255
_HEAD = struct.Struct(">BII")
_RECORD = struct.Struct(">IBBBB")


@dataclass(frozen=True, slots=True, order=True)
class Record:
    """One respondent's answers on their way to the mixer: choice numbers, 255 = left out."""

    channel_id: int
    told: int
    pace: int
    answers: bytes
    profile: bytes = b""


def pack_record(record: Record) -> bytes:
    return pack_answers(record.channel_id, record.told, record.pace, record.answers, record.profile)


def pack_answers(channel_id: int, told: int, pace: int, answers: bytes, profile: bytes) -> bytes:
    head = _RECORD.pack(channel_id, told, pace, len(answers), len(profile))
    return head + answers + profile


def pack_envelope(leaves: Iterable[bytes], records: Iterable[bytes]) -> bytes:
    """Return the content of one envelope.

    Both lists are sorted by their own bytes, so the content is a function of two sets: neither the
    order of arrival nor which receipt belongs to which answers is in it.
    """
    leaves, records = sorted(leaves), sorted(records)
    return _HEAD.pack(VERSION, len(leaves), len(records)) + b"".join(leaves) + b"".join(records)


def unpack_envelope(content: bytes) -> tuple[list[bytes], list[Record]]:
    version, leaf_count, record_count = _HEAD.unpack_from(content)
    if version != VERSION:
        raise ValueError(f"an envelope of version {version}")
    at = _HEAD.size
    leaves = []
    for _ in range(leaf_count):
        leaves.append(content[at : at + LEAF_SIZE])
        at += LEAF_SIZE
    records = []
    for _ in range(record_count):
        channel_id, told, pace, size, rest = _RECORD.unpack_from(content, at)
        at += _RECORD.size
        answers, profile = content[at : at + size], content[at + size : at + size + rest]
        records.append(Record(channel_id, told, pace, answers, profile))
        at += size + rest
    if at != len(content):
        raise ValueError("an envelope with something left over")
    return leaves, records
