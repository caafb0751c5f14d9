"""Every page that can be opened with GET, for the roles that see the most.

Read from the matrix of addresses (tests/data/access.yaml), which the tests keep complete against
the URL configuration; benchmarks/things.py made the things that stand for the arguments.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import reverse

from tests.access.test_matrix import LINES, expand

# Who sees the most; "" is a citizen without an account.
MAIN = (
    "commission_owner",
    "department_centre",
    "province_coordinator",
    "district_chief",
    "agency_admin",
    "auditor",
    "",
)
# Pages about a unit: the agency's, and for who sees the most those of wider areas too.
AREAS = ("province_coordinator", "district_chief", "department_centre")


def main() -> None:
    """Print role and path of every page as JSON; the file of the things is the argument."""
    things = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(json.dumps(list(dict.fromkeys(list_pages(things)))))


def list_pages(things: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Yield role, path, and whether that role may find the page closed for that unit."""
    for name, line in LINES.items():
        if "get" not in line:
            continue
        wanted = line.get("args", {})
        paths = [write_path(name, wanted, things)]
        if "unit" in wanted.values():
            codes = dict.fromkeys(code for role in AREAS for code in things["seats"][role])
            paths += [write_path(name, wanted, {**things, "unit": code}) for code in codes]
        for place, role in enumerate(choose_roles(line["get"])):
            for path in paths if not place else paths[:1]:
                yield role, path, path != paths[0]


def write_path(name: str, wanted: dict[str, str], things: dict[str, Any]) -> str:
    return reverse(name, kwargs={key: things.get(value, value) for key, value in wanted.items()})


def choose_roles(allowed: str | list[str]) -> list[str]:
    """Return the main roles among those let in, or the first of them where none is."""
    names = expand(allowed)
    if "public" in names:
        return [""]
    return [role for role in MAIN if role in names] or sorted(names)[:1]
