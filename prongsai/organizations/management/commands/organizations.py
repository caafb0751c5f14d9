"""`prongsai organizations import FILE`: agencies from a CSV or XLSX file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from prongsai.core.actor import SYSTEM
from prongsai.core.errors import ProngsaiError
from prongsai.core.thai_dates import parse_thai_date
from prongsai.organizations.selectors.imports import (
    count_actions,
    get_import_for,
    list_import_rows,
    read_faults,
)
from prongsai.organizations.services.checks import check_file
from prongsai.organizations.services.imports import apply_import
from prongsai.organizations.services.undo import undo_import
from prongsai.organizations.types.imports import ImportAction, ImportColumn


class Command(BaseCommand):
    help = "Imports agencies from a CSV or XLSX file, or takes an import back."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        take = actions.add_parser("import", help="compare a file, then take it over")
        take.add_argument("file", type=Path)
        take.add_argument("--dry-run", action="store_true", help="compare only, keep nothing")
        take.add_argument("--skip-errors", action="store_true", help="take over the other rows")
        take.add_argument("--on", type=parse_thai_date, help="day from which changes hold")
        take.add_argument("--json", action="store_true", help="answer as JSON")
        undo = actions.add_parser("undo", help="take an import back")
        undo.add_argument("code")
        undo.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["action"] == "undo":
                undo_import(SYSTEM, code=options["code"], reason=options["reason"])
                self.stdout.write(options["code"])
            else:
                self._import(options)
        except ProngsaiError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(str(error)) from error

    def _import(self, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        with transaction.atomic():
            code = check_file(
                SYSTEM, data=file.read_bytes(), file_name=file.name, effective_on=options["on"]
            )
            answer = describe(code)
            refused = bool(answer["errors"]) and not options["skip_errors"]
            answer["taken"] = 0
            if options["dry_run"] or refused:
                transaction.set_rollback(True)
                answer["code"] = None
            elif answer["counts"]["create"] or answer["counts"]["change"]:
                answer["taken"] = apply_import(SYSTEM, code=code)
        self.stdout.write(
            json.dumps(answer, ensure_ascii=False) if options["json"] else _say(answer)
        )
        if refused:
            raise CommandError("Nothing was changed.", returncode=1)


def describe(code: str) -> dict[str, Any]:
    """Return a comparison as plain values."""
    batch = get_import_for(SYSTEM, code)
    rows = list_import_rows(batch).exclude(action=ImportAction.SAME)
    faults = [
        {
            "row": row.number,
            "column": str(ImportColumn(fault.column).label),
            "problem": fault.problem,
            "fix": fault.fix,
        }
        for row in rows
        for fault in read_faults(row)
    ]
    changes = [
        {"row": row.number, "unit": row.unit_code, "action": row.action, "changes": row.changes}
        for row in rows
        if not row.problems
    ]
    return {"code": code, "counts": count_actions(batch), "errors": faults, "changes": changes}


def _say(answer: dict[str, Any]) -> str:
    lines = [
        f"{fault['row']}\t{fault['column']}\t{fault['problem']} – {fault['fix']}"
        for fault in answer["errors"]
    ]
    counts = "  ".join(
        f"{ImportAction(action).label}: {count:,}" for action, count in answer["counts"].items()
    )
    return "\n".join([*lines, counts, f"{answer['code'] or '-'}: {answer['taken']:,}"])
