"""`prongsai receipt verify CODE [--file FILE … | --url SITE]`: is my answer counted?"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from prongsai.surveys.gateways import fetch_json
from prongsai.surveys.rules.codes import find_receipt, format_code
from prongsai.surveys.rules.receipts import (
    Record,
    check_chain,
    check_record,
    find_record,
    read_document,
)
from prongsai.surveys.selectors.receipts import get_record, list_releases


class Command(BaseCommand):
    """Checks a receipt against the published record, recomputing every root on the way."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        verify = parts.add_parser("verify", help="check that a receipt is counted")
        verify.add_argument("code")
        source = verify.add_mutually_exclusive_group()
        source.add_argument("--file", type=Path, nargs="+", help="published releases, as JSON")
        source.add_argument("--url", help="address of an installation, such as https://ita.go.th")

    def handle(self, *args: Any, **options: Any) -> None:
        code = find_receipt(options["code"])
        if code is None:
            raise CommandError("This is not a receipt: a letter is wrong or missing.")
        try:
            records = sorted(read_records(options), key=lambda each: each.release.id)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"The record cannot be read: {error}") from error
        self.check_records(records, whole=not options["file"])
        found = find_record(records, code)
        if found is None:
            raise CommandError(
                f"Receipt {format_code(code, group=4)} is in none of the releases. Answers are "
                "released the night after they came: ask again tomorrow if yours is of today."
            )
        release = found.release
        self.stdout.write(
            f"Receipt {format_code(code, group=4)} is counted in release {release.id} of"
            f" {release.day}, one of {release.receipts_count}; root {release.receipts_root.hex()}"
        )

    def check_records(self, records: list[Record], *, whole: bool) -> None:
        findings = [finding for record in records for finding in check_record(record)]
        if whole:
            findings += check_chain([record.release for record in records])
        if findings:
            named = ", ".join(f"release {each.release_id}: {each.what}" for each in findings)
            raise CommandError(f"The published record was altered ({named}).")


def read_records(options: dict[str, Any]) -> list[Record]:
    if options["file"]:
        texts = [path.read_text(encoding="utf-8") for path in options["file"]]
        return [read_document(json.loads(text)) for text in texts]
    if options["url"]:
        site = options["url"].rstrip("/")
        index = fetch_json(f"{site}/receipts/index.json")
        numbers = [int(each["release"]) for each in index["releases"]]
        return [read_document(fetch_json(f"{site}/receipts/{n}.json")) for n in numbers]
    return [get_record(release.id) for release in list_releases()]
