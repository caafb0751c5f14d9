"""Call lists: imported, handed out; a case that ended by mistake is opened again."""

from collections import defaultdict
from collections.abc import Collection
from itertools import cycle

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.fieldwork.models import Agency, Case, Member
from prongsai.fieldwork.rules.call_lists import read_columns, read_rows
from prongsai.fieldwork.selectors.rounds import list_reopenable
from prongsai.fieldwork.services.rounds import lock_open_round, record_about
from prongsai.fieldwork.types import CallColumn, Disposition, Report
from prongsai.organizations.gateways.sheets.read import read_sheet
from prongsai.organizations.selectors.names import get_unit_names

CHUNK = 1000


@transaction.atomic
def import_cases(actor: Actor, *, round_id: int, data: bytes, file_name: str) -> Report:
    """Add every usable line of a call list; the report says what is wrong with the others."""
    one = lock_open_round(actor, round_id)
    rows = read_sheet(data, file_name=file_name).rows
    columns = read_columns(rows[0], words=_list_headings())
    if "agency" not in columns or not {"telephone", "place"} & set(columns):
        text = _("แถวแรกต้องมีหัวคอลัมน์ รหัสหน่วยงาน และ โทรศัพท์ หรือ สถานที่")
        raise Invalid(text, field="file")
    agencies = {row.unit_id: row for row in Agency.objects.filter(round=one)}
    names = get_unit_names(agencies)
    by_code = {names[unit_id].code: row for unit_id, row in agencies.items()}
    known = set(
        Case.objects.filter(agency__round=one)
        .exclude(telephone="")
        .values_list("telephone", flat=True)
    )
    good, faults = read_rows(rows, columns=columns, agencies=by_code.keys(), known=known)
    Case.objects.bulk_create(
        [
            Case(agency=by_code[row.agency_code], telephone=row.telephone, place=row.place)
            for row in good
        ],
        batch_size=CHUNK,
    )
    record_about(actor, one, "fieldwork.import_cases", added=len(good), faults=len(faults))
    return Report(len(good), tuple(faults))


@transaction.atomic
def assign_evenly(actor: Actor, *, round_id: int) -> int:
    """Hand out every case that nobody has, in turn, agency by agency; return how many."""
    one = lock_open_round(actor, round_id)
    people = list(
        Member.objects.filter(round=one).order_by("id").values_list("person_id", flat=True)
    )
    if not people:
        raise Invalid(_("ยังไม่มีพนักงานในรอบ ให้กำหนดพนักงานก่อน"))
    free = Case.objects.filter(agency__round=one, interviewer=None).order_by("agency_id", "id")
    given: defaultdict[int, list[int]] = defaultdict(list)
    for person_id, case_id in zip(cycle(people), free.values_list("id", flat=True), strict=False):
        given[person_id].append(case_id)
    for person_id, case_ids in given.items():
        Case.objects.filter(id__in=case_ids).update(interviewer_id=person_id)
    count = sum(map(len, given.values()))
    record_about(actor, one, "fieldwork.assign", cases=count)
    return count


@transaction.atomic
def assign_cases(actor: Actor, *, round_id: int, case_ids: list[int], person_id: int) -> int:
    """Give the chosen cases to one person of the round, who takes nothing of another back."""
    one = lock_open_round(actor, round_id)
    if not Member.objects.filter(round=one, person_id=person_id).exists():
        raise Invalid(_("เลือกผู้สัมภาษณ์ที่อยู่ในรอบนี้"), field="person")
    chosen = Case.objects.filter(agency__round=one, id__in=case_ids)
    count = chosen.update(interviewer_id=person_id, last=None)
    if not count:
        raise Invalid(_("เลือกรายชื่อที่จะมอบหมายก่อน"))
    record_about(actor, one, "fieldwork.assign", cases=count)
    return count


@transaction.atomic
def reopen_cases(actor: Actor, *, round_id: int, case_ids: Collection[int], reason: str) -> int:
    """Let cases be tried once more that ended by mistake; return how many, attempts stay counted.

    Never one with an interview: its answer cannot be told from the others and taken back.
    """
    one = lock_open_round(actor, round_id)
    cases = list(list_reopenable(one, case_ids).select_for_update(no_key=True))
    if not cases:
        raise Conflict(_("เปิดใหม่ได้เฉพาะรายที่ปิดไปโดยไม่มีการสัมภาษณ์"))
    was = {str(case.pk): case.disposition for case in cases}
    for case in cases:
        case.disposition, case.last = Disposition.REOPENED, None
    Case.objects.bulk_update(cases, ["disposition", "last"])
    record_about(actor, one, "fieldwork.reopen_cases", was=was, reason=reason)
    return len(cases)


def _list_headings() -> dict[str, str]:
    """Return which column a heading means, in either language."""
    words = {column.value: column.value for column in CallColumn}
    for language in ("th", "en"):
        with translation.override(language):
            words |= {str(column.label).lower(): column.value for column in CallColumn}
    return words
