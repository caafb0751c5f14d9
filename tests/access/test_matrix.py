"""Every URL × every role, against the written matrix in tests/data/access.yaml.

A line of the matrix reads: GET (or POST) of this address lets these roles in; every other role is
answered with 403 or 404; with `scoped`, the same roles of another place get 404; and whoever is
not signed in is sent to sign in. A URL that is not in the matrix fails.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import reverse

from prongsai.permissions.roles import Role
from tests.access.addresses import list_addresses
from tests.access.world import World, build_world

MATRIX: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent.parent / "data" / "access.yaml").read_text(encoding="utf-8")
)
GROUPS: dict[str, list[str]] = MATRIX["groups"]
LINES: dict[str, dict[str, Any]] = MATRIX["addresses"]
LET_IN = {200, 204, 302, 303, 400, 401, 409, 422}


def test_every_address_is_in_the_matrix():
    assert {address.name for address in list_addresses()} == set(LINES)


def test_every_group_names_roles():
    assert {role for roles in GROUPS.values() for role in roles} <= {*Role}


def test_every_address_lets_in_whom_the_matrix_says(db):
    world = build_world()

    wrong = [
        complaint
        for name, line in LINES.items()
        for method in ("get", "post")
        if method in line
        for complaint in knock(world, name, method, line)
    ]

    assert not wrong, "\n".join(wrong)


def knock(world: World, name: str, method: str, line: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the answers to everybody who knocks at one door."""
    url = reverse(name, kwargs=world.arguments(line.get("args", {})))
    allowed = expand(line[method])
    stranger = world.answer(None, method, url)
    if "public" in allowed:
        if stranger.status_code not in LET_IN or is_sent_to_sign_in(stranger):
            yield f"{method} {url} is not public: {stranger.status_code}"
        return
    if not is_turned_away(stranger, line):
        yield f"{method} {url} answers a stranger with {stranger.status_code}"
    for role in Role:
        status = world.answer(world.insiders[role], method, url).status_code
        if status not in (LET_IN if role in allowed else {403, 404}):
            yield f"{method} {url} answers {role} with {status}"
    if line.get("scoped"):
        yield from knock_from_elsewhere(world, method, url, allowed)


def knock_from_elsewhere(world: World, method: str, url: str, allowed: set[str]) -> Iterator[str]:
    for role in sorted(allowed & set(world.outsiders)):
        status = world.answer(world.outsiders[role], method, url).status_code
        if status != 404:
            yield f"{method} {url} answers {role} of another place with {status}"


def expand(names: str | list[str]) -> set[str]:
    names = [names] if isinstance(names, str) else names
    return {role for name in names for role in GROUPS.get(name, [name])}


def is_turned_away(answer: Any, line: dict[str, Any]) -> bool:
    return answer.status_code == 404 if line.get("absent") else is_sent_to_sign_in(answer)


def is_sent_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize("name", sorted(LINES))
def test_line_says_who_may_do_something(name):
    assert {"get", "post"} & set(LINES[name]), f"{name} lets nobody in by no method"
