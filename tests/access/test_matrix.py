"""Every URL × every role, against the written matrix in tests/data/access.yaml.

A line of the matrix reads: for GET (or POST) of this address, these roles are let in; every other
role is answered with 403 or 404 (`otherwise`), the same roles of another place with 404, and
somebody who is not signed in is sent to sign in. A URL that is not in the matrix fails.
"""

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
LET_IN = {200, 204, 302, 303, 400, 405, 409, 422}


def test_every_address_is_in_the_matrix():
    assert {address.name for address in list_addresses()} == set(LINES)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield from build_world()


def expand(names: str | list[str]) -> set[str]:
    names = [names] if isinstance(names, str) else names
    return {role for name in names for role in GROUPS.get(name, [name])}


@pytest.mark.parametrize("name", sorted(LINES))
def test_address_lets_in_whom_the_matrix_says(name: str, world: World):
    line = LINES[name]
    for method in ("get", "post"):
        if method in line:
            check_method(world, name, method, line)


def check_method(world: World, name: str, method: str, line: dict[str, Any]) -> None:
    url = reverse(name, kwargs=world.arguments(line.get("args", {})))
    allowed = expand(line[method])
    if "public" in allowed:
        assert world.answer(None, method, url).status_code in LET_IN, f"{method} {url} public"
        return
    answer = world.answer(None, method, url)
    assert is_sent_to_sign_in(answer), f"{method} {url} lets a stranger in: {answer.status_code}"
    for role in Role:
        status = world.answer(world.insiders[role], method, url).status_code
        if role in allowed:
            assert status in LET_IN, f"{role} should {method} {url}, got {status}"
        else:
            assert status in {403, 404}, f"{role} should not {method} {url}, got {status}"
    check_outsiders(world, method, url, line, allowed)


def check_outsiders(
    world: World, method: str, url: str, line: dict[str, Any], allowed: set[str]
) -> None:
    """The same roles elsewhere must not even learn that the thing exists."""
    if not line.get("scoped"):
        return
    for role, outsider in world.outsiders.items():
        if role in allowed:
            status = world.answer(outsider, method, url).status_code
            assert status == 404, f"{role} of another place got {status} from {method} {url}"


def is_sent_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and "/accounts/login/" in answer["Location"]
