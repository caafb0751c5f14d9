"""A simulated season looks like a real one and enters the database as the mixer leaves it."""

import io
import json
from collections import Counter

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from prongsai.demo.history import list_scored
from prongsai.demo.season.honest import DAYS, get_curve
from prongsai.demo.season.shapes import LEFT_OUT, read_forms
from prongsai.demo.season.simulate import simulate_season
from prongsai.demo.season.stuffing import STYLES
from prongsai.demo.tree import build_province
from prongsai.frameworks.gateways.packs import get_pack
from prongsai.surveys.selectors.receipts import find_receipt_release, list_findings, list_releases
from prongsai.surveys.selectors.sheets import list_sheets

BODIES = list_scored(build_province(2569))
FORMS = read_forms(get_pack("nacc-general-2569"))


def get_means(answers):
    """Return the mean score of every agency of one part."""
    points = np.full(answers.answers.shape, np.nan)
    for at, ranks in enumerate(answers.form.ranks):
        for level, choice in enumerate(ranks):
            points[answers.answers[:, at] == choice, at] = 100 * level / (len(ranks) - 1)
    person = np.nanmean(points, axis=1)
    sums = np.bincount(answers.agency, weights=person)
    return sums / np.maximum(np.bincount(answers.agency), 1)


@pytest.fixture(scope="module")
def season():
    return simulate_season(FORMS, BODIES * 4, seed=7, stuffed=0)


@pytest.mark.parametrize("part", ["IIT", "EIT1", "EIT2"])
def test_most_agencies_lie_near_the_ceiling_and_some_well_below(season, part):
    means = get_means(season.parts[part])

    assert ((means > 85) & (means <= 99)).mean() > 0.85
    assert (means < 90).mean() > 0.05
    assert 91 < means.mean() < 96


def test_people_leave_out_agree_and_repeat_themselves(season):
    answers = season.parts["IIT"]
    best = (answers.answers == answers.form.best).all(axis=1).mean()
    columns = np.where(answers.answers == LEFT_OUT, 4, answers.answers).astype(float)
    signs = np.where(answers.form.reversed, -1, 1)
    together = np.corrcoef((columns * signs).T)[np.triu_indices(columns.shape[1], 1)].mean()

    assert 0.15 < best < 0.4
    assert 0.002 < (answers.answers == LEFT_OUT).mean() < 0.03
    assert together > 0.2
    assert 0 < (answers.told == 1).mean() < 0.03


def test_season_ends_in_a_rush_and_rests_at_weekends():
    curve = get_curve()

    assert curve.argmax() >= DAYS - 3
    assert curve[5] < curve[4] / 2
    assert curve.sum() == pytest.approx(1, abs=1e-5)


def test_honest_season_holds_no_planted_answer(season):
    assert not season.plants
    assert not any(part.planted.any() for part in season.parts.values())


def test_same_seed_same_season():
    first, again = (simulate_season(FORMS, BODIES, seed=3) for _ in range(2))
    other = simulate_season(FORMS, BODIES, seed=4)

    for part, answers in first.parts.items():
        for column in ("answers", "told", "pace", "day", "kind", "planted"):
            assert np.array_equal(getattr(answers, column), getattr(again.parts[part], column))
    assert first.plants == again.plants
    assert not np.array_equal(first.parts["IIT"].answers, other.parts["IIT"].answers)


def test_every_style_is_planted_in_the_number_that_the_truth_names():
    season = simulate_season(FORMS, BODIES * 4, seed=5, stuffed=0.9)

    assert {plant.style for plant in season.plants} == set(STYLES)
    for plant in season.plants:
        answers = season.parts[plant.part]
        mine = answers.planted & (answers.agency == plant.agency)
        assert mine.sum() == plant.count
        assert plant.count == max(1, round(plant.share * plant.of))
    planted = sum(plant.count for plant in season.plants)
    assert sum(int(part.planted.sum()) for part in season.parts.values()) == planted


@pytest.fixture
def demo(settings, tmp_path, db):
    settings.DEMO, settings.VAR = True, tmp_path
    settings.DEMO_PASSWORD = "seasons of the demo 1"
    return tmp_path


def fetch(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def load():
    out = io.StringIO()
    call_command("demo", "load", "--season", stdout=out)
    return out.getvalue()


def test_season_is_stored_as_the_mixer_would_have_left_it(demo):
    said = load()
    sheets = list(list_sheets(fiscal_year=2569))

    assert f"{len(sheets)} answers of 91 agencies" in said
    assert list_findings() == []
    releases = list_releases()
    assert len(releases) == DAYS
    assert releases[-1].pending_count == 0
    assert fetch("SELECT sum(answers) FROM ledger.counts") == [(len(sheets),)]
    smallest = fetch(
        "SELECT min(n) FROM (SELECT count(*) n FROM answers.sheets WHERE release_id <"
        " (SELECT max(release_id) FROM answers.sheets) GROUP BY release_id, unit_id, part) g"
    )
    assert smallest[0][0] >= 10
    (code,) = fetch("SELECT code FROM receipts.leaves LIMIT 1")[0]
    assert find_receipt_release(code) is not None


def test_spent_codes_are_as_many_as_staff_answers(demo):
    load()
    staff = sum(sheet.part == "IIT" for sheet in list_sheets(fiscal_year=2569))

    assert fetch("SELECT count(*) FROM ledger.spent WHERE period = 0") == [(staff,)]
    assert fetch("SELECT count(*) FROM ledger.codes") == [(staff,)]


def test_truth_lies_in_a_file_and_names_what_was_planted(demo):
    load()
    truth = json.loads((demo / "demo_season_2569_truth.json").read_text(encoding="utf-8"))

    assert truth["plants"]
    assert {plant["style"] for plant in truth["plants"]} <= set(STYLES)
    assert {plant["part"] for plant in truth["plants"]} <= {"IIT", "EIT1"}


def test_second_load_of_a_season_is_refused_and_adds_nothing(demo):
    load()
    before = fetch("SELECT count(*) FROM answers.sheets")

    with pytest.raises(CommandError, match="คำตอบของปีนี้"):
        load()

    assert fetch("SELECT count(*) FROM answers.sheets") == before


def test_loaded_answers_depend_on_the_seed_only(demo):
    load()
    bag = Counter(
        (s.unit_id, s.part, s.answers, s.told, s.pace) for s in list_sheets(fiscal_year=2569)
    )

    bodies = build_province(2569)
    again = simulate_season(FORMS, list_scored(bodies), seed=2569)

    assert Counter(part for _, part, *_ in bag.elements()) == {
        part: len(answers) for part, answers in again.parts.items()
    }
    stored = Counter(row[2] for row in bag.elements())
    drawn = Counter(row.tobytes() for part in again.parts.values() for row in part.answers)
    assert stored == drawn


def test_season_without_a_framework_is_refused(demo):
    with pytest.raises(CommandError, match="2999"):
        call_command("demo", "load", "--season", "2999", stdout=io.StringIO())
