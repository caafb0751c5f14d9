"""Checking the public record of receipts without trusting whoever serves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from prongsai.surveys.rules.codes import get_receipt_code
from prongsai.surveys.rules.merkle import get_root
from prongsai.surveys.rules.releases import GENESIS, get_release_hash
from prongsai.surveys.types import Finding, Release


@dataclass(frozen=True, slots=True)
class Record:
    """One published release with the leaves of its receipts."""

    release: Release
    leaves: tuple[bytes, ...]


def write_document(record: Record) -> dict[str, Any]:
    """Return a record as it is published."""
    release = record.release
    return {
        "release": release.id,
        "day": release.day.isoformat(),
        "receipts": {"count": release.receipts_count, "root": release.receipts_root.hex()},
        "sheets": {"count": release.sheets_count, "root": release.sheets_root.hex()},
        "pending": release.pending_count,
        "previous": release.previous_hash.hex(),
        "hash": release.hash.hex(),
        "leaves": [leaf.hex() for leaf in record.leaves],
    }


def read_document(document: Mapping[str, Any]) -> Record:
    """Read what was published; ValueError, KeyError or TypeError where it has another shape."""
    release = Release(
        id=int(document["release"]),
        day=date.fromisoformat(document["day"]),
        receipts_count=int(document["receipts"]["count"]),
        receipts_root=bytes.fromhex(document["receipts"]["root"]),
        sheets_count=int(document["sheets"]["count"]),
        sheets_root=bytes.fromhex(document["sheets"]["root"]),
        pending_count=int(document["pending"]),
        previous_hash=bytes.fromhex(document["previous"]),
        hash=bytes.fromhex(document["hash"]),
    )
    return Record(release, tuple(bytes.fromhex(leaf) for leaf in document["leaves"]))


def find_record(records: Sequence[Record], code: str) -> Record | None:
    """Return the record that holds the receipt."""
    for record in records:
        if any(get_receipt_code(leaf) == code for leaf in record.leaves):
            return record
    return None


def check_record(record: Record) -> list[Finding]:
    """Return what is wrong with one record by itself: its leaves, its root, its seal."""
    release, findings = record.release, []
    if len(set(record.leaves)) != release.receipts_count:
        findings.append(Finding(release.id, "receipts-count"))
    if get_root(record.leaves) != release.receipts_root:
        findings.append(Finding(release.id, "receipts-root"))
    if get_release_hash(release) != release.hash:
        findings.append(Finding(release.id, "hash"))
    return findings


def check_chain(releases: Sequence[Release]) -> list[Finding]:
    """Return what is wrong between the releases: a gap, or answers that came from nowhere."""
    findings, previous, received, stored = [], GENESIS, 0, 0
    for number, release in enumerate(releases, start=1):
        if release.id != number or release.previous_hash != previous:
            findings.append(Finding(release.id, "chain"))
        received += release.receipts_count
        stored += release.sheets_count
        if received != stored + release.pending_count:
            findings.append(Finding(release.id, "balance"))
        previous = release.hash
    return findings
