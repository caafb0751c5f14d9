"""`prongsai season load | travel | status`."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import ProngsaiError
from prongsai.core.thai_dates import fiscal_year, parse_thai_date
from prongsai.frameworks.gateways import calendars
from prongsai.frameworks.selectors.training import get_shift
from prongsai.frameworks.services import samples, training
from prongsai.frameworks.types.seasons import Form


class Command(BaseCommand):
    help = "Load a sample calendar, or move the clock of a training installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        load = what.add_parser("load", help="publish a calendar after that of a past year")
        load.add_argument("--year", type=int, help="fiscal year (B.E.); this one by default")
        load.add_argument("--like", type=int, default=2565, choices=calendars.list_years())
        load.add_argument("--form", choices=Form.values, default=Form.GENERAL.value)
        travel = what.add_parser("travel", help="move the clock; it goes on running")
        way = travel.add_mutually_exclusive_group(required=True)
        way.add_argument("--to", metavar="DATE", help="2027-03-01, or as Thai offices write it")
        way.add_argument("--reset", action="store_true", help="back to the real time")
        what.add_parser("status", help="say what time the installation believes it is")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["what"])(options)
        except ProngsaiError as error:
            raise CommandError(error.message) from error

    def load(self, options: dict[str, Any]) -> None:
        year = options["year"] or fiscal_year(clock.today())
        code = samples.load_sample(
            SYSTEM, fiscal_year=year, pattern=options["like"], form=options["form"]
        )
        self.stdout.write(f"published {code}" if code else "there is such a season already")

    def travel(self, options: dict[str, Any]) -> None:
        if options["reset"]:
            training.reset(SYSTEM)
        else:
            day = parse_thai_date(options["to"])
            at = datetime.combine(day, clock.real_now().timetz())
            training.travel(SYSTEM, to=at)
        self.status(options)

    def status(self, options: dict[str, Any]) -> None:
        with clock.travelled(get_shift()):
            self.stdout.write(f"{clock.now():%Y-%m-%d %H:%M} ({get_shift().days} days moved)")
