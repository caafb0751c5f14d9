"""Writing one release: a partition of sheets, the leaves of the receipts, the public record."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.backends.utils import CursorWrapper

from prongsai.core import clock
from prongsai.surveys.rules.codes import get_receipt_code
from prongsai.surveys.rules.merkle import get_root
from prongsai.surveys.rules.releases import GENESIS, get_sheet_digest, seal_release
from prongsai.surveys.types import Group, Release, Sheet

SHEET_COLUMNS = "release_id, unit_id, fiscal_year, framework, part, channel_id, told, pace, answers"


def write_release(
    cursor: CursorWrapper,
    *,
    leaves: Sequence[bytes],
    sheets: Sequence[Sheet],
    pending: int,
    day: date | None = None,
) -> Release:
    """Write everything of one release in the running transaction of the mixer; DAY is today."""
    cursor.execute("SELECT id, hash FROM receipts.releases ORDER BY id DESC LIMIT 1")
    last_id, last_hash = cursor.fetchone() or (0, GENESIS)
    salt = secrets.token_bytes(32)
    release = seal_release(
        Release(
            id=last_id + 1,
            day=day or clock.today(),
            receipts_count=len(leaves),
            receipts_root=get_root(leaves),
            sheets_count=len(sheets),
            sheets_root=get_root(get_sheet_digest(sheet, salt=salt) for sheet in sheets),
            pending_count=pending,
            previous_hash=bytes(last_hash),
            hash=b"",
        )
    )
    _write_record(cursor, release)
    _write_leaves(cursor, release.id, leaves)
    _write_sheets(cursor, release.id, sheets)
    cursor.execute("INSERT INTO answers.salts VALUES (%s, %s)", [release.id, salt])
    return release


def _write_record(cursor: CursorWrapper, release: Release) -> None:
    cursor.execute(
        "INSERT INTO receipts.releases (id, day, receipts_count, receipts_root, sheets_count,"
        " sheets_root, pending_count, previous_hash, hash)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(release.id, release.day, release.receipts_count, release.receipts_root),
            *(release.sheets_count, release.sheets_root, release.pending_count),
            *(release.previous_hash, release.hash),
        ],
    )


def _write_leaves(cursor: CursorWrapper, release_id: int, leaves: Sequence[bytes]) -> None:
    with cursor.copy("COPY receipts.leaves (leaf, code, release_id) FROM STDIN") as copy:
        for leaf in sorted(leaves):
            copy.write_row((leaf, get_receipt_code(leaf), release_id))


def _write_sheets(cursor: CursorWrapper, release_id: int, sheets: Sequence[Sheet]) -> None:
    """Fill a new table in one COPY, then hang it below the parent without stopping readers."""
    table = f"answers.sheets_{release_id}"
    cursor.execute(f"CREATE TABLE {table} (LIKE answers.sheets INCLUDING ALL)")
    cursor.execute(f"ALTER TABLE {table} ADD CHECK (release_id = {release_id})")
    with cursor.copy(f"COPY {table} ({SHEET_COLUMNS}) FROM STDIN") as copy:
        for sheet in sheets:
            copy.write_row(
                (
                    *(release_id, sheet.unit_id, sheet.fiscal_year, sheet.framework),
                    *(sheet.part, sheet.channel_id, sheet.told, sheet.pace, sheet.answers),
                )
            )
    cursor.execute(
        f"ALTER TABLE answers.sheets ATTACH PARTITION {table} FOR VALUES IN ({release_id})"
    )


def write_attributes(
    cursor: CursorWrapper, release_id: int, counts: Mapping[tuple[Group, int, int], int]
) -> None:
    with cursor.copy("COPY answers.attributes FROM STDIN") as copy:
        for (group, attribute, choice), count in sorted(counts.items()):
            copy.write_row(
                (
                    *(release_id, group.unit_id, group.fiscal_year, group.framework, group.part),
                    *(attribute, choice, count),
                )
            )
