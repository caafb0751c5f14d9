"""`prongsai integrity limits | versions | try | repeat`: limits, what others flag, old reports."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from prongsai.core.errors import ProngsaiError
from prongsai.integrity.rules.effects import compare_limits
from prongsai.integrity.rules.limits import LIMITS, list_outside
from prongsai.integrity.selectors.seasons import read_parts
from prongsai.integrity.selectors.thresholds import (
    find_thresholds,
    get_thresholds,
    hash_numbers,
    list_thresholds,
)
from prongsai.integrity.services.runs import repeat_run
from prongsai.integrity.types import Thresholds
from prongsai.surveys.selectors.receipts import list_releases
from prongsai.surveys.selectors.sheets import find_latest_released_year


class Command(BaseCommand):
    """Reads and tries; putting limits in force takes two people in the browser."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        limits = actions.add_parser("limits", help="print a version, else the one in force")
        limits.add_argument("version", type=int, nargs="?")
        actions.add_parser("versions", help="list every version with its hash")
        trial = actions.add_parser("try", help="count what other limits would flag; keeps nothing")
        trial.add_argument("changes", nargs="+", metavar="NAME=NUMBER")
        trial.add_argument("--year", type=int)
        again = actions.add_parser("repeat", help="compute a report again with its own version")
        again.add_argument("run", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_do_{options['action']}")(options)

    def _do_versions(self, options: dict[str, Any]) -> None:
        for each in list_thresholds():
            self.stdout.write(f"{each.version}  {each.hash}")

    def _do_limits(self, options: dict[str, Any]) -> None:
        wanted = options["version"]
        found = get_thresholds() if wanted is None else find_thresholds(wanted)
        if found is None:
            raise CommandError(f"No version {wanted}.")
        told = {"version": found.version, "hash": found.hash, "numbers": found.numbers}
        self.stdout.write(json.dumps(told, indent=1))

    def _do_try(self, options: dict[str, Any]) -> None:
        year = options["year"] or find_latest_released_year()
        if year is None:
            raise CommandError("No answers have been released yet.")
        now = get_thresholds()
        numbers = {**now.numbers, **dict(_read(change) for change in options["changes"])}
        outside = list_outside(numbers)
        if outside:
            bounds = ", ".join(f"{each.name} {each.least:g} to {each.most:g}" for each in outside)
            raise CommandError(f"Outside of what is sensible: {bounds}.")
        new = Thresholds(0, "", "", numbers, hash_numbers(numbers))
        _units, parts = read_parts(year)
        effect = compare_limits(parts, old=now, new=new)
        self.stdout.write(json.dumps({"year": year, **effect}, indent=1))

    def _do_repeat(self, options: dict[str, Any]) -> None:
        try:
            run, different = repeat_run(options["run"])
        except ProngsaiError as error:
            raise CommandError(error.message) from error
        told = {
            "run": run.pk,
            "year": run.fiscal_year,
            "thresholds": run.thresholds_version,
            "same_answers": run.data_hash == list_releases()[-1].hash.hex(),
            "different": different,
        }
        self.stdout.write(json.dumps(told, indent=1))


def _read(change: str) -> tuple[str, float]:
    name, _, number = change.partition("=")
    if name not in {limit.name for limit in LIMITS}:
        raise CommandError(f"No limit is called {name}.")
    try:
        return name, float(number)
    except ValueError:
        raise CommandError(f"{number} is no number.") from None
