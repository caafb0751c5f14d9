"""`prongsai framework`: check, compare, freeze and clone framework files."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from prongsai.core.errors import Conflict
from prongsai.frameworks.gateways import packs
from prongsai.frameworks.gateways.sheets import read_book, write_book
from prongsai.frameworks.rules.packs.build import build_framework
from prongsai.frameworks.rules.packs.check import check_framework
from prongsai.frameworks.rules.packs.clone import clone_document, write_yaml
from prongsai.frameworks.rules.packs.diff import diff_frameworks, list_crosswalk
from prongsai.frameworks.rules.packs.digest import hash_document
from prongsai.frameworks.rules.packs.words import write_fault
from prongsai.frameworks.rules.packs.xlsform import read_xlsform, write_xlsform
from prongsai.frameworks.rules.packs.yaml_text import parse_framework
from prongsai.frameworks.selectors.packs import list_packs, read_pack
from prongsai.frameworks.types.packs import BadFramework, Difference, Fault, Parsed
from prongsai.scoring.types.framework import Text

KINDS = {
    "added": ("เพิ่มใหม่", "added"),
    "made-from": ("รวมหรือแยกมาจากข้อเดิม", "made from"),
    "merged": ("รวมเข้ากับข้ออื่น", "merged into another"),
    "removed": ("ตัดออก", "removed"),
    "renumbered": ("เปลี่ยนเลขข้อ", "renumbered"),
    "moved": ("ย้ายตัวชี้วัดย่อย", "moved"),
    "reworded": ("เปลี่ยนถ้อยคำ", "reworded"),
    "other-points": ("เปลี่ยนคะแนนตัวเลือก", "other points"),
    "re-weighted": ("เปลี่ยนน้ำหนักต่อคะแนนรวม", "re-weighted"),
    "weight": ("น้ำหนักเครื่องมือ", "weight"),
    "mean": ("วิธีหาค่าเฉลี่ย", "mean"),
    "join": ("วิธีรวมส่วน", "joining of parts"),
    "rounding": ("การปัดเศษ", "rounding"),
    "level": ("เกณฑ์ระดับ", "level"),
    "basis": ("ความแน่นอนของกติกา", "basis of a rule"),
}


class Command(BaseCommand):
    help = "ตรวจ เทียบ ตรึง และคัดลอกกรอบการประเมิน / Check, compare, freeze and clone frameworks"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="รายชื่อกรอบที่มี / the frameworks that exist")
        check = actions.add_parser("check", help="ตรวจไฟล์ / check a file")
        check.add_argument("file")
        diff = actions.add_parser("diff", help="เทียบสองกรอบ / compare two frameworks")
        diff.add_argument("before", help="ชื่อหรือไฟล์ / name or file")
        diff.add_argument("after")
        diff.add_argument("--json", action="store_true")
        freeze = actions.add_parser("freeze", help="แสดงค่าแฮช / print the hash")
        freeze.add_argument("file")
        clone = actions.add_parser("clone", help="คัดลอกเป็นฉบับร่างของอีกปี / draft of another year")
        clone.add_argument("file")
        clone.add_argument("year", type=int)
        clone.add_argument("--out", required=True)
        export = actions.add_parser("export", help="แบบวัดเป็น XLSForm / a survey as XLSForm")
        export.add_argument("file")
        export.add_argument("instrument")
        export.add_argument("--out", required=True)
        take = actions.add_parser("import", help="รับถ้อยคำจาก XLSForm / take wording from XLSForm")
        take.add_argument("file")
        take.add_argument("instrument")
        take.add_argument("form")
        take.add_argument("--out", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_do_{options['action']}")(options)
        except BadFramework as error:
            faults = "\n".join(write_fault(fault) for fault in error.faults)
            raise CommandError(faults, returncode=2) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from None

    def _do_list(self, options: dict[str, Any]) -> None:
        try:
            names = list_packs()
        except (DatabaseError, ImproperlyConfigured):
            names = packs.list_packs()
        for name in names:
            self.stdout.write(name)

    def _do_check(self, options: dict[str, Any]) -> None:
        parsed = read_sound(options["file"])
        items = sum(len(i.all_items) for i in build_framework(parsed.document).instruments)
        name = parsed.document["name"]
        self.stdout.write(f"{name}: ใช้ได้ {items} ข้อ / sound, {items} items")

    def _do_diff(self, options: dict[str, Any]) -> None:
        before = build_framework(read_sound(options["before"]).document)
        after = build_framework(read_sound(options["after"]).document)
        found = diff_frameworks(before, after)
        if options["json"]:
            told = {
                "before": {"name": before.name, "hash": before.digest},
                "after": {"name": after.name, "hash": after.digest},
                "differences": [asdict(difference) for difference in found],
                "crosswalk": list_crosswalk(before, after),
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for difference in found:
            self.stdout.write(write_difference(difference))
        self.stdout.write(f"{len(found)} ข้อแตกต่าง / {len(found)} differences")

    def _do_freeze(self, options: dict[str, Any]) -> None:
        document = read_sound(options["file"]).document
        self.stdout.write(f"{hash_document(document)}  {document['name']}")

    def _do_clone(self, options: dict[str, Any]) -> None:
        document = clone_document(read_sound(options["file"]).document, year=options["year"])
        self._save(options["out"], document)

    def _do_export(self, options: dict[str, Any]) -> None:
        book = write_xlsform(read_sound(options["file"]).document, options["instrument"])
        write_book(Path(options["out"]), book)
        self.stdout.write(options["out"])

    def _do_import(self, options: dict[str, Any]) -> None:
        document = read_sound(options["file"]).document
        book = read_book(Path(options["form"]))
        self._save(options["out"], read_xlsform(document, options["instrument"], book))

    def _save(self, out: str, document: dict[str, Any]) -> None:
        """Write only what can be read back and passes the check."""
        text = write_yaml(document)
        refuse_faults(parse_framework(text))
        Path(out).write_text(text, encoding="utf-8")
        self.stdout.write(out)


def read_sound(name: str) -> Parsed:
    """The framework of that name or file; BadFramework with every fault."""
    parsed = packs.read_framework_file(Path(name)) if Path(name).exists() else read_named(name)
    refuse_faults(parsed)
    return parsed


def read_named(name: str) -> Parsed:
    """The framework of that name, shipped or frozen here."""
    try:
        return read_pack(name)
    except Conflict as error:
        text = Text(error.message, "was changed after it was frozen")
        raise BadFramework([Fault(name, None, text)]) from None
    except (KeyError, DatabaseError, ImproperlyConfigured):
        return packs.read_framework_file(Path(name))


def refuse_faults(parsed: Parsed) -> None:
    faults = check_framework(parsed, packs.get_schema())
    if faults:
        raise BadFramework(faults)


def write_difference(found: Difference) -> str:
    thai, english = KINDS[found.kind]
    codes = [code for code in (found.before_code, found.after_code) if code]
    place = " → ".join(dict.fromkeys(codes))
    change = f": {found.before} → {found.after}" if found.before or found.after else ""
    return f"{thai} / {english}  {place}  {found.label.th}{change}"
