"""Whoever watches every page, export and interface cannot see that one person more took part.

The country of the access matrix runs its surveys; somebody of every kind opens everything that
kind may open, then one more person answers, and everything is opened again. Nothing may differ: so
whatever is subtracted, of two days, two pages or two people's views, no group is smaller than the
threshold. Numbers are chosen between two steps; who happens to complete a step is one of ten.
"""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse

from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.services.divisions import add_division
from prongsai.permissions.roles import Role
from prongsai.surveys.models import Progress
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.lapses import lapse_codes
from prongsai.surveys.services.progress import refresh_progress
from tests.access.test_matrix import LINES, expand
from tests.access.world import FOUNDED, build_world
from tests.factories.setups import make_setup, put_counts
from tests.factories.surveys import make_channel
from tests.factories.tokens import make_members, make_round

WATCHERS = (
    Role.AGENCY_ADMIN,
    Role.DIVISION_CONTACT,
    Role.DISTRICT_CHIEF,
    Role.COMMISSION_OWNER,
    Role.AUDITOR,
)
# Secrets of the second factor, drawn anew at every request.
UNSTEADY = {"mfa_activate_totp", "mfa_add_webauthn"}
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": *"[^"]*"|nonce="[^"]*"'
)
READABLE = ("text/", "application/json", "application/yaml")


@pytest.fixture
def season(db, settings, tmp_path):
    """Surveys in full swing at one agency: links, divisions, slips, tokens, eight days."""
    settings.TOKENS_KEYS = str(tmp_path / "tokens")
    settings.SURVEYS_LEAST_GROUP = 10
    with time_machine.travel(clock.now(), tick=False):
        world = build_world()
        unit_id = world.people[Role.AGENCY_ADMIN].actor.grants[0].unit_id
        year, first = fiscal_year(clock.today()), clock.today() - timedelta(days=20)
        # A minimum of 111, which the 111 answers to IIT below reach between two steps.
        make_setup("L1", 1110, revision=1)
        links = [
            make_channel(unit_id, instrument=name, fiscal_year=year, opens_on=first, **fields)
            for name, fields in (
                ("IIT", {"label": "ทุกคน"}),
                ("EIT", {"label": "เว็บไซต์"}),
                ("EIT", {"label": "ช่อง 1", "kind": "counter"}),
                *(("IIT", make_division(number)) for number in range(3)),
            )
        ]
        for link in links:
            put_counts(link.id, dict.fromkeys(range(1, 9), 3))
            execute("INSERT INTO ledger.tallies VALUES (7, %s, 1)", link.id)
        put_counts(links[0].id, {9: 9})
        put_counts(links[1].id, {9: 3})
        execute("UPDATE ledger.tallies SET answers = 3 WHERE channel_id = %s", links[0].id)
        # Whatever the calendar of the world says: open, with a pace and weeks to be told.
        execute(
            "UPDATE surveys_channel SET opens_on = %s, closes_on = %s WHERE id = ANY(%s)",
            *(first, clock.today() + timedelta(days=60), [link.id for link in links]),
        )
        issue_codes(SYSTEM, channel_id=links[0].id, count=30)
        spend(13)
        make_members(unit_id, 30, year=year)
        world.round = make_round(unit_id, year=year).id
        fetch_tokens(world.round, 13)
        world.links = [link.id for link in links]
        refresh_progress()
        yield world


def make_division(number):
    division = add_division(SYSTEM, code="L1", name_th=f"กอง {number}", on=FOUNDED)
    return {"label": f"กอง {number}", "kind": "division", "division_id": division}


def execute(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def spend(count, table="spent"):
    execute(
        f"INSERT INTO ledger.{table} (hash, period) SELECT hash, 0 FROM ledger.codes"
        " WHERE hash NOT IN (SELECT hash FROM ledger.spent UNION SELECT hash FROM ledger.spends)"
        " ORDER BY hash LIMIT %s",
        count,
    )


def fetch_tokens(round_id, count):
    execute(
        "INSERT INTO tokens.issued (member_id, round_id, request, day)"
        " SELECT id, %s, sha256(email::bytea), %s FROM tokens_member m"
        " WHERE NOT EXISTS (SELECT FROM tokens.issued i WHERE i.member_id = m.id)"
        " ORDER BY id LIMIT %s",
        *(round_id, clock.today() - timedelta(days=1), count),
    )


def answer_today(world, count):
    for link in world.links:
        execute(
            "UPDATE ledger.tallies SET answers = answers + %s WHERE channel_id = %s", *(count, link)
        )


def answer_yesterday(world, count):
    day = clock.today() - timedelta(days=1)
    for link in world.links:
        execute(
            "UPDATE ledger.counts SET answers = answers + %s WHERE channel_id = %s AND day = %s",
            *(count, link, day),
        )


WAYS = {
    "an answer of today": answer_today,
    "an answer of yesterday": answer_yesterday,
    "a slip that was used": lambda world, count: spend(count, "spends"),
    "a token that was fetched": lambda world, count: fetch_tokens(world.round, count),
}


def look(world, *apps):
    """Return everything that every watcher reads: every page (of APPS), every table as a file."""
    seen = {}
    for name, line in LINES.items():
        if "get" not in line or name in UNSTEADY or (apps and not name.startswith(apps)):
            continue
        url = reverse(name, kwargs=world.arguments(line.get("args", {})))
        allowed = expand(line["get"])
        roles = [None] if "public" in allowed else [r for r in WATCHERS if r in allowed]
        for role in roles:
            client = world.insiders[role] if role else None
            page = seen[name, role, url] = read(world, client, url)
            if "export=csv" in page:
                seen[name, role, "csv"] = read(world, client, f"{url}?export=csv")
    return seen


def read(world, client, address):
    reply = world.answer(client, "get", address)
    if reply.streaming or not reply.headers.get("Content-Type", "").startswith(READABLE):
        return f"{reply.status_code}"
    return CHANGING.sub("", reply.content.decode())


def test_one_person_more_changes_nothing_that_anybody_sees(season):
    """Ten people more do: so the look is able to see."""
    before = look(season)
    assert len(before) > 300
    assert Progress.objects.filter(iit_answered=111).count() == 1
    boards = [page for key, page in before.items() if key[0] == "board:unit"]
    assert all("ถ้าคงอัตรานี้" in page and "รายสัปดาห์" in page for page in boards)

    for happen in WAYS.values():
        happen(season, 1)
    refresh_progress()
    after = look(season)
    assert {key for key in before if before[key] != after[key]} == set()

    for happen in WAYS.values():
        happen(season, 10)
    refresh_progress()
    crowd = look(season, "board:", "channels:", "tokens:")
    changed = {key[0] for key in crowd if before[key] != crowd[key]}
    assert changed >= {
        *("board:agencies", "board:unit", "channels:unit", "channels:codes", "tokens:unit"),
    }


@pytest.mark.parametrize("closed", [1, None], ids=["while others stay open", "with all others"])
def test_closing_does_not_tell_how_many_slips_were_used(season, closed):
    execute(
        "UPDATE surveys_channel SET opens_on = '2020-01-01', closes_on = '2020-01-02'"
        " WHERE id = ANY(%s)",
        season.links[:closed],
    )
    seen = []
    for more in (0, 1):
        place = transaction.savepoint()
        spend(more)
        assert lapse_codes() == 17 - more
        seen.append(look(season, "channels:", "board:"))
        line = Entry.objects.filter(verb="survey.lapse_codes").latest("pk")
        transaction.savepoint_rollback(place)

        assert line.detail == {"links": 1}
    assert seen[0] == seen[1]
