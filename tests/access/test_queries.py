"""Every page asks the database equally often, however much there is to list."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.addresses import choose_roles
from tests.access.test_matrix import LINES
from tests.access.world import World, build_world, grow_world

# More than any list looks ahead.
MORE = 3


def test_no_page_asks_more_often_for_more_rows(db):
    world = build_world()
    before = dict(count_all(world))

    grow_world(world, agencies=MORE)

    after = dict(count_all(world))
    grown = {page: (before[page], after[page]) for page in before if after[page] > before[page]}
    assert grown == {}


def count_all(world: World) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield role and address with the number of queries, for whoever sees the most of a page."""
    for name, line in LINES.items():
        if "get" not in line:
            continue
        url = reverse(name, kwargs=world.arguments(line.get("args", {})))
        for role in choose_roles(line["get"])[:1]:
            client = world.insiders[role] if role else Client()
            world.answer(client, "get", url)  # what is kept in memory is there from now on
            with CaptureQueriesContext(connection) as queries:
                world.answer(client, "get", url)
            yield (role, name), len(queries)
