"""`prongsai headcounts import FILE`: set-ups of many agencies from a CSV or XLSX file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from prongsai.core.actor import SYSTEM
from prongsai.core.errors import ProngsaiError
from prongsai.headcounts.selectors.files import get_file_for, read_rows
from prongsai.headcounts.services.files import check_file, take_rows
from prongsai.headcounts.types import FileColumn
from prongsai.organizations.types.imports import ImportAction


class Command(BaseCommand):
    help = "Sends the figures of many agencies to their executives; never confirms them."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        take = actions.add_parser("import", help="compare a file, then send its figures")
        take.add_argument("file", type=Path)
        take.add_argument("--dry-run", action="store_true", help="compare only, keep nothing")
        take.add_argument("--skip-errors", action="store_true", help="send the other rows")
        take.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            with transaction.atomic():
                code = check_file(SYSTEM, data=file.read_bytes(), file_name=file.name)
                answer = describe(code)
                refused = bool(answer["errors"]) and not options["skip_errors"]
                if options["dry_run"] or refused:
                    transaction.set_rollback(True)
                elif answer["counts"]["create"] or answer["counts"]["change"]:
                    taken = take_rows(SYSTEM, code=code)
                    answer = {**describe(code), "taken": taken}
        except (ProngsaiError, OSError) as error:
            raise CommandError(str(error)) from error
        text = json.dumps(answer, ensure_ascii=False) if options["json"] else _say(answer)
        self.stdout.write(text)
        if refused:
            raise CommandError("Nothing was changed.", returncode=1)


def describe(code: str) -> dict[str, Any]:
    """Return a comparison as plain values."""
    rows = read_rows(get_file_for(SYSTEM, code))
    counts = {action.value: sum(row.action is action for row in rows) for action in ImportAction}
    errors = [
        {"row": row.number, "column": str(FileColumn(fault.column).label), "problem": fault.text}
        for row in rows
        for fault in row.faults
    ]
    refused = [
        {"row": row.number, "column": row.code, "problem": row.refused}
        for row in rows
        if row.refused
    ]
    return {"counts": counts, "errors": errors, "refused": refused, "taken": 0}


def _say(answer: dict[str, Any]) -> str:
    found = [*answer["errors"], *answer["refused"]]
    lines = [f"{each['row']}\t{each['column']}\t{each['problem']}" for each in found]
    counts = "  ".join(
        f"{ImportAction(action).label}: {count:,}" for action, count in answer["counts"].items()
    )
    return "\n".join([*lines, counts, f"{answer['taken']:,}"])
