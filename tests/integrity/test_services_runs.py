"""A run reads what was released, finds what was planted there, and is then frozen."""

import io

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, NotFound
from prongsai.integrity.models import Finding, Run
from prongsai.integrity.selectors.seasons import read_parts
from prongsai.integrity.services.runs import (
    compute_run,
    fail_run,
    get_weight,
    request_run,
)
from prongsai.integrity.types import RunState
from prongsai.surveys.selectors.receipts import list_releases
from prongsai.surveys.selectors.sheets import list_sheets
from tests.factories.integrity import make_flag
from tests.factories.organizations import make_actor


@pytest.fixture
def season(settings, tmp_path, db):
    settings.DEMO, settings.VAR = True, tmp_path
    settings.DEMO_PASSWORD = "seasons of the demo 1"
    call_command("demo", "load", "--season", stdout=io.StringIO())


def test_season_of_the_demo_is_reported_and_repeats_to_the_digit(season):
    first = Run.objects.get()
    again = request_run(SYSTEM, fiscal_year=2569)
    compute_run(again.pk)
    again.refresh_from_db()

    def read(run):
        rows = Finding.objects.filter(run=run).order_by("unit_id", "part")
        return [(row.unit_id, row.part, row.flags, row.weight) for row in rows]

    assert first.state == again.state == RunState.DONE
    assert first.data_hash == list_releases()[-1].hash.hex()
    assert read(first) == read(again)
    assert read(first)
    sheets = list(list_sheets(fiscal_year=2569))
    counted = sum(part["respondents"] for part in first.summary["parts"].values())
    assert counted == len(sheets)
    known = {part: facts["networks"] for part, facts in first.summary["parts"].items()}
    assert known["EIT1"] > 0
    assert known["IIT"] is None or known["EIT2"] is None
    for finding in Finding.objects.filter(run=first):
        paces = [each for each in sheets if each.unit_id == finding.unit_id]
        paces = [each for each in paces if each.part == finding.part and each.pace is not None]
        assert finding.known["pace"] == len(paces)


def test_columns_hold_every_sheet_and_every_day(season):
    units, parts = read_parts(2569)
    sheets = [each for each in list_sheets(fiscal_year=2569) if each.part == "EIT1"]
    columns = parts["EIT1"]

    assert sorted(map(bytes, columns.answers)) == sorted(sheet.answers for sheet in sheets)
    assert columns.days.sum() == len(sheets)
    assert list(columns.respondents) == [
        sum(sheet.unit_id == unit for sheet in sheets) for unit in units
    ]


def test_ended_runs_and_findings_cannot_be_changed(affair):
    run = affair.finding.run

    for change in (
        lambda: Run.objects.filter(pk=run.pk).update(data_hash="1"),
        lambda: Finding.objects.update(weight=0),
        lambda: Finding.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_run_is_for_the_owner_one_at_a_time_and_only_with_answers(affair):
    with pytest.raises(NotFound):
        request_run(affair.office.actor, fiscal_year=2569)
    with pytest.raises(Conflict):
        request_run(affair.owner.actor, fiscal_year=2560)
    run = request_run(affair.owner.actor, fiscal_year=2569)
    with pytest.raises(Conflict):
        request_run(affair.owner.actor, fiscal_year=2569)

    fail_run(run.pk)

    assert request_run(make_actor("commission_owner"), fiscal_year=2569).state == RunState.QUEUED


def test_weight_does_not_tell_what_was_said_in_private():
    few, many = (make_flag("told", measure=share, threshold=0.045) for share in (0.05, 0.4))

    assert get_weight([few]) == get_weight([many]) == 1
    assert get_weight([few, make_flag("fast")]) > get_weight([make_flag("fast")])


def test_computing_twice_changes_nothing(affair):
    run = request_run(affair.owner.actor, fiscal_year=2569)
    compute_run(run.pk)
    found = Finding.objects.filter(run=run).count()

    compute_run(run.pk)

    assert Finding.objects.filter(run=run).count() == found
