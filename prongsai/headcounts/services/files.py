"""Set-ups of many agencies from a table: compared first, then sent to the executives."""

import hashlib
from collections.abc import Collection
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import ids
from prongsai.core.actor import Actor
from prongsai.core.errors import Invalid, ProngsaiError
from prongsai.headcounts.models import SetupFile
from prongsai.headcounts.rules.table import HEADINGS, judge_rows
from prongsai.headcounts.selectors.files import (
    VERB,
    get_file_for,
    keep_row,
    list_standings_for,
    read_rows,
)
from prongsai.headcounts.selectors.setups import get_setup_for, get_year
from prongsai.headcounts.services.setups import submit_setup
from prongsai.headcounts.types import FileColumn, FileRow, Given, SetupView
from prongsai.organizations.gateways.sheets.read import read_sheet
from prongsai.organizations.selectors.profiles import list_divisions
from prongsai.organizations.services.checks import require_columns

CODE_LENGTH = 10


@transaction.atomic
def check_file(actor: Actor, *, data: bytes, file_name: str) -> str:
    """Compare a table with what is known and return the code of the comparison; nothing changes.

    What the person handed in before is forgotten.
    """
    year = get_year()
    known = list_standings_for(actor, year=year)
    sheet = read_sheet(data, file_name=file_name)
    columns = require_columns(HEADINGS, sheet.rows[0], code=FileColumn.CODE)
    if FileColumn.HEADCOUNT not in columns:
        raise Invalid(_("ต้องมีคอลัมน์ “บุคลากร (คน)” ดาวน์โหลดแบบไฟล์แล้วกรอกในนั้น"), field="file")
    rows = judge_rows(sheet.rows, columns=columns, known=known)
    SetupFile.objects.filter(user_id=actor.user_id).delete()
    file = SetupFile.objects.create(
        code=ids.new_code(CODE_LENGTH),
        user_id=actor.user_id,
        fiscal_year=year,
        file_name=file_name[-200:],
        file_hash=hashlib.sha256(data).hexdigest(),
        rows=[keep_row(row) for row in rows],
    )
    detail = {"file": file.file_name, "hash": file.file_hash, "rows": len(rows)}
    record(actor, verb="headcount.import_check", target=f"setup_file:{file.code}", detail=detail)
    return file.code


@transaction.atomic
def take_rows(
    actor: Actor, *, code: str, numbers: Collection[int] | None = None, most: int | None = None
) -> int:
    """Send the figures of these rows (all that wait, at most MOST) to the executives.

    Nothing is confirmed here. A row whose agency changed since the comparison, or whose window
    has closed, is refused with the reason; the others go on. Returns how many were sent.
    """
    file = get_file_for(actor, code, lock=True)
    if file.fiscal_year != get_year():
        raise Invalid(_("ไฟล์นี้ตรวจไว้กับตัวเลขของปีก่อน ส่งไฟล์ใหม่เพื่อตรวจกับปีนี้"), field="rows")
    rows = read_rows(file)
    chosen = [row for row in rows if row.waits and (numbers is None or row.number in numbers)]
    if not chosen:
        raise Invalid(_("ไม่มีแถวที่นำเข้าได้ กรุณาเลือกอย่างน้อยหนึ่งแถว"), field="rows")
    # In one order for everybody, so that two tables of one area never wait for each other.
    chosen.sort(key=lambda row: row.code)
    done = {row.number: _take(actor, file, row) for row in chosen[:most]}
    file.rows = [keep_row(done.get(row.number, row)) for row in rows]
    file.save(update_fields=["rows"])
    taken = sum(row.is_taken for row in done.values())
    detail = {"file": file.file_name, "hash": file.file_hash, "rows": taken}
    record(actor, verb="headcount.import", target=f"setup_file:{code}", detail=detail)
    return taken


def _take(actor: Actor, file: SetupFile, row: FileRow) -> FileRow:
    try:
        shown = get_setup_for(actor, row.code, verb=VERB)
        given = _fill(row, shown, reason=_("นำเข้าจากไฟล์ %(name)s") % {"name": file.file_name})
        submit_setup(actor, code=row.code, given=given, right=VERB)
    except ProngsaiError as error:
        return replace(row, refused=error.message or _("หน่วยงานนี้ไม่อยู่ในพื้นที่ของท่านแล้ว"))
    return replace(row, is_taken=True)


def _fill(row: FileRow, shown: SetupView, *, reason: str) -> Given:
    """Return the figures of a row; parts that the agency gave itself stay where they still fit."""
    latest = shown.latest
    services = [(part.label, part.number) for part in latest.services] if latest else []
    known = {division.id for division in list_divisions(shown.unit.id)}
    divisions = {
        part.division_id: part.number
        for part in (latest.divisions if latest else [])
        if part.division_id in known
    }
    if sum(number for _label, number in services) != row.contacts:
        services = [(_("ทุกบริการรวมกัน"), row.contacts)] if row.contacts else []
    return Given(
        headcount=row.headcount,
        divisions=divisions if sum(divisions.values()) <= row.headcount else {},
        services=tuple(services),
        reason=reason,
        is_sure=True,
        revision=row.revision,
    )
