"""What the reader of a score must know, in Thai and English."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from prongsai.scoring.rounding import write_exact, write_number
from prongsai.scoring.samples import Shortfall
from prongsai.scoring.tree import Spec
from prongsai.scoring.types.framework import Basis, Level, Rule, Text
from prongsai.scoring.types.result import Notice

BASIS = {
    Basis.SOURCED: Text("อ่านจากแหล่งเผยแพร่", "read in a source"),
    Basis.VERIFIED: Text("ตรวจกับคะแนนที่เผยแพร่แล้ว", "verified on published scores"),
    Basis.VERIFIED_WEAKLY: Text("ตรวจกับคะแนนบางส่วนแล้ว", "verified on few scores"),
    Basis.INFERRED: Text("อนุมาน", "inferred"),
    Basis.RECOLLECTED: Text("จากความจำ ยังไม่ได้ตรวจ", "recollected, not verified"),
    Basis.NOT_FOUND: Text("ไม่พบแหล่งอ้างอิง", "no source found"),
}
KINDS = {
    "instrument": Text("เครื่องมือ", "instrument"),
    "indicator": Text("ตัวชี้วัดที่", "indicator"),
    "part": Text("ส่วน", "part"),
    "group": Text("ตัวชี้วัดย่อยที่", "sub-indicator"),
    "item": Text("ข้อ", "item"),
    "line": Text("คำถาม", "question"),
}


def name_node(spec: Spec) -> Text:
    kind = KINDS[spec.kind]
    return Text(f"{kind.th} {spec.code}", f"{kind.en} {spec.code}")


def _join(names: Iterable[Text]) -> Text:
    listed = list(names)
    return Text(", ".join(n.th for n in listed), ", ".join(n.en for n in listed))


def provisional_rule(rule: Rule) -> Notice:
    basis = BASIS[rule.basis]
    return Notice(
        f"provisional-rule:{rule.code}",
        Text(
            f"กติกาที่ยังไม่ยืนยัน ({basis.th}): {rule.text.th}",
            f"Unverified rule ({basis.en}): {rule.text.en}",
        ),
    )


def nothing_given(spec: Spec, missing: Sequence[Spec]) -> Notice:
    node, names = name_node(spec), _join(name_node(child) for child in missing)
    return Notice(
        f"incomplete:{spec.code}",
        Text(
            f"{node.th} ไม่มีผล เพราะไม่มีข้อมูลของ {names.th}",
            f"No result for {node.en}: nothing is known of {names.en}",
        ),
    )


def no_instrument(spec: Spec) -> Notice:
    return Notice(
        f"no-result:{spec.code}",
        Text(
            f"{spec.code} ไม่มีผล จึงไม่มีคะแนนรวม", f"{spec.code} has no result, so there is no total"
        ),
    )


def open_list(spec: Spec) -> Notice:
    node = name_node(spec)
    return Notice(
        f"open-list:{spec.code}",
        Text(
            f"รายการของ {node.th} ในกรอบนี้ยังไม่ครบ จึงคำนวณจากรายการไม่ได้",
            f"The list of items of {node.en} is not complete here, so nothing is computed from it",
        ),
    )


def set_aside(spec: Spec) -> Notice:
    node = name_node(spec)
    return Notice(
        f"set-aside:{spec.code}",
        Text(
            f"ข้อมูลที่ละเอียดกว่าของ {node.th} ไม่ครบ จึงใช้คะแนนของ {node.th} ที่ให้มา",
            f"The more detailed data of {node.en} is incomplete, so the given score is used",
        ),
    )


def part_left_out(code: str) -> Notice:
    return Notice(
        f"part-missing:{code}",
        Text(
            f"ไม่มีคำตอบของ {code} คะแนนจึงมาจากส่วนที่มีเท่านั้นและเป็นคะแนนชั่วคราว",
            f"No answers of {code}: the score rests on the other part alone and is provisional",
        ),
    )


def value_differs(spec: Spec, used: Fraction, said: Fraction) -> Notice:
    node, computed, given = name_node(spec), write_number(used), write_exact(said)
    return Notice(
        f"differs:{spec.code}",
        Text(
            f"{node.th}: ค่าที่ให้มา {given} ไม่ตรงกับค่าที่ใช้ {computed}",
            f"{node.en}: the given {given} is not the {computed} that is used",
        ),
    )


def total_differs(used: Fraction, said: Fraction) -> Notice:
    computed, given = write_number(used), write_exact(said)
    return Notice(
        "differs:total",
        Text(
            f"คะแนนรวมที่ให้มา {given} ไม่ตรงกับที่คำนวณได้ {computed}",
            f"The given total {given} is not the computed {computed}",
        ),
    )


def total_taken(missing: Sequence[Spec]) -> Notice:
    codes = ", ".join(spec.code for spec in missing)
    return Notice(
        "total-given",
        Text(
            f"คะแนนรวมเป็นค่าที่ให้มา ไม่ได้คำนวณ เพราะไม่มีผลของ {codes}",
            f"The total is as given, not computed: no result for {codes}",
        ),
    )


def partial_mark(spec: Spec) -> Notice:
    node = name_node(spec)
    return Notice(
        f"partial-mark:{spec.code}",
        Text(
            f"{node.th} ได้คะแนนบางส่วน ซึ่งกรอบนี้ไม่ได้กำหนดไว้ จึงเป็นคะแนนชั่วคราว",
            f"{node.en} has a partial mark that this framework does not name: provisional",
        ),
    )


def gate_unknown(possible: Sequence[Level], instruments: Sequence[str]) -> Notice:
    names = _join(level.text for level in possible)
    codes = ", ".join(instruments)
    return Notice(
        "gate-unknown",
        Text(
            f"บอกระดับไม่ได้ เพราะไม่ทราบคะแนนของ {codes} ระดับที่เป็นไปได้: {names.th}",
            f"The level cannot be told: the score of {codes} is not known. Possible: {names.en}",
        ),
    )


def sample_short(short: Shortfall) -> Notice:
    minimum = short.minimum
    return Notice(
        f"sample-too-small:{minimum.sheet}",
        Text(
            f"{minimum.sheet} มีผู้ตอบ {short.respondents} คน ต้องมีอย่างน้อย {minimum.number} คน"
            f" ({minimum.formula.th})",
            f"{minimum.sheet} has {short.respondents} respondents and needs {minimum.number}"
            f" ({minimum.formula.en})",
        ),
    )


@lru_cache(maxsize=64)
def sample_unchecked(sheet: str) -> Notice:
    return Notice(
        f"sample-unchecked:{sheet}",
        Text(
            f"ไม่ทราบจำนวนผู้ตอบขั้นต่ำของ {sheet} จึงไม่ได้ตรวจ",
            f"The minimum sample of {sheet} is not known, so it was not checked",
        ),
    )
