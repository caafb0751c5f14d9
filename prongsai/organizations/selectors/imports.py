"""Files of agencies that were handed in, and their rows."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from prongsai.core.actor import Actor
from prongsai.core.errors import NotAllowed, NotFound
from prongsai.organizations.models import ImportBatch, ImportRow
from prongsai.organizations.types.faults import Fault
from prongsai.organizations.types.imports import ImportAction
from prongsai.permissions.rules import can


def require_import(actor: Actor) -> None:
    """Raise unless ACTOR may import at all."""
    if not can(actor, "unit.import"):
        raise NotAllowed(_("บัญชีของท่านไม่มีสิทธิ์นำเข้าหน่วยงาน"))


def list_imports_for(actor: Actor) -> QuerySet[ImportBatch]:
    """Return the files that were handed in, the latest first, with their counts."""
    require_import(actor)
    return ImportBatch.objects.order_by("-id").annotate(
        total=Count("rows"), taken=Count("rows", filter=Q(rows__applied=True))
    )


def get_import_for(actor: Actor, code: str) -> ImportBatch:
    batch = list_imports_for(actor).filter(code=code).first()
    if batch is None:
        raise NotFound(_("ไม่พบการนำเข้านี้"))
    return batch


def list_import_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(batch=batch).order_by("number")


def count_actions(batch: ImportBatch) -> dict[ImportAction, int]:
    """Return how many rows would do what."""
    counts = dict(list_import_rows(batch).order_by().values_list("action").annotate(Count("id")))
    return {action: counts.get(action.value, 0) for action in ImportAction}


def read_faults(row: ImportRow) -> list[Fault]:
    return [Fault(kept["column"], kept["code"], kept["facts"]) for kept in row.problems]
