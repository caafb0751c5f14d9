"""Checking an uploaded table of units: read, compared row by row, kept, nothing changed yet."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit import services as audit
from prongsai.core import clock, ids
from prongsai.core.actor import Actor
from prongsai.core.errors import Invalid
from prongsai.organizations.gateways.sheets.read import read_sheet
from prongsai.organizations.models import ImportBatch, ImportRow
from prongsai.organizations.rules.columns import HEADINGS
from prongsai.organizations.rules.headings import Headings, Key
from prongsai.organizations.rules.imports import judge_rows
from prongsai.organizations.rules.table import read_rows
from prongsai.organizations.selectors.imports import require_import
from prongsai.organizations.selectors.known import get_facts
from prongsai.organizations.types.faults import Fault
from prongsai.organizations.types.imports import ImportColumn, Sheet, TableRow, Verdict

BATCH = 2000
CODE_LENGTH = 10


@transaction.atomic
def check_file(
    actor: Actor, *, data: bytes, file_name: str, effective_on: date | None = None
) -> str:
    """Compare a table with what is known and return the code of the kept comparison.

    A file that is hostile or no table of units is refused whole, and nothing is kept of it.
    """
    require_import(actor)
    day = effective_on or clock.today()
    sheet = read_sheet(data, file_name=file_name)
    verdicts = judge_table(read_table(sheet), effective_on=day)
    batch = ImportBatch.objects.create(
        code=ids.new_code(CODE_LENGTH),
        file_name=file_name[-200:],
        file_hash=hashlib.sha256(data).hexdigest(),
        encoding=sheet.encoding,
        effective_on=day,
        user_id=actor.user_id,
        user_name=actor.name,
    )
    rows = [_make_row(batch, verdict) for verdict in verdicts]
    ImportRow.objects.bulk_create(rows, batch_size=BATCH)
    detail = {"file": batch.file_name, "hash": batch.file_hash, "rows": len(verdicts)}
    audit.record(actor, verb="unit.import_check", target=f"import:{batch.code}", detail=detail)
    return batch.code


def read_table(sheet: Sheet) -> list[TableRow]:
    """Return the rows of a sheet, whose headings must name the columns."""
    columns = require_columns(HEADINGS, sheet.rows[0], code=ImportColumn.CODE)
    return read_rows(sheet.rows, columns=columns)


def require_columns(known: Headings[Key], headings: Sequence[str], *, code: Key) -> dict[Key, int]:
    """Return where each column stands; refuse a table without CODE or with strange headings."""
    columns = known.find(headings)
    if code not in columns:
        raise Invalid(_("แถวแรกต้องเป็นหัวตาราง และต้องมีคอลัมน์ “รหัสหน่วยงาน”"), field="file")
    if twice := known.list_repeated(headings):
        raise Invalid(
            _("มีหัวตารางซ้ำ: %(names)s กรุณาลบให้เหลือคอลัมน์เดียว") % {"names": ", ".join(twice)},
            field="file",
        )
    if unknown := known.list_unknown(headings):
        raise Invalid(
            _("ไม่รู้จักหัวตาราง: %(names)s กรุณาแก้ตามแบบไฟล์ หรือลบคอลัมน์นั้น")
            % {"names": ", ".join(unknown[:10])},
            field="file",
        )
    return columns


def judge_table(rows: Sequence[TableRow], *, effective_on: date) -> list[Verdict]:
    return judge_rows(rows, get_facts(rows, effective_on=effective_on))


def revive_row(row: ImportRow) -> TableRow:
    """Return a kept row as it was read."""
    values: Mapping[str, str] = row.values["columns"]
    on = row.values["on"]
    return TableRow(row.number, row.unit_code, dict(values), date.fromisoformat(on) if on else None)


def _make_row(batch: ImportBatch, verdict: Verdict) -> ImportRow:
    row = verdict.row
    return ImportRow(
        batch=batch,
        number=row.number,
        # A code that cannot be one is shown by its fault.
        unit_code=row.code[:20],
        action=verdict.action,
        values={
            "columns": row.values,
            "on": row.on.isoformat() if row.on else None,
            "effective_on": verdict.on.isoformat(),
        },
        changes={column: list(change) for column, change in verdict.changes.items()},
        problems=[_keep_fault(fault) for fault in verdict.faults],
    )


def _keep_fault(fault: Fault) -> dict[str, object]:
    return {"column": fault.column, "code": fault.code, "facts": fault.facts}
