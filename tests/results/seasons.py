"""Agencies with released answers and marks, scored and published."""

import csv
import io

from django.db import connection

from prongsai.approvals.services.requests import approve
from prongsai.core.actor import SYSTEM
from prongsai.frameworks.gateways.packs import get_pack
from prongsai.results.models import ScoringRun
from prongsai.results.services.marks import store_marks
from prongsai.results.services.publication import propose_publication
from prongsai.results.services.runs import create_run, score_run
from tests.results.packages.makers import answer

FRAMEWORK = "nacc-general-2569"
PACK = get_pack(FRAMEWORK)
RELEASE = 990_000


def release(unit_id, sheets):
    """Lay released answers down as the mixer does; {sheet: (people, how many of them stray)}."""
    rows = [
        (unit_id, sheet, bytes(row))
        for sheet, (people, stray) in sheets.items()
        for row in answer(PACK, sheet, people, stray=stray)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS answers.sheets_test PARTITION OF answers.sheets"
            " FOR VALUES IN (%s)",
            [RELEASE],
        )
        cursor.executemany(
            "INSERT INTO answers.sheets"
            " (release_id, unit_id, fiscal_year, framework, part, answers)"
            f" VALUES ({RELEASE}, %s, {PACK.fiscal_year}, '{FRAMEWORK}', %s, %s)",
            rows,
        )


def make_marks(codes, *, mark="100"):
    items = [item.code for item in PACK.get_instrument("OIT").all_items]
    file = io.StringIO()
    table = [[code, *[mark] * len(items)] for code in codes]
    csv.writer(file).writerows([["code", *items], *table])
    return file.getvalue().encode()


def hand_in(codes, *, mark="100"):
    data = make_marks(codes, mark=mark)
    return store_marks(SYSTEM, framework=FRAMEWORK, data=data, file_name="marks.csv")


def make_run():
    run = create_run(SYSTEM, framework=FRAMEWORK)
    assert score_run(SYSTEM, run_id=run.pk)
    return ScoringRun.objects.get(pk=run.pk)


def publish_run(run, asker, approver):
    asked = propose_publication(asker.actor, run_id=run.pk)
    approve(approver.actor, request_id=asked.id)
    return ScoringRun.objects.get(pk=run.pk)
