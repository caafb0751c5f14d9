"""Searching the trail: quick, complete, and only as far as the reader may see."""

from contextlib import nullcontext
from datetime import date, datetime

import pytest
import time_machine

from prongsai.audit.models import Entry
from prongsai.audit.selectors import lines
from prongsai.audit.services import record
from prongsai.audit.types.trail import Search
from prongsai.core.actor import Actor
from prongsai.core.clock import BANGKOK
from tests.factories.organizations import make_actor, make_unit

pytestmark = pytest.mark.django_db
AUDITOR = make_actor("auditor")


def write(name="สมหญิง", *, verb="unit.rename", target="unit:1", unit_id=None, at=None):
    actor = Actor(user_id=1, name=name)
    with time_machine.travel(at, tick=False) if at else nullcontext():
        record(actor, verb=verb, target=target, unit_id=unit_id)


def targets(actor=AUDITOR, **search):
    return [line.target for line in lines.search_lines(actor, Search(**search)).lines]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ({}, ["unit:3", "unit:2", "unit:1"]),
        ({"person": "สมชาย"}, ["unit:2"]),
        ({"verb": "unit.move"}, ["unit:3"]),
        ({"target": "unit:1"}, ["unit:1"]),
        ({"unit_id": 5}, ["unit:2"]),
        ({"person": "สมชาย", "verb": "unit.move"}, []),
    ],
)
def test_search_narrows(search, expected):
    write()
    write("สมชาย", target="unit:2", unit_id=5)
    write(verb="unit.move", target="unit:3")

    assert targets(**search) == expected


def test_search_takes_days_in_bangkok_with_both_ends():
    for number, moment in enumerate(
        [
            datetime(2026, 9, 29, 23, 59, 59, tzinfo=BANGKOK),
            datetime(2026, 9, 30, 0, 0, tzinfo=BANGKOK),
            datetime(2026, 9, 30, 23, 59, 59, 999_999, tzinfo=BANGKOK),
            datetime(2026, 10, 1, 0, 0, tzinfo=BANGKOK),
        ]
    ):
        write(target=f"unit:{number}", at=moment)

    day = date(2026, 9, 30)
    assert targets(first=day, last=day) == ["unit:2", "unit:1"]
    assert targets(first=date(2026, 10, 1)) == ["unit:3"]
    assert targets(last=date(2026, 9, 29)) == ["unit:0"]


def test_pages_go_back_and_forth_without_loss(monkeypatch):
    monkeypatch.setattr(lines, "PAGE", 3)
    same = datetime(2026, 3, 1, tzinfo=BANGKOK)
    for number in range(8):
        write(target=f"unit:{number}", at=same if number < 5 else None)

    seen, cursor = [], ""
    while True:
        found = lines.search_lines(AUDITOR, Search(), cursor=cursor)
        seen.append([line.target for line in found.lines])
        if not found.older:
            break
        cursor = found.older
    assert seen == [
        ["unit:7", "unit:6", "unit:5"],
        ["unit:4", "unit:3", "unit:2"],
        ["unit:1", "unit:0"],
    ]
    back = lines.search_lines(AUDITOR, Search(), cursor=found.newer)
    assert [line.target for line in back.lines] == seen[1]
    first = lines.search_lines(AUDITOR, Search(), cursor=back.newer)
    assert [line.target for line in first.lines] == seen[0]
    assert (first.newer, bool(first.older)) == ("", True)


@pytest.mark.parametrize("cursor", ["x", "o", "o1", "o-", "n1-x", "o" + "9" * 40 + "-1", "๑-๒"])
def test_nonsense_as_a_place_shows_the_first_page(cursor):
    write()

    assert len(lines.search_lines(AUDITOR, Search(), cursor=cursor).lines) == 1


def test_iterate_returns_everything_in_batches(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(lines, "BATCH", 3)
    for number in range(7):
        write(target=f"unit:{number}")

    with django_assert_num_queries(3):
        found = [line.target for line in lines.iterate_lines(AUDITOR, Search())]
    assert found == [f"unit:{number}" for number in reversed(range(7))]


def test_agency_sees_only_its_own_unit():
    own, other = make_unit("520101"), make_unit("520102")
    write(target="unit:own", unit_id=own)
    write("ผู้อื่น", target="unit:other", unit_id=other)
    [foreign] = Entry.objects.filter(target="unit:other")

    for role in ("agency_admin", "agency_executive"):
        actor = make_actor(role, own)
        assert targets(actor) == ["unit:own"]
        assert targets(actor, unit_id=other) == []
        assert lines.list_names(actor, "ผู้อื่น") == []
        assert lines.list_names(actor, "สม") == ["สมหญิง"]
        with pytest.raises(lines.NotFound):
            lines.get_line_for(actor, foreign.pk)
    assert lines.list_names(AUDITOR, "ผู้อื่น") == ["ผู้อื่น"]


@pytest.mark.parametrize("role", ["district_chief", "division_contact", "system_operator"])
def test_other_roles_see_nothing(role):
    own = make_unit("520101")
    write(unit_id=own)

    assert targets(make_actor(role, own)) == []
    assert targets(Actor(None, "")) == []


@pytest.mark.parametrize("part", ["%", "_", "\\", "  "])
def test_names_take_no_wildcards(part):
    write("สมหญิง")

    assert lines.list_names(AUDITOR, part) == []


def test_names_are_each_found_once():
    for name in ("ก สม", "ก สม", "ข", "ค สม"):
        write(name)

    assert lines.list_names(AUDITOR, "สม") == ["ก สม", "ค สม"]
