"""Tables of set-ups that were handed in, and what is known of the agencies that they may name."""

from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet

from prongsai.core.actor import Actor
from prongsai.core.errors import NotAllowed, NotFound
from prongsai.headcounts.models import SetupFile
from prongsai.headcounts.selectors.setups import list_confirmed, list_setups_for
from prongsai.headcounts.types import Doubt, FileRow, Standing
from prongsai.organizations.types.faults import Fault
from prongsai.organizations.types.imports import ImportAction
from prongsai.permissions.rules import can_anywhere

VERB = "headcount.import"
NEWEST = ("code", "name_th", "set_up__latest__headcount", "set_up__latest__contacts")


def list_standings_for(actor: Actor, *, year: int) -> dict[str, Standing]:
    """Return the agencies that ACTOR may hand in figures for, by code, in four queries."""
    rows = list_newest_for(actor, year=year)
    before = {each.unit_id: each for each in list_confirmed(year=year - 1)}
    found = rows.values_list(*NEWEST, "set_up__latest__number", "unit_id")
    return {
        code: Standing(name, headcount, contacts, number or 0, before.get(unit_id))
        for code, name, headcount, contacts, number, unit_id in found
    }


def list_newest_for(actor: Actor, *, year: int) -> QuerySet[Any]:
    """Return the agencies that ACTOR may hand in figures for, by code; NEWEST names the figures."""
    if not can_anywhere(actor, VERB):
        raise NotAllowed
    return list_setups_for(actor, year=year).order_by("code")


def get_file_for(actor: Actor, code: str, *, lock: bool = False) -> SetupFile:
    """Return a table that ACTOR handed in; nobody else's."""
    if not can_anywhere(actor, VERB):
        raise NotAllowed
    rows = SetupFile.objects.filter(code=code, user_id=actor.user_id)
    found = (rows.select_for_update(no_key=True) if lock else rows).first()
    if found is None:
        raise NotFound
    return found


def read_rows(file: SetupFile) -> list[FileRow]:
    return [_revive(kept) for kept in file.rows]


def keep_row(row: FileRow) -> dict[str, Any]:
    """Return a row as the table keeps it."""
    return asdict(row)


def _revive(kept: dict[str, Any]) -> FileRow:
    headcount, contacts = kept["before"]
    return FileRow(
        **{
            **kept,
            "action": ImportAction(kept["action"]),
            "before": (headcount, contacts),
            "doubts": tuple(Doubt(**each) for each in kept["doubts"]),
            "faults": tuple(Fault(**each) for each in kept["faults"]),
        }
    )
