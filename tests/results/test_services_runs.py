"""A run is computed from what is stored, published by two people and never changed."""

import json
import zlib
from collections import Counter
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from prongsai.approvals.services.requests import approve
from prongsai.audit.models import Entry
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid, NotAllowed
from prongsai.frameworks.services.drafts import clone_framework
from prongsai.frameworks.services.freezing import propose_freeze
from prongsai.integrity.types import DiscardedShare
from prongsai.permissions.roles import Role
from prongsai.results.models import AgencyScore, MarkUpload, RunFile, ScoringRun, YearResult
from prongsai.results.selectors import inputs
from prongsai.results.selectors.runs import list_editions, read_archive, read_file
from prongsai.results.selectors.years import get_history_for
from prongsai.results.services.marks import store_marks
from prongsai.results.services.publication import propose_publication
from prongsai.results.services.runs import create_run, order_run, score_run
from prongsai.results.services.verification import verify_package
from prongsai.scoring.run import score_agency
from prongsai.surveys.selectors.sheets import list_sheets
from tests.results.packages.makers import make_agency
from tests.results.seasons import (
    FRAMEWORK,
    PACK,
    hand_in,
    make_marks,
    make_run,
    publish_run,
    release,
)

FULL = {"IIT": (40, 0), "EIT1": (30, 0), "EIT2": (20, 0)}


@pytest.fixture
def owners(db, make_person):
    return make_person(Role.COMMISSION_OWNER), make_person(Role.COMMISSION_OWNER)


@pytest.fixture
def season(place):
    """L1 all open, L2 with small counts, L3 with too few answers, L4 with marks only."""
    release(place.ids["L1"], FULL)
    release(place.ids["L2"], {**FULL, "IIT": (40, 2)})
    release(place.ids["L3"], {**FULL, "IIT": (4, 0)})
    hand_in(["L1", "L2", "L3", "L4"])
    return place


def get_scores(run):
    rows = AgencyScore.objects.filter(run=run).select_related("unit")
    return {row.unit.code: row for row in rows}


def read_tree(score):
    return json.loads(zlib.decompress(bytes(score.explanation)))


def test_scores_are_those_of_the_engine(season):
    scores = get_scores(make_run())
    people = {sheet: people for sheet, (people, _) in FULL.items()}

    expected = score_agency(PACK, make_agency("L1", people, framework=PACK))

    assert scores["L1"].total == round(float(expected.total), 2)
    assert scores["L1"].state == "provisional"
    assert scores["L1"].level == expected.grade.level.code
    assert set(scores["L1"].indicators) == {i.code for i in PACK.indicators}
    assert scores["L4"].total is None
    assert scores["L4"].state == "no result"
    assert scores["L4"].instruments == {"OIT": "100.00"}


def test_what_is_kept_of_small_groups_does_not_tell_them(season):
    scores = get_scores(make_run())

    assert set(scores["L3"].instruments) == {"IIT", "EIT", "OIT"}
    assert not {"1", "2", "3", "4", "5"} & set(scores["L3"].indicators)
    told = json.dumps(read_tree(scores["L3"]), ensure_ascii=False)
    iit = read_tree(scores["L3"])["children"][0]
    assert iit["withheld"] is True
    assert "children" not in iit
    assert read_tree(scores["L3"])["value"] == str(scores["L3"].total)
    assert "[2, 0, 0" not in told
    small = [n for n in scores["L3"].notices if "IIT" in n["th"] and "4" in n["th"]]
    assert not small
    first = read_tree(scores["L2"])["children"][0]["children"][0]
    assert first["withheld"] is True
    assert "children" not in first
    assert read_tree(scores["L1"])["children"][0]["children"][0]["children"]


def test_the_same_data_gives_the_same_names(season):
    first, second = make_run(), make_run()

    assert (first.number, second.number) == (1, 2)
    for name in ("framework_hash", "input_hash", "data_hash"):
        assert getattr(first, name) == getattr(second, name)
    hand_in(["L4"], mark="0")
    third = make_run()
    assert third.input_hash != first.input_hash
    assert third.data_hash != first.data_hash
    assert get_scores(third)["L4"].instruments == {"OIT": "0.00"}


def test_framework_frozen_here_is_scored_published_and_verified(place, owners, tmp_path):
    owner, second = owners
    ref = clone_framework(owner.actor, ref=FRAMEWORK, year=2571)
    approve(second.actor, request_id=propose_freeze(owner.actor, ref=ref).id)
    marks = make_marks(["L1", "L2"])
    store_marks(SYSTEM, framework="nacc-general-2571", data=marks, file_name="marks.csv")
    run = create_run(SYSTEM, framework="nacc-general-2571")
    assert score_run(SYSTEM, run_id=run.pk)
    publish_run(run, *owners)

    call_command("results", "export", "2571", str(tmp_path), stdout=None)
    report = verify_package(str(tmp_path))

    assert report.agrees
    assert report.agencies == 2
    assert report.facts.framework == "nacc-general-2571"


def test_published_open_data_verifies(season, owners, tmp_path):
    run = publish_run(make_run(), *owners)

    call_command("results", "export", "2569", str(tmp_path), stdout=None)
    report = verify_package(str(tmp_path))

    assert report.agrees
    assert report.agencies == 4
    assert dict(report.depths) == {"answers": 2, "indicators": 1, "instruments": 1}
    assert report.facts.data_hash == run.data_hash
    assert b"".join(read_file(run, "items.csv")) == (tmp_path / "items.csv").read_bytes()


def test_publication_takes_a_second_person_and_makes_a_new_version(season, owners):
    asker, approver = owners
    run = make_run()
    asked = propose_publication(asker.actor, run_id=run.pk)
    assert not YearResult.objects.exists()
    with pytest.raises(NotAllowed):
        approve(asker.actor, request_id=asked.id)

    approve(approver.actor, request_id=asked.id)

    rows = YearResult.objects.filter(run=run)
    assert rows.count() == 4
    _, years = get_history_for(approver.actor, "L1")
    assert [(y.fiscal_year, y.total) for y in years] == [(2569, get_scores(run)["L1"].total)]
    assert list(list_editions()) == [run]
    with pytest.raises(Conflict):
        propose_publication(asker.actor, run_id=run.pk)

    hand_in(["L1"], mark="0")
    second = publish_run(make_run(), *owners)
    assert YearResult.objects.filter(version=2).count() == 4
    assert YearResult.objects.filter(run=run, version=1).count() == 4
    _, years = get_history_for(approver.actor, "L1")
    assert [y.total for y in years] == [get_scores(second)["L1"].total]
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"score.marks", "score.order", "score.done", "results.publish"} <= verbs


def test_an_older_run_is_not_published_after_a_newer_one(season, owners):
    older, newer = make_run(), make_run()
    publish_run(newer, *owners)

    with pytest.raises(Conflict):
        propose_publication(owners[0].actor, run_id=older.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE results_agencyscore SET total = 100",
        "DELETE FROM results_agencyscore",
        "UPDATE results_scoringrun SET data_hash = 'x'",
        "DELETE FROM results_scoringrun",
        "UPDATE results_runfile SET content = ''",
        "UPDATE results_unitmarks SET items = '{}'",
        "UPDATE results_publication SET approved_by_name = 'x'",
        "UPDATE results_yearresult SET total = 1",
    ],
)
def test_the_database_keeps_what_was_scored(season, owners, statement):
    publish_run(make_run(), *owners)

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_only_the_commission_orders_and_each_framework_once_at_a_time(season, make_person, owners):
    chief = make_person(Role.DISTRICT_CHIEF, season.ids["A1"])
    for act in (
        lambda: order_run(chief.actor, framework=FRAMEWORK),
        lambda: store_marks(chief.actor, framework=FRAMEWORK, data=b"", file_name="x"),
        lambda: propose_publication(chief.actor, run_id=1),
    ):
        with pytest.raises(NotAllowed):
            act()

    run_id = order_run(owners[0].actor, framework=FRAMEWORK)
    with pytest.raises(Conflict):
        order_run(owners[0].actor, framework=FRAMEWORK)
    assert score_run(SYSTEM, run_id=run_id) is True
    assert score_run(SYSTEM, run_id=run_id) is False
    with pytest.raises(Invalid):
        create_run(SYSTEM, framework="nacc-general-1999")


def test_a_run_without_anything_or_with_strange_answers_fails_and_says_so(place):
    empty = create_run(SYSTEM, framework=FRAMEWORK)
    assert score_run(SYSTEM, run_id=empty.pk) is False
    release(place.ids["L1"], {"IIT": (12, 0)})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE answers.sheets SET answers = '\\x07' || substr(answers, 2)")
    strange = create_run(SYSTEM, framework=FRAMEWORK)
    assert score_run(SYSTEM, run_id=strange.pk) is False

    states = ScoringRun.objects.values_list("state", "problem")
    assert {state for state, _ in states} == {"failed"}
    assert all(problem for _, problem in states)
    assert not AgencyScore.objects.exists()


BAD_FILES = [
    (b"", "1:"),
    (b"unit,o1\nL1,100", "1:"),
    (b"code,o1\nL1,101", "o1"),
    (b"code,o1\nL1,1e2", "o1"),
    (b"code,o99\nL1,100", "o99"),
    (b"code,o1,o1\nL1,100,0", "1:"),
    (b"code,o1\nL1,100\nL1,100", "row 3"),
    (b"code,o1\nL1", "row 2"),
    (b"code,i1\nL1,100", "i1"),
    (b"code,o1\nNOWHERE,100", "NOWHERE"),
    (b"\xff\xfe", "$"),
    (b'{"framework": "nacc-general-2564", "agencies": []}', "framework"),
    (b'{"framework": "nacc-general-2569", "agencies": [{"code": "L1", "total": "90"}]}', "total"),
    (b'{"framework": "nacc-general-2569", "agencies": [{"items": {}}]}', "agencies[0].code"),
]


@pytest.mark.parametrize(("data", "path"), BAD_FILES, ids=range(len(BAD_FILES)))
def test_a_file_of_marks_with_a_fault_is_refused_as_a_whole(place, data, path):
    with pytest.raises(Invalid) as refused:
        store_marks(SYSTEM, framework=FRAMEWORK, data=data, file_name="marks.csv")

    assert path in refused.value.message
    assert not MarkUpload.objects.exists()


def test_marks_in_json_are_taken_too(place):
    data = json.dumps(
        {"framework": FRAMEWORK, "agencies": [{"code": "L1", "items": {"o1": "100"}}]}
    ).encode()

    assert store_marks(SYSTEM, framework=FRAMEWORK, data=data, file_name="marks.json") == 1
    assert make_marks(["L1"]).startswith(b"code,o1")


def test_answers_left_out_after_due_process_do_not_count(season, monkeypatch):
    """Half of L1's internal answers are left out by a decision; the others are all the best."""
    whole = get_scores(make_run())["L1"]
    own = [s for s in list_sheets(fiscal_year=2569, unit_id=season.ids["L1"]) if s.part == "IIT"]
    worst = min({sheet.answers for sheet in own})
    gone = Counter(sheet for sheet in own if sheet.answers == worst)
    share = DiscardedShare(season.ids["L1"], 2569, "IIT", "rule", gone.total(), len(own))
    monkeypatch.setattr(inputs, "list_discarded", lambda **_: [share])
    monkeypatch.setattr(inputs, "list_discarded_sheets", lambda **_: gone)

    run = make_run()

    rows = [line for line in read_lines(run, "samples.csv") if line.startswith("L1,IIT")]
    assert rows == [f"L1,IIT,{len(own) - gone.total()}"]
    assert gone.total() == 20
    assert get_scores(run)["L1"].instruments["IIT"] != whole.instruments["IIT"]


def read_lines(run, path):
    return b"".join(read_file(run, path)).decode().splitlines()


def test_runs_from_before_archives_get_theirs(season):
    run = make_run()
    pieces = list(RunFile.objects.filter(run=run).exclude(path="package.zip").order_by("id"))
    older = ScoringRun.objects.get(pk=run.pk)
    older.pk, older.number = None, run.number + 1
    older.save(force_insert=True)
    for piece in pieces:
        piece.pk, piece.run = None, older
    RunFile.objects.bulk_create(pieces)

    import_module("prongsai.results.migrations.0004_archives").make_archives(apps, None)

    assert b"".join(read_archive(older)) == b"".join(read_archive(run)) != b""
    assert RunFile.objects.filter(run=run, path="package.zip").count() == 1
