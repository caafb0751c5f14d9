"""`prongsai audit verify | head | anchor`."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from prongsai.audit import gateways
from prongsai.audit.selectors.chain import get_head, verify_chain
from prongsai.audit.types.trail import Fault, FaultKind

SAYS = {
    FaultKind.CHANGED: "the content of entry {entry} (line {number}) was changed",
    FaultKind.REMOVED: "line {number} was removed",
    FaultKind.INSERTED: "entry {entry} was inserted behind the trail's back (it has no seal)",
    FaultKind.MOVED: "line {number} (entry {entry}) does not follow the line before it: "
    "it was moved or replaced, or the line before it was",
    FaultKind.REWRITTEN: "the trail is whole in itself but does not contain {anchor}: "
    "it was rewritten or cut after that anchor was taken",
}
HASH = re.compile(r"\b[0-9a-fA-F]{64}\b")


class Command(BaseCommand):
    help = "Verify the audit trail, print its head, or append the head to the anchor file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        verify = what.add_parser("verify", help="recompute the whole chain")
        verify.add_argument("--expect", action="append", default=[], metavar="HASH")
        verify.add_argument("--anchors", type=Path, metavar="FILE", help="check every line of FILE")
        what.add_parser("head", help="print time, number and hash of the newest seal")
        what.add_parser("anchor", help="append the head to the anchor file")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "verify":
            self.verify(options["expect"], options["anchors"])
        elif options["what"] == "head":
            self.stdout.write(get_head().text)
        else:
            self.stdout.write(str(gateways.append_anchor(get_head())))

    def verify(self, expect: list[str], anchors: Path | None) -> None:
        for word in expect:
            if not HASH.fullmatch(word):
                raise CommandError("--expect takes a hash of 64 hexadecimal digits")
        if anchors:
            expect = expect + HASH.findall(anchors.read_text(encoding="utf-8"))
        verdict = verify_chain(expect)
        if verdict.fault:
            raise CommandError(
                describe(verdict.fault) + f"; {verdict.checked} lines before are whole"
            )
        self.stdout.write(f"ok: {verdict.checked} lines, head {verdict.head.hash}")
        if expect:
            self.stdout.write(f"ok: all {len(expect)} anchors are in it")


def describe(fault: Fault) -> str:
    return SAYS[fault.kind].format(number=fault.number, entry=fault.entry_id, anchor=fault.anchor)
