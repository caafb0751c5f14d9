"""The public record of receipts, and its comparison with what is stored."""

from django.db.backends.utils import CursorWrapper

from prongsai.core.errors import NotFound
from prongsai.surveys.models import DatabaseRole, acting_as
from prongsai.surveys.rules.merkle import get_root
from prongsai.surveys.rules.receipts import Record, check_chain, check_record
from prongsai.surveys.rules.releases import get_sheet_digest
from prongsai.surveys.types import Finding, Release, Sheet

COLUMNS = (
    "id, day, receipts_count, receipts_root, sheets_count, sheets_root, pending_count,"
    " previous_hash, hash"
)


def list_releases() -> list[Release]:
    """Return all releases, oldest first. Public."""
    with acting_as(DatabaseRole.INTAKE) as cursor:
        return _list_releases(cursor)


def get_record(release_id: int) -> Record:
    """Return one release with its leaves. Public."""
    with acting_as(DatabaseRole.INTAKE) as cursor:
        releases = [each for each in _list_releases(cursor) if each.id == release_id]
        if not releases:
            raise NotFound
        cursor.execute(
            "SELECT leaf FROM receipts.leaves WHERE release_id = %s ORDER BY leaf", [release_id]
        )
        return Record(releases[0], tuple(bytes(leaf) for (leaf,) in cursor.fetchall()))


def find_receipt_release(code: str) -> Release | None:
    """Return the release in which a receipt is counted. Public: a receipt names nobody."""
    with acting_as(DatabaseRole.INTAKE) as cursor:
        cursor.execute("SELECT release_id FROM receipts.leaves WHERE code = %s", [code])
        row = cursor.fetchone()
        if row is None:
            return None
        return next(each for each in _list_releases(cursor) if each.id == row[0])


def list_findings() -> list[Finding]:
    """Recompute every published figure from what is stored; empty where nothing was touched."""
    releases = list_releases()
    findings = check_chain(releases)
    for release in releases:
        findings += check_record(get_record(release.id))
        findings += _check_sheets(release)
    return findings


def _check_sheets(release: Release) -> list[Finding]:
    with acting_as(DatabaseRole.READER) as cursor:
        cursor.execute("SELECT salt FROM answers.salts WHERE release_id = %s", [release.id])
        salt = bytes(cursor.fetchone()[0])
        cursor.execute(
            "SELECT unit_id, fiscal_year, framework, part, channel_id, answers, told, pace"
            " FROM answers.sheets WHERE release_id = %s",
            [release.id],
        )
        digests = []
        for unit_id, year, framework, part, channel_id, answers, told, pace in cursor:
            sheet = Sheet(*(unit_id, year, framework, part, channel_id, bytes(answers), told, pace))
            digests.append(get_sheet_digest(sheet, salt=salt))
    findings = []
    if len(digests) != release.sheets_count:
        findings.append(Finding(release.id, "sheets-count"))
    if get_root(digests) != release.sheets_root:
        findings.append(Finding(release.id, "sheets-root"))
    return findings


def _list_releases(cursor: CursorWrapper) -> list[Release]:
    cursor.execute(f"SELECT {COLUMNS} FROM receipts.releases ORDER BY id")  # noqa: S608 - our own words
    return [
        Release(
            *(number, day, receipts, bytes(receipts_root), sheets, bytes(sheets_root)),
            *(pending, bytes(previous), bytes(seal)),
        )
        for number, day, receipts, receipts_root, sheets, sheets_root, pending, previous, seal in (
            cursor.fetchall()
        )
    ]
