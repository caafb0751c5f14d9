"""What is planted is found, honest seasons stay quiet, and the order of sheets says nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.integrity import make_bodies, to_columns
from prongsai.demo.names import Name
from prongsai.demo.season.shapes import read_forms
from prongsai.demo.season.simulate import simulate_season
from prongsai.demo.tree import Body
from prongsai.frameworks.gateways.packs import get_pack
from prongsai.integrity.gateways import list_versions, read_thresholds
from prongsai.integrity.rules.arrivals import count_flooded, measure_burst
from prongsai.integrity.rules.chances import (
    get_lower_bound,
    get_rank_surprise,
    get_surprise,
    get_tail,
)
from prongsai.integrity.rules.columns import Links
from prongsai.integrity.rules.copies import find_copies
from prongsai.integrity.rules.evidence import Sign, weigh_together
from prongsai.integrity.rules.habits import measure_fast
from prongsai.integrity.rules.repeats import find_near
from prongsai.integrity.rules.report import find_flags
from prongsai.integrity.types import Flag, FlagCode
from tests.factories.integrity import RANKS, make_columns

FORMS = read_forms(get_pack("nacc-general-2569"))
BODIES = [*make_bodies(500), *(Body(f"T{at}", Name("", ""), "town") for at in range(150))]
LIMITS = read_thresholds()


def simulate(**options):
    return simulate_season(FORMS, BODIES, seed=options.pop("seed", 11), **options)


def get_recall(season, code, *, least=20):
    """Return how many of the plants with at least LEAST sheets carry the flag."""
    found = find_flags(to_columns(season), limits=LIMITS)
    plants = [plant for plant in season.plants if plant.count >= least]
    hits = sum(
        any(flag.code == code for flag in found[plant.part].get(plant.agency, []))
        for plant in plants
    )
    return hits / len(plants)


@pytest.mark.parametrize(
    ("style", "code", "least"),
    [
        ("identical", "identical", 0.9),
        ("near", "near", 0.5),
        ("fast", "fast", 0.9),
        ("flood", "network", 0.5),
        ("campaign", "together", 0.7),
    ],
)
def test_a_fifth_of_planted_sheets_is_found(style, code, least):
    season = simulate(stuffed=0.2, styles=[style], shares=[0.2])

    assert get_recall(season, code) >= least


def test_honest_season_is_quiet():
    found = find_flags(to_columns(simulate(stuffed=0)), limits=LIMITS)

    assert sum(len(flags) for flags in found.values()) <= 0.012 * 3 * len(BODIES)


def test_order_of_sheets_says_nothing():
    parts = to_columns(simulate(stuffed=0.2, shares=[0.2]))
    chance = np.random.default_rng(1)
    mixed = {}
    for part, columns in parts.items():
        order = chance.permutation(len(columns.answers))
        mixed[part] = replace(
            columns,
            agency=columns.agency[order],
            answers=columns.answers[order],
            told=columns.told[order],
            pace=columns.pace[order],
        )

    found, again = (find_flags(each, limits=LIMITS) for each in (parts, mixed))

    assert any(found.values())
    assert [round_all(flags) for flags in found.values()] == [
        round_all(flags) for flags in again.values()
    ]


def round_all(flags):
    """Floating sums differ in the last digits with the order."""
    return {agency: [flag.as_json() for flag in each] for agency, each in sorted(flags.items())}


def test_small_surveys_are_never_looked_at():
    sheets = [[5, 0, 4, 1]] * 19 + [[3, 2, 4, 0]] * 200
    columns = make_columns([0] * 19 + [1] * 200, sheets)

    found = find_flags({"EIT1": columns}, limits=LIMITS)

    assert 0 not in found["EIT1"]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.tuples(*(st.sampled_from([*range(top), 255]) for top in (6, 6, 6, 2))),
        ),
        min_size=1,
        max_size=120,
    )
)
def test_flags_are_within_what_was_counted(rows):
    rows.sort()
    columns = make_columns([agency for agency, _ in rows], [sheet for _, sheet in rows])

    found = find_flags({"EIT1": columns}, limits=LIMITS)

    for agency, flags in found["EIT1"].items():
        assert columns.respondents[agency] >= LIMITS["least_respondents"]
        assert all(0 <= flag.counted <= flag.of for flag in flags)
        assert all(flag.measure >= flag.threshold for flag in flags)


def test_surprise_grows_with_the_count_and_falls_with_what_was_expected():
    counts = get_surprise(np.array([1, 5, 10, 40]), np.array([1.0, 1.0, 1.0, 1.0]))
    means = get_surprise(np.array([10, 10, 10]), np.array([0.1, 1.0, 20.0]))

    assert counts[0] == 0
    assert np.all(np.diff(counts) > 0)
    assert np.all(np.diff(means) < 0)


@pytest.mark.parametrize(
    ("counted", "of", "bound"), [(0, 20, 0.0), (5, 20, 0.1119), (10, 40, 0.1419)]
)
def test_lower_bound_is_that_of_wilson(counted, of, bound):
    found = get_lower_bound(np.array([float(counted)]), np.array([float(of)]))

    assert found[0] == pytest.approx(bound, abs=5e-4)


def test_burst_is_the_excess_over_everybodys_rhythm_and_never_the_last_rush():
    days = np.full((50, 20), 5)
    days[0, 3] += 100
    days[1, 19] += 100
    columns = make_columns(np.repeat(np.arange(50), 2), [[5, 0, 5, 1]] * 100, days=days)

    busiest, _, share = measure_burst(columns)

    assert busiest[0] == 105
    assert share[0] > 0.4
    assert share[1] < 0.1


def test_flood_counts_only_days_on_which_one_network_sent_most():
    links = Links(*(np.array(row) for row in ([0, 1, 1, 2], [5, 40, 40, 50], [0, 10, 30, 50])))
    columns = make_columns([0, 1, 2], [[5, 0, 5, 1]] * 3, links=links)

    assert count_flooded(columns, of_day=0.5).tolist() == [0, 30, 50]
    assert count_flooded(make_columns([0], [[5, 0, 5, 1]]), of_day=0.5) is None


def make_scattered():
    """Return eight agencies; the first has eight sheets around one that nobody handed in."""
    chance = np.random.default_rng(3)
    ranks = (*RANKS, *RANKS, *RANKS)
    honest = chance.integers(0, 6, (400, len(ranks)), np.uint8) % 2
    centre = np.array([4, 3, 2, 0] * 3, np.uint8)
    copies = np.repeat(centre[None], 8, axis=0)
    copies[np.arange(8), np.arange(8)] += 1
    answers = np.vstack([copies, honest])
    return centre, make_columns(np.repeat(np.arange(8), 51), answers, ranks=ranks)


def test_near_copies_are_found_around_a_sheet_that_nobody_handed_in():
    centre, columns = make_scattered()

    found = find_near(columns, least=4)

    assert (columns.answers[:8] != centre).any(axis=1).all()
    assert found.counted[0] == 8
    assert found.surprise[0] > 5
    assert found.surprise[1:].max() < 2


def test_version_two_keeps_its_formulas():
    _, columns = make_scattered()

    found = find_flags({"EIT1": columns}, limits=read_thresholds(2))

    [flag] = found["EIT1"][0]
    assert (flag.code, flag.counted, flag.of, flag.threshold) == ("near", 8, 51, 7.477)
    assert (flag.expected, flag.measure) == pytest.approx((0.0712, 11.8595), abs=1e-3)


def make_people(copies, *, agencies=60, size=60, seed=5):
    """Return agencies of independent people; COPIES are put over the last sheets of the first."""
    chance = np.random.default_rng(seed)
    ranks = (*RANKS[:3], *RANKS[:3], *RANKS[:3])
    mood = chance.normal(0, 0.6, (agencies * size, 1))
    below = np.clip(np.rint(chance.normal(-0.2, 0.6, (agencies * size, 9)) + mood), -5, 0)
    levels = (5 + below).astype(np.uint8)
    if len(copies):
        levels[size - len(copies) : size] = copies
    answers = np.array([[ranks[at][level] for at, level in enumerate(row)] for row in levels])
    return make_columns(np.repeat(np.arange(agencies), size), answers, ranks=ranks)


RARE = np.array([3, 5, 5, 4, 5, 3, 5, 5, 5])


def test_copies_of_a_rare_sheet_are_found_with_a_line_moved_here_and_there():
    copies = np.repeat(RARE[None], 8, axis=0)
    copies[np.arange(4), np.arange(4)] -= 1

    found = find_copies(make_people(copies), least=3)

    assert found.counted[0] >= 8
    assert found.expected[0] < 1
    assert found.surprise[0] > 6
    assert found.surprise[1:].max() < 2.699


def test_copies_of_a_sheet_that_many_hand_in_say_nothing():
    common = np.array([[5, 5, 5, 5, 4, 5, 5, 5, 5]] * 4)

    assert find_copies(make_people(common), least=3).surprise[0] < 2.699


def test_a_couple_is_no_copying():
    assert find_copies(make_people(RARE[None].repeat(2, axis=0)), least=2).surprise[0] < 2.699


def test_perfect_sheets_and_ticked_columns_are_no_copies():
    for sheet in ([5] * 9, [5, 0, 5, 5, 0, 5, 5, 0, 5]):
        columns = make_people(np.zeros((0, 9)))
        columns.answers[:20] = sheet

        assert find_copies(columns, least=3).surprise[0] < 2.699


def test_many_who_hurry_elsewhere_excuse_nobody():
    agency = np.repeat(np.arange(40), 50)
    pace = np.full(len(agency), 3, np.uint8)
    pace[::50] = 0
    alone = make_columns(agency, [[5, 0, 5, 1]] * len(agency), pace=pace.copy())
    for guilty in range(8):
        pace[guilty * 50 : guilty * 50 + 9] = 0
    among = make_columns(agency, [[5, 0, 5, 1]] * len(agency), pace=pace)

    _, usual, _, _ = measure_fast(alone, trimmed=True)
    counted, trimmed, surprise, _ = measure_fast(among, trimmed=True)
    _, masked, before, _ = measure_fast(among, trimmed=False)

    assert counted[:8].tolist() == [9] * 8
    assert trimmed[0] == pytest.approx(usual[20], abs=0.05)
    assert masked[0] > 2 * trimmed[0]
    assert surprise[0] > before[0] + 1


def test_several_weak_signs_count_together_and_one_alone_never():
    def sign(code, *surprise):
        nothing = np.zeros(3)
        return Sign(
            code, nothing, nothing, nothing, nothing, 9.0, surprise=np.array(surprise, float)
        )

    together = weigh_together(
        [
            sign(FlagCode.IDENTICAL, 1.5, 0, 30),
            sign(FlagCode.NEAR, 2.5, 0, 30),
            sign(FlagCode.FAST, 2.0, 0.9, 0.5),
            sign(FlagCode.BURST, 1.2, 0.9, 0.5),
        ],
        limit=3.0,
    )

    assert together.measure.tolist() == pytest.approx([1.5 + 1.0 + 0.2, 0, 0])
    assert together.to_flag(0).other == "near:2.5 fast:2.0 burst:1.2"
    assert together.to_flag(0).counted == 3


def test_what_respondents_said_in_private_is_no_part_of_the_evidence_taken_together():
    season = simulate(stuffed=0.3, styles=["coached"], shares=[0.2])
    found = find_flags(to_columns(season), limits=LIMITS)
    flags = [flag for part in found.values() for each in part.values() for flag in each]

    assert any(flag.code == "told" for flag in flags)
    assert not any("told" in flag.other for flag in flags)


def test_rank_is_taken_among_agencies_of_like_size():
    values = np.concatenate([np.linspace(0, 1, 200), np.linspace(5, 6, 200)])
    sizes = np.repeat([20, 400], 200)

    found = get_rank_surprise(values, sizes, np.full(400, True))

    assert found[199] == found[399] == pytest.approx(np.log10(200))
    assert found[200] == pytest.approx(0, abs=0.01)


def test_tail_of_a_normal_value():
    found = get_tail(np.array([-1.0, 1.2816, 2.3263, 60.0]))

    assert found[:3] == pytest.approx([0, 1, 2], abs=1e-3)
    assert found[3] > 100


def test_every_version_of_the_limits_says_what_it_rests_on():
    versions = [read_thresholds(number) for number in list_versions()]

    assert [each.version for each in versions] == list(range(1, len(versions) + 1))
    assert all(each.basis in {"S", "V", "I"} and each.source for each in versions)


def test_flag_survives_storage():
    flag = Flag("near", 4.0, 40, 0.1234, 6.5, 5.5)

    assert Flag(**flag.as_json()) == flag
