"""`prongsai verify DIR-or-URL`: rebuild published scores from the open data."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from prongsai.results.rules.packages.report import describe_report, write_report
from prongsai.results.services.verification import verify_package
from prongsai.scoring.faults import BadInput


class Command(BaseCommand):
    help = "คำนวณผลที่ประกาศซ้ำจากข้อมูลเปิด / Rebuild published scores from the open data"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("source", help="โฟลเดอร์หรือที่อยู่เว็บ / a folder or an address")
        parser.add_argument("--language", choices=("th", "en"), default="th")
        parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = verify_package(options["source"])
        except BadInput as error:
            told = {"error": {"path": error.path, "th": error.text.th, "en": error.text.en}}
            if options["json"]:
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            said = error.text.th if options["language"] == "th" else error.text.en
            raise CommandError(f"{error.path}: {said}", returncode=2) from None
        if options["json"]:
            self.stdout.write(json.dumps(describe_report(report), ensure_ascii=False))
        else:
            self.stdout.write(write_report(report, options["language"]))
        if not report.agrees:
            raise SystemExit(1)
