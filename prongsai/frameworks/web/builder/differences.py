"""How two frameworks differ, as people read it: by kind of change, with the words that changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prongsai.frameworks.rules.packs.marks import Mark, mark_words
from prongsai.frameworks.types.drafts import say
from prongsai.frameworks.types.packs import Difference
from prongsai.frameworks.web.builder.labels import CHOICES
from prongsai.scoring.types.framework import Framework, Item, Text
from prongsai.ui.types import Badge, Tone

KINDS: dict[str, tuple[str | Promise, Tone, str]] = {
    "added": (_("เพิ่มใหม่"), "ok", "add"),
    "made-from": (_("รวมหรือแยกมาจากข้อเดิม"), "info", "merge"),
    "removed": (_("ตัดออก"), "bad", "minus"),
    "merged": (_("รวมเข้ากับข้ออื่น"), "info", "merge"),
    "renumbered": (_("เปลี่ยนเลขข้อ"), "neutral", "sort"),
    "moved": (_("ย้ายตัวชี้วัดย่อย"), "neutral", "move"),
    "reworded": (_("เปลี่ยนถ้อยคำ"), "info", "edit"),
    "other-points": (_("เปลี่ยนคะแนนตัวเลือก"), "warn", "chart"),
    "re-weighted": (_("เปลี่ยนน้ำหนักต่อคะแนนรวม"), "warn", "chart"),
    "weight": (_("น้ำหนักเครื่องมือ"), "warn", "chart"),
    "mean": (_("วิธีรวมคะแนน"), "warn", "chart"),
    "join": (_("วิธีรวมส่วน"), "warn", "merge"),
    "rounding": (_("การปัดเศษ"), "warn", "chart"),
    "level": (_("เกณฑ์ระดับ"), "warn", "chart"),
    "basis": (_("ความแน่นอนของกติกา"), "neutral", "verified"),
}
FRAME = ("weight", "mean", "join", "rounding", "level", "basis")


@dataclass(frozen=True, slots=True)
class Row:
    """One change, with marked words where they changed."""

    codes: str
    label: str
    before: Sequence[Mark] = ()
    after: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """All changes of one kind."""

    kind: str
    badge: Badge
    rows: Sequence[Row]


def group_differences(found: Sequence[Difference], old: Framework, new: Framework) -> list[Group]:
    """Group changes by kind in the order of KINDS."""
    groups = []
    for kind, (label, tone, icon) in KINDS.items():
        rows = [row for one in found if one.kind == kind for row in _make_rows(one, old, new)]
        if rows:
            groups.append(Group(kind, Badge(tone, str(label), icon), rows))
    return groups


def _make_rows(one: Difference, old: Framework, new: Framework) -> list[Row]:
    codes = " → ".join(dict.fromkeys(code for code in (one.before_code, one.after_code) if code))
    label = say(one.label)
    if one.kind == "reworded":
        pairs = _list_words(old.items[one.before_code or ""], new.items[one.after_code or ""])
        return [Row(codes, label, *mark_words(say(a), say(b))) for a, b in pairs if a != b]
    if one.kind == "renumbered" or not (one.before or one.after):
        return [Row(codes, label)]
    before, after = (str(CHOICES.get(words, words)) for words in (one.before, one.after))
    return [Row(codes, label, [Mark("gone", before)], [Mark("new", after)])]


def _list_words(old: Item, new: Item) -> list[tuple[Text, Text]]:
    pairs = [(old.label, new.label)]
    if (old.text, new.text) != (old.label, new.label):
        pairs.append((old.text, new.text))
    lines = max(len(old.lines), len(new.lines))
    nothing = Text("", "")
    for number in range(lines):
        before = old.lines[number].text if number < len(old.lines) else nothing
        after = new.lines[number].text if number < len(new.lines) else nothing
        pairs.append((before, after))
    return pairs
