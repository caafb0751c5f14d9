"""Whatever is reorganised in whatever order: no unit is lost, no circle closes, no past changes."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prongsai.core.actor import SYSTEM
from prongsai.core.errors import ProngsaiError
from prongsai.organizations.models import Unit, UnitRelation, UnitVersion
from prongsai.organizations.selectors.history import list_successors
from prongsai.organizations.selectors.scopes import get_scopes, list_ids_below
from prongsai.organizations.services.mergers import merge_units, split_unit
from prongsai.organizations.services.units import dissolve_unit, move_unit, rename_unit
from prongsai.organizations.types.units import Decision, RelationKind
from tests.factories.organizations import LONG_AGO, make_spec, make_units

pytestmark = pytest.mark.django_db

START = date(2024, 1, 1)
KINDS = RelationKind.values

# An act: what, which units (by number among all codes ever used), which tree, days since the last.
acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["move", "move", "move out", "merge", "merge new", "split", "rename", "end"]
        ),
        st.integers(0, 30),
        st.integers(0, 30),
        st.sampled_from(KINDS),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=14,
)


def get_state(day):
    """Return (names of the units that exist, parent by tree and child) on a day."""
    names = dict(UnitVersion.objects.on(day).values_list("unit__code", "name_th"))
    rows = UnitRelation.objects.on(day).values_list("kind", "child__code", "parent__code")
    parents = {}
    for kind, child, parent in rows:
        assert (kind, child) not in parents, "two parents at once"
        parents[kind, child] = parent
    return names, parents


def assert_sound(names, parents):
    for (kind, child), parent in parents.items():
        assert child in names, "a unit that is not there stands under something"
        assert parent in names, "something stands under a unit that is not there"
        steps, above = 0, parent
        while above is not None:
            assert above != child, "circle"
            above, steps = parents.get((kind, above)), steps + 1
            assert steps <= len(names), "circle further up"


def perform(act, codes, day, number):
    """Do one act and return the change it should make to the state."""
    what, first, second, kind, _ = act
    one, other = codes[first % len(codes)], codes[second % len(codes)]
    decision = Decision(day, "เหตุผล")
    if what == "rename":
        rename_unit(SYSTEM, code=one, name_th=f"ชื่อ {number}", name_en="", decision=decision)
        return lambda names, parents: names.update({one: f"ชื่อ {number}"})
    if what in {"move", "move out"}:
        target = other if what == "move" else ""
        move_unit(SYSTEM, code=one, kind=kind, parent_code=target, decision=decision)
        return lambda names, parents: put(parents, kind, one, target)
    if what == "end":
        dissolve_unit(SYSTEM, code=one, decision=decision)
        return lambda names, parents: remove(names, parents, {one})
    new = make_spec(f"N{number}")
    codes.append(new.code)
    if what == "split":
        split_unit(SYSTEM, code=one, parts=[new], decision=decision)
        return lambda names, parents: replace_unit(names, parents, one, new)
    into = new if what == "merge new" else other
    gone = [one, other] if what == "merge new" else [one]
    merge_units(SYSTEM, codes=gone, into=into, decision=decision)
    return lambda names, parents: merge_state(names, parents, set(gone), into)


def put(parents, kind, child, parent):
    if parent:
        parents[kind, child] = parent
    else:
        parents.pop((kind, child), None)


def remove(names, parents, gone):
    for code in gone:
        names.pop(code)
    for key in [key for key in parents if key[1] in gone]:
        parents.pop(key)


def replace_unit(names, parents, old, new):
    names[new.code] = new.name_th
    for kind, child in list(parents):
        if child == old:
            parents[kind, new.code] = parents[kind, child]
        elif parents[kind, child] == old:
            parents[kind, child] = new.code
    remove(names, parents, {old})


def merge_state(names, parents, gone, into):
    heir = into if isinstance(into, str) else into.code
    if heir not in names:
        names[heir] = into.name_th
    for (kind, child), parent in list(parents.items()):
        if parent in gone and child not in gone:
            if child == heir:
                while parent in gone:
                    parent = parents.get((kind, parent), "")
                put(parents, kind, child, parent)
            else:
                parents[kind, child] = heir
    remove(names, parents, gone)


def play(script):
    codes = list("ABCDEFGH")
    make_units(
        *(make_spec(code) for code in "ABC"),
        make_spec("D", line="A", geography="B"),
        make_spec("E", line="D", geography="D"),
        make_spec("F", line="D", supervision="E"),
        make_spec("G", geography="B"),
        make_spec("H", line="F"),
    )
    day, done = START, 0
    history = {LONG_AGO: get_state(LONG_AGO)}
    for number, act in enumerate(script):
        day += timedelta(days=act[-1])
        before = get_state(day)
        history[day - timedelta(days=1)] = get_state(day - timedelta(days=1))
        try:
            with transaction.atomic():
                change = perform(act, codes, day, number)
        except ProngsaiError:
            expected = before
        else:
            expected = (dict(before[0]), dict(before[1]))
            change(*expected)
            done += 1
        assert get_state(day) == expected
        for past, state in history.items():
            if past < day:
                assert get_state(past) == state, f"{past} changed"
        assert_sound(*expected)
    assert_nobody_lost(day)
    assert_above_and_below_agree(day)
    return done


def assert_nobody_lost(day):
    """Every code ever used still resolves: to units that exist, or it was dissolved."""
    dissolved = {
        part.unit_id
        for unit in Unit.objects.all()
        for part in unit.event_parts.filter(event__kind="dissolve")
    }
    ended_into = {
        unit.pk: {heir.id for heir in list_successors(unit.pk, on=day)}
        for unit in Unit.objects.all()
    }
    for unit_id, heirs in ended_into.items():
        assert heirs or unit_id in dissolved or is_dissolved_later(unit_id, dissolved)


def is_dissolved_later(unit_id, dissolved):
    """Return whether all heirs of an ended unit were dissolved in turn."""
    heirs = set(
        Unit.objects.filter(
            event_parts__part="successor",
            event_parts__event__parts__unit_id=unit_id,
            event_parts__event__parts__part="predecessor",
        ).values_list("pk", flat=True)
    ) - {unit_id}
    return bool(heirs) and all(
        heir in dissolved or is_dissolved_later(heir, dissolved) for heir in heirs
    )


def assert_above_and_below_agree(day):
    living = set(UnitVersion.objects.on(day).values_list("unit_id", flat=True))
    scopes = get_scopes(living, on=day)
    for unit_id in living:
        below = {other for other in living if unit_id in scopes[other].above} | {unit_id}
        assert set(list_ids_below(unit_id, on=day)) == below


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=acts)
def test_random_reorganisations_keep_the_tree_sound(script):
    with transaction.atomic():
        play(script)
        transaction.set_rollback(True)


def test_script_of_every_act_is_really_performed():
    script = [
        ("rename", 3, 0, "line", 1),
        ("move", 6, 0, "line", 1),
        ("split", 3, 0, "line", 1),
        ("merge new", 6, 7, "line", 1),
        ("merge", 1, 2, "line", 1),
        ("move out", 8, 0, "line", 1),
        ("end", 9, 0, "line", 1),
    ]

    assert play(script) == len(script)
