"""Other limits: tried first, in force by a second person, and never changed again."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from prongsai.approvals.selectors import explain
from prongsai.approvals.services.requests import approve
from prongsai.audit.models import Entry
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.integrity.gateways import read_thresholds
from prongsai.integrity.models import Run, ThresholdsVersion
from prongsai.integrity.selectors.limits import list_effects
from prongsai.integrity.selectors.thresholds import (
    find_thresholds,
    get_thresholds,
    list_thresholds,
    to_thresholds,
)
from prongsai.integrity.services.runs import compute_run, repeat_run, request_run
from prongsai.integrity.services.thresholds import (
    fail_trial,
    propose_thresholds,
    request_thresholds,
    try_thresholds,
)
from prongsai.integrity.types import VersionState
from tests.factories.integrity import make_old_thresholds

SHIPPED = read_thresholds()


def change(**numbers):
    return {**SHIPPED.numbers, **numbers}


def propose(person, **numbers):
    numbers = numbers or {"identical_surprise": 3.0, "identical_least": 12.0}
    return propose_thresholds(person.actor, numbers=change(**numbers), reason="ปีก่อนพลาดไปมาก")


def put_in_force(affair, **numbers):
    row = propose(affair.owner, **numbers)
    try_thresholds(row.pk)
    request = request_thresholds(affair.owner.actor, draft_id=row.pk)
    approve(affair.second.actor, request_id=request.id)
    row.refresh_from_db()
    return row


def test_two_people_put_other_limits_in_force(affair):
    row = put_in_force(affair)

    assert (row.version, row.state) == (SHIPPED.version + 1, VersionState.IN_FORCE)
    assert (row.proposed_by_id, row.approved_by_id) == (
        affair.owner.user.pk,
        affair.second.user.pk,
    )
    now = get_thresholds()
    assert (now.version, now.hash) == (row.version, row.hash)
    assert now["identical_surprise"] == 3.0
    assert now["near_surprise"] == SHIPPED["near_surprise"]
    verbs = Entry.objects.filter(target=f"thresholds:{row.pk}").values_list("verb", flat=True)
    assert list(verbs.order_by("id")) == [
        "integrity.try_thresholds",
        "integrity.propose_thresholds",
        "integrity.thresholds",
    ]


def test_the_same_person_cannot_do_both(affair):
    row = propose(affair.owner)
    try_thresholds(row.pk)
    request = request_thresholds(affair.owner.actor, draft_id=row.pk)

    with pytest.raises(Exception, match="อนุมัติเองไม่ได้"):
        approve(affair.owner.actor, request_id=request.id)

    assert get_thresholds().hash == SHIPPED.hash


def test_trial_counts_agencies_under_both_versions(affair):
    row = propose(affair.owner)

    try_thresholds(row.pk)

    row.refresh_from_db()
    assert row.effect["year"] == 2569
    assert (row.effect["agencies"], row.effect["answers"]) == (1, 40)
    old, new = row.effect["by_flag"]
    assert row.effect["after"] - row.effect["before"] == row.effect["gained"] - row.effect["lost"]
    assert new.get("identical", 0) >= old.get("identical", 0)
    assert row.effect["uncounted"] == ["fast", "told", "burst", "network"]
    assert ("คำตอบมาจากเครือข่ายเดียว", None, None) in list_effects(row.effect)


def test_trial_is_made_once_and_may_fail(affair):
    row = propose(affair.owner)
    fail_trial(row.pk)

    try_thresholds(row.pk)

    row.refresh_from_db()
    assert (row.state, row.effect) == (VersionState.FAILED, {})
    with pytest.raises(Conflict):
        request_thresholds(affair.owner.actor, draft_id=row.pk)


def test_reports_keep_the_version_that_they_were_made_with(affair):
    first = request_run(affair.owner.actor, fiscal_year=2569)
    row = put_in_force(affair)
    compute_run(first.pk)
    second = request_run(affair.owner.actor, fiscal_year=2569)
    compute_run(second.pk)

    runs = Run.objects.filter(pk__in=[first.pk, second.pk]).order_by("id")
    assert [run.thresholds_hash for run in runs] == [SHIPPED.hash, row.hash]
    assert [run.state for run in runs] == ["done", "done"]


def test_two_drafts_cannot_both_follow_the_same_version(affair):
    late = propose(affair.owner, burst_share=0.6)
    try_thresholds(late.pk)
    request = request_thresholds(affair.owner.actor, draft_id=late.pk)
    put_in_force(affair)

    with pytest.raises(Conflict, match="ฉบับใหม่"):
        approve(affair.second.actor, request_id=request.id)

    late.refresh_from_db()
    assert late.version is None


def test_versions_are_never_changed_and_never_deleted(affair):
    row = put_in_force(affair)

    for query in (
        ThresholdsVersion.objects.filter(pk=row.pk).update,
        ThresholdsVersion.objects.filter(pk=row.pk).delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            query(**({"reason": "-"} if query.__name__ == "update" else {}))
    draft = propose(affair.owner, burst_share=0.6)
    with pytest.raises(DatabaseError), transaction.atomic():
        ThresholdsVersion.objects.filter(pk=draft.pk).update(numbers=change(burst_share=0.2))


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"burst_share": 0.01}, "burst_share"),
        ({"identical_surprise": 40.0}, "identical_surprise"),
        ({"least_respondents": 1.0}, "least_respondents"),
        ({"burst_share": SHIPPED["burst_share"]}, None),
    ],
)
def test_limits_outside_of_what_is_sensible_are_refused(affair, numbers, field):
    with pytest.raises(Invalid) as caught:
        propose(affair.owner, **numbers)

    assert caught.value.field == field
    assert not ThresholdsVersion.objects.exists()


@pytest.mark.parametrize("who", ["office", "governor", "admin"])
def test_others_propose_nothing(affair, who):
    with pytest.raises(NotFound):
        propose(getattr(affair, who))


def test_approver_reads_old_and_new_numbers_and_what_they_do(affair):
    row = propose(affair.owner)
    try_thresholds(row.pk)
    request = request_thresholds(affair.owner.actor, draft_id=row.pk)

    lines = {line.label: (line.before, line.text) for line in explain(request).lines}

    assert lines["แบบตอบเหมือนกันทุกข้อ: โอกาสที่เกิดขึ้นเอง"][1] == "1 ใน 1,000"
    assert lines["แบบตอบเหมือนกันทุกข้อ: จำนวนชุดอย่างน้อย"] == ("3 ชุด", "12 ชุด")
    assert "จาก 1 หน่วยงาน" in lines["ผลเมื่อลองกับคำตอบล่าสุด"][1]
    assert lines["เหตุผล"] == (None, "ปีก่อนพลาดไปมาก")


def test_every_version_is_found_by_number_and_by_hash(affair):
    row = put_in_force(affair)

    assert [each.version for each in list_thresholds()] == [SHIPPED.version + 1, 3, 2, 1]
    assert find_thresholds(row.version, digest=row.hash).source == "ปีก่อนพลาดไปมาก"
    assert find_thresholds(1).hash == read_thresholds(1).hash
    assert find_thresholds(1, digest=row.hash) is None
    assert find_thresholds(99) is None


def test_command_shows_versions_and_tries_without_keeping_anything(affair, capsys):
    call_command("integrity", "versions")
    call_command("integrity", "limits", "1")
    call_command("integrity", "try", "identical_surprise=3")
    out = capsys.readouterr().out

    assert SHIPPED.hash in out
    assert json.loads(out[out.rindex("\n{") :])["agencies"] == 1
    assert not ThresholdsVersion.objects.exists()
    for wrong in ("identical_surprise=99", "nothing=1", "burst_share=x"):
        with pytest.raises(CommandError):
            call_command("integrity", "try", wrong)


def test_older_versions_keep_the_formulas_that_they_were_made_for(affair):
    make_old_thresholds(SHIPPED.version)

    assert get_thresholds().method == 2
    assert SHIPPED.method == 3
    assert [each.version for each in list_thresholds()] == [SHIPPED.version, 2, 1]
    # Others start from the numbers of today's formulas, and are computed with these.
    row = propose(affair.owner, burst_share=0.7)
    assert to_thresholds(row).method == SHIPPED.method
    assert row.numbers["near_surprise"] == SHIPPED["near_surprise"]


def test_old_report_is_computed_again_with_its_own_version(affair):
    run = request_run(affair.owner.actor, fiscal_year=2569)
    compute_run(run.pk)
    put_in_force(affair, identical_surprise=9.0)
    out = io.StringIO()

    call_command("integrity", "repeat", str(run.pk), stdout=out)

    told = json.loads(out.getvalue())
    assert told["thresholds"] == SHIPPED.version
    assert told["same_answers"] is True
    assert told["different"] == []
    _, different = repeat_run(affair.finding.run_id)
    assert different
