"""`prongsai demo load | accounts | links`: the fictional province, who works there, its surveys."""

import json
import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from prongsai.accounts.services.bulk import set_demo_passwords
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import ProngsaiError
from prongsai.demo import loader, people
from prongsai.demo.season import load as season
from prongsai.integrity.services.runs import compute_run, request_run
from prongsai.surveys.services.demo import list_demo_links
from prongsai.tokens.services.demo import list_demo_links as list_token_links

PASSWORD_FILE = "demo_password"  # noqa: S105 - a file name


class Command(BaseCommand):
    """Loads and lists what the demo shows."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        load = parts.add_parser("load", help="load the fictional province or nation")
        load.add_argument("--scale", choices=tuple(loader.PROVINCES), default="province")
        load.add_argument("--seed", type=int, default=loader.Order().seed)
        load.add_argument("--once", action="store_true", help="do nothing when it is loaded")
        load.add_argument(
            "--season",
            type=int,
            nargs="?",
            const=season.LATEST,
            metavar="YEAR",
            help="load a finished season (B.E.), honest and stuffed, in place of the running one",
        )
        accounts = parts.add_parser("accounts", help="list the demo accounts and their password")
        accounts.add_argument("--json", action="store_true")
        links = parts.add_parser("links", help="print open survey links of an agency as JSON")
        links.add_argument("--agency", default=loader.SURVEYED)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is switched off here: DJANGO_SETTINGS_MODULE is not dev.")
        if options["part"] == "load":
            self.load(options)
        elif options["part"] == "links":
            self.list_links(options["agency"])
        else:
            self.list_accounts(as_json=options["json"])

    def load(self, options: dict[str, Any]) -> None:
        with_answers = not options["season"]
        order = loader.Order(options["scale"], options["seed"], get_password(), with_answers)
        try:
            if loader.is_loaded() and (options["once"] or options["season"]):
                set_demo_passwords(SYSTEM, emails=list_emails(), password=order.password)
            else:
                loader.load_demo(order, say=self.stdout.write)
            if options["season"]:
                self.load_season(order, options["season"])
        except ProngsaiError as error:
            raise CommandError(error.message) from error

    def load_season(self, order: loader.Order, year: int) -> None:
        bodies = loader.build_bodies(order)
        truth = season.load_season(bodies, year=year, seed=order.seed, say=self.stdout.write)
        self.stdout.write(f"What was planted: {truth}")
        report = request_run(SYSTEM, fiscal_year=year)
        compute_run(report.pk)

    def list_links(self, agency: str) -> None:
        try:
            links = list_demo_links(agency) | list_token_links()
            self.stdout.write(json.dumps(links, indent=1))
        except ProngsaiError as error:
            raise CommandError(error.message) from error

    def list_accounts(self, *, as_json: bool) -> None:
        password = get_password()
        emails = list_emails()
        if as_json:
            self.stdout.write(json.dumps({"password": password, "accounts": emails}))
            return
        self.stdout.write("Demo accounts (all people and agencies are invented):")
        for email in emails:
            self.stdout.write(f"  {email}")
        self.stdout.write(f"Password of every demo account: {password}")


def list_emails() -> list[str]:
    return [f"{name}@{people.DOMAIN}" for name in people.list_names()]


def get_password() -> str:
    """Return the fixed password, or one made at the first start and kept beside the database."""
    if settings.DEMO_PASSWORD:
        return str(settings.DEMO_PASSWORD)
    file = settings.VAR / PASSWORD_FILE
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(f"demo-{secrets.token_hex(5)}", encoding="utf-8")
    return str(file.read_text(encoding="utf-8").strip())
