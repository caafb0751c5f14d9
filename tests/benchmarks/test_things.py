"""The pages are measured over all that the matrix names; a kept database opens it still."""

import json

import pytest

from benchmarks import nation, server, things
from prongsai.core import clock
from prongsai.core.thai_dates import fiscal_year
from prongsai.permissions.roles import Role
from tests.access.world import Place, build_world
from tests.factories.organizations import make_spec, make_units
from tests.factories.surveys import make_channel


def test_things_stand_for_all_that_the_matrix_names(db):
    world = build_world()
    agency = make_units(make_spec("L5", geography="A1", name_th="อบต. ข้างเคียง"))["L5"]
    make_channel(agency, fiscal_year=fiscal_year(clock.today()))
    province = world.people[Role.GOVERNOR].actor.unit_id
    place = Place("L5", agency, "P1", province)

    made = things.make_things(world.people, place, ["L5"], number=2)

    assert set(world.things) <= set(made)


@pytest.fixture
def kept(tmp_path):
    """Return the folder of a database that was just loaded."""
    key = tmp_path / "keys" / "pressure" / "1.key"
    key.parent.mkdir(parents=True)
    key.write_bytes(b"private half")
    (tmp_path / "things.json").write_text("{}")
    ground = nation.describe_ground(tmp_path)
    (tmp_path / "ground.json").write_text(json.dumps(ground))
    return tmp_path


def test_what_was_kept_is_used_again_though_keys_were_added(kept):
    (kept / "keys" / "pressure" / "2.key").write_bytes(b"another")

    assert nation.rests_on(kept / "ground.json", kept)


@pytest.mark.parametrize("lost", ["ground.json", "things.json", "keys/pressure/1.key"])
def test_what_was_kept_without_its_keys_or_things_is_loaded_again(kept, lost):
    (kept / lost).unlink()

    assert not nation.rests_on(kept / "ground.json", kept)


def test_what_was_kept_with_other_keys_is_loaded_again(kept):
    (kept / "keys" / "pressure" / "1.key").write_bytes(b"of another folder")

    assert not nation.rests_on(kept / "ground.json", kept)


def test_the_settings_of_another_installation_do_not_reach_a_benchmark():
    environ = {"PATH": "/bin", "PRONGSAI_PRESSURE_KEYS": "/elsewhere"}

    assert server.leave_out_settings(environ) == {"PATH": "/bin"}
