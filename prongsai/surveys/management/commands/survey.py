"""`prongsai survey mix`, `audit`, `keys`, `links`, `roles`: what an operator does."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from prongsai.core.errors import ProngsaiError
from prongsai.surveys.selectors.receipts import list_findings, list_releases
from prongsai.surveys.services.demo import list_demo_links
from prongsai.surveys.services.keys import ensure_key, rotate_key
from prongsai.surveys.services.mixing import mix
from prongsai.surveys.services.roles import list_role_statements

WRONG = {
    "receipts-count": "the number of receipts is not the published one",
    "receipts-root": "the receipts do not give the published root",
    "sheets-count": "answers were added or removed after publication",
    "sheets-root": "answers were changed after publication",
    "hash": "the published record does not match its own seal",
    "chain": "a release before this one is missing or was replaced",
    "balance": "receipts, answers and answers kept back do not add up",
}


class Command(BaseCommand):
    """Runs the mixer and checks its record."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        mixing = parts.add_parser("mix", help="open the envelopes of the day and release answers")
        mixing.add_argument(
            "--last",
            action="store_true",
            help="let out also the few who answered after a window was opened again",
        )
        mixing.add_argument(
            "--everything", action="store_true", help="treat every window as closed for good"
        )
        parts.add_parser("audit", help="recompute every published figure from what is stored")
        keys = parts.add_parser("keys", help="make sure that a day key is open")
        keys.add_argument("--renew", action="store_true", help="open a new one in any case")
        links = parts.add_parser("links", help="print open links of an agency as JSON (demo)")
        links.add_argument("unit", help="code of the agency")
        parts.add_parser("roles", help="print what an administrator of the database sets once")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["part"])(options)
        except ProngsaiError as error:
            raise CommandError(error.message) from error

    def mix(self, options: dict[str, Any]) -> None:
        release = mix(last=options["last"], everything=options["everything"])
        if release is None:
            self.stdout.write("Nothing to release.")
            return
        self.stdout.write(
            f"Release {release.id}: {release.receipts_count} receipts, {release.sheets_count}"
            f" answers released, {release.pending_count} kept back, hash {release.hash.hex()}"
        )

    def audit(self, options: dict[str, Any]) -> None:
        findings = list_findings()
        for finding in findings:
            self.stderr.write(f"release {finding.release_id}: {WRONG[finding.what]}")
        if findings:
            raise CommandError(f"{len(findings)} findings")
        self.stdout.write(f"{len(list_releases())} releases, nothing was touched.")

    def keys(self, options: dict[str, Any]) -> None:
        key_id = rotate_key() if options["renew"] else ensure_key()
        self.stdout.write(f"Day key {key_id} is open.")

    def links(self, options: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(list_demo_links(options["unit"]), indent=2))

    def roles(self, options: dict[str, Any]) -> None:
        self.stdout.write("\n".join(list_role_statements()))
