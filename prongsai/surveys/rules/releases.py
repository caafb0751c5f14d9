"""What is published of a release, and how it is bound to the release before it."""

import hashlib
from dataclasses import replace
from datetime import date

from prongsai.surveys.types import Release, Sheet

GENESIS = bytes(32)


def get_sheet_digest(sheet: Sheet, *, salt: bytes) -> bytes:
    """Return the salted hash of one sheet; equal sheets of a release have equal hashes."""
    head = "\0".join(
        str(part)
        for part in (
            *(sheet.unit_id, sheet.fiscal_year, sheet.framework, sheet.part),
            *(sheet.channel_id, sheet.told, sheet.pace),
        )
    )
    return hashlib.sha256(salt + head.encode() + b"\0" + sheet.answers).digest()


def seal_release(release: Release) -> Release:
    """Return RELEASE with the hash over all it says and over the release before it."""
    return replace(release, hash=get_release_hash(release))


def get_release_hash(release: Release) -> bytes:
    parts = (
        *("prongsai release", release.id, _day(release.day)),
        *(release.receipts_count, release.receipts_root.hex()),
        *(release.sheets_count, release.sheets_root.hex()),
        *(release.pending_count, release.previous_hash.hex()),
    )
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).digest()


def _day(day: date) -> str:
    return day.isoformat()
