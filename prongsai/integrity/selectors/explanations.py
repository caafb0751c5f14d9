"""Flags in plain words: what was counted, expected, from where on, why it may be innocent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from prongsai.integrity.types import Flag, FlagCode

# Their numbers would tell an agency its score before publication.
SCORES = frozenset({FlagCode.CEILING, FlagCode.GAP})


@dataclass(frozen=True, slots=True)
class Explained:
    """One flag for a reader who knows no statistics."""

    code: str
    title: str
    counted: str
    expected: str
    limit: str
    innocent: str


def explain(flag: Flag, *, least: int, for_agency: bool = False) -> Explained:
    """Return FLAG in words; small numbers of people stay secret where they are about people.

    The agency itself is told no number below LEAST, and none from which a score could be guessed.
    """
    counted, expected = _WORDS[flag.code](flag, least)
    if for_agency and flag.code == FlagCode.TOGETHER:
        names = [str(FlagCode(each.partition(":")[0]).label) for each in flag.other.split()]
        counted, expected = _("พบพร้อมกัน: %(signs)s") % {"signs": " · ".join(names)}, ""
    elif for_agency and flag.code in SCORES:
        counted, expected = _("ไม่แสดงตัวเลขก่อนประกาศผลคะแนน"), ""
    elif for_agency and flag.counted < least:
        facts = {"least": least, "of": f"{flag.of:,}"}
        counted, expected = _("น้อยกว่า %(least)s จาก %(of)s ชุด แต่มากกว่าที่คาดไว้") % facts, ""
    return Explained(
        code=flag.code,
        title=str(FlagCode(flag.code).label),
        counted=counted,
        expected=expected,
        limit=_get_limit(flag),
        innocent=_get_innocent(flag.code),
    )


def get_part_name(part: str) -> str:
    names = {
        "IIT": _("แบบวัดการรับรู้ภายใน (IIT)"),
        "EIT": _("แบบวัดการรับรู้ภายนอก (EIT)"),
        "EIT1": _("แบบวัดการรับรู้ภายนอก (EIT ส่วนที่ 1)"),
        "EIT2": _("แบบวัดการรับรู้ภายนอก (EIT ส่วนที่ 2)"),
    }
    return names.get(part, part)


def get_short_name(part: str) -> str:
    """Return a survey's name as it fits a column."""
    if part.startswith("EIT") and part[3:]:
        return _("EIT ส่วนที่ %(number)s") % {"number": part[3:]}
    return part


def order_parts(parts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return parts in the order of the assessment: staff, then visitors."""
    return sorted(parts.items(), key=lambda pair: (pair[0] != "IIT", pair[0]))


def describe_rule(flag: Flag) -> str:
    """Return which sheets the rule of a flag takes out, as approvers and the public read it."""
    facts = {"count": f"{flag.counted:,.0f}", "kept": ceil(flag.expected)}
    if flag.code == FlagCode.IDENTICAL:
        words = _("แบบตอบที่เหมือนกันทุกข้อตั้งแต่ %(count)s ชุดขึ้นไป เก็บไว้แบบละ %(kept)s ชุดตามที่คาดไว้")
    elif flag.code == FlagCode.CEILING:
        words = _("แบบตอบที่เต็มทุกข้อ ส่วนที่เกินจาก %(kept)s ชุดตามที่คาดไว้")
    elif flag.code == FlagCode.COLUMN:
        words = _("แบบตอบที่เลือกแถวเดียวกันทุกข้อทั้งหมด")
    else:
        words = _("แบบตอบที่ใช้เวลาไม่ถึงครึ่งนาทีทั้งหมด")
    return words % facts


def tell_discarded(discarded: int, of: int, *, rule: str) -> str:
    """Return in one sentence for the agency what does not count; no small number."""
    least = settings.SURVEYS_LEAST_GROUP
    facts = {"least": least, "of": f"{of:,}", "rule": FlagCode(rule).label}
    if discarded < least:
        return _("ไม่นับน้อยกว่า %(least)s จาก %(of)s ชุด ตามกฎ “%(rule)s”") % facts
    facts["count"] = f"{discarded:,}"
    return _("ไม่นับ %(count)s จาก %(of)s ชุด ตามกฎ “%(rule)s” และจะเผยแพร่สัดส่วนนี้ต่อสาธารณะ") % facts


def _numbers(flag: Flag) -> dict[str, str]:
    share = 100 * flag.counted / flag.of if flag.of else 0
    return {
        "count": f"{flag.counted:,.0f}",
        "of": f"{flag.of:,}",
        "share": f"{share:.2f}",
        "expected": f"{flag.expected:,.1f}" if flag.expected >= 0.1 else "0",
    }


def _explain_identical(flag: Flag, least: int) -> tuple[str, str]:
    return (
        _("%(count)s จาก %(of)s ชุดเหมือนกันทุกข้อ โดยไม่ใช่ชุดที่เต็มทุกข้อ") % _numbers(flag),
        _("หน่วยงานที่มีคะแนนใกล้เคียงกันมีชุดแบบนี้ประมาณ %(expected)s ชุด") % _numbers(flag),
    )


def _explain_near(flag: Flag, least: int) -> tuple[str, str]:
    return (
        _("%(count)s จาก %(of)s ชุดเหมือนแบบตอบเดียวกันทุกข้อหรือต่างกันข้อเดียว โดยไม่ใช่ชุดที่เต็มทุกข้อ")
        % _numbers(flag),
        _("หน่วยงานที่มีคะแนนใกล้เคียงกันมีชุดแบบนี้ประมาณ %(expected)s ชุด") % _numbers(flag),
    )


def _explain_ceiling(flag: Flag, least: int) -> tuple[str, str]:
    return (
        _("%(count)s จาก %(of)s ชุดเต็มทุกข้อ (ร้อยละ %(share)s)") % _numbers(flag),
        _("หน่วยงานที่คำตอบชุดอื่นดีเท่ากันมีประมาณ %(expected)s ชุด") % _numbers(flag),
    )


def _explain_column(flag: Flag, least: int) -> tuple[str, str]:
    return (
        _("%(count)s จาก %(of)s ชุดเลือกแถวเดียวกันทุกข้อ แม้ข้อที่ถามกลับด้าน") % _numbers(flag),
        _("อัตราของทั้งประเทศจะให้ประมาณ %(expected)s ชุด") % _numbers(flag),
    )


def _explain_fast(flag: Flag, least: int) -> tuple[str, str]:
    return (
        _("%(count)s จาก %(of)s ชุดที่ทราบเวลา ใช้เวลาไม่ถึงครึ่งนาทีทั้งแบบ") % _numbers(flag),
        _("อัตราของทั้งประเทศจะให้ประมาณ %(expected)s ชุด") % _numbers(flag),
    )


def _explain_burst(flag: Flag, least: int) -> tuple[str, str]:
    return (
        _("%(count)s จาก %(of)s คำตอบเข้ามาในวันเดียวก่อนช่วงสุดท้าย (ร้อยละ %(share)s)") % _numbers(flag),
        _("จังหวะของทั้งประเทศจะให้ประมาณ %(expected)s คำตอบในวันนั้น") % _numbers(flag),
    )


def _explain_network(flag: Flag, least: int) -> tuple[str, str]:
    return (
        _("อย่างน้อย %(count)s จาก %(of)s คำตอบมาในวันที่เครือข่ายเดียวส่งเกือบทั้งหมด") % _numbers(flag),
        _("นับเฉพาะลิงก์สาธารณะ วันละเครือข่ายเดียว ปัดลง และไม่ทราบว่าเป็นเครือข่ายใด"),
    )


def _explain_gap(flag: Flag, least: int) -> tuple[str, str]:
    gap, usual = (f"{each:+.2f}".replace("-", "−") for each in (flag.counted, flag.expected))
    facts = {"gap": gap, "usual": usual, "other": get_part_name(flag.other)}
    return (
        _("คะแนนต่างจาก%(other)s %(gap)s คะแนน") % facts,
        _("หน่วยงานทั่วไปต่างกัน %(usual)s คะแนน") % facts,
    )


def _explain_told(flag: Flag, least: int) -> tuple[str, str]:
    if flag.counted < least or flag.of - flag.counted < least:
        # The bound would tell the number: few shares fit it.
        return _("มีผู้ตอบว่าถูกบอกให้ตอบ ในสัดส่วนที่สูงกว่าเกณฑ์ ไม่แสดงจำนวนเพราะมีผู้ตอบน้อย"), ""
    bound = {"bound": f"{100 * flag.measure:.1f}"}
    return (
        _("%(count)s จาก %(of)s คนตอบว่ามีผู้บอกให้ตอบ (ร้อยละ %(share)s)") % _numbers(flag),
        _("เชื่อมั่นร้อยละ 95 ว่าสัดส่วนจริงไม่ต่ำกว่าร้อยละ %(bound)s") % bound,
    )


def _explain_together(flag: Flag, least: int) -> tuple[str, str]:
    facts = {"count": f"{flag.counted:,.0f}", "of": flag.of, "sum": f"{flag.measure:.1f}"}
    signs = [each.partition(":") for each in flag.other.split()]
    odds = [
        _("%(sign)s 1 ใน %(odds)s")
        % {"sign": FlagCode(code).label, "odds": f"{_round(10 ** float(value)):,}"}
        for code, _colon, value in signs
    ]
    return (
        _("พบ %(count)s จาก %(of)s อย่างที่ตรวจในระดับที่ไม่บ่อย รวมได้ %(sum)s คะแนน") % facts,
        _("แต่ละอย่างพบได้บ่อยเพียงนี้ในหน่วยงานทั่วไป: %(odds)s") % {"odds": " · ".join(odds)},
    )


def _round(number: float) -> int:
    """Return a number with one digit that counts."""
    zeros = 10 ** max(len(str(int(number))) - 1, 0)
    return int(round(number / zeros) * zeros)


def _get_limit(flag: Flag) -> str:
    facts = {"limit": f"{flag.threshold:g}", "percent": f"{100 * flag.threshold:g}"}
    if flag.code == FlagCode.TOGETHER:
        return _("แจ้งเมื่อรวมกันตั้งแต่ %(limit)s คะแนน แม้ไม่มีอย่างใดถึงเกณฑ์ของตนเอง") % facts
    facts["odds"] = f"{_round(10**flag.threshold):,}"
    if flag.code in {FlagCode.CEILING, FlagCode.GAP}:
        return _("แจ้งเมื่อห่างจากหน่วยงานที่เทียบกันตั้งแต่ %(limit)s ส่วนเบี่ยงเบนมาตรฐาน") % facts
    if flag.code == FlagCode.TOLD:
        return _("แจ้งเมื่อขอบล่างของช่วงความเชื่อมั่นตั้งแต่ร้อยละ %(percent)s") % facts
    if flag.code in {FlagCode.BURST, FlagCode.NETWORK}:
        return _("แจ้งเมื่อส่วนที่เกินตั้งแต่ร้อยละ %(percent)s ของคำตอบ") % facts
    return _("แจ้งเมื่อโอกาสที่เกิดขึ้นเองน้อยกว่า 1 ใน %(odds)s") % facts


def _get_innocent(code: str) -> str:
    return {
        FlagCode.IDENTICAL: _("คนที่พอใจคล้ายกันอาจตอบตรงกันได้ โดยเฉพาะหน่วยงานเล็กที่ทำงานร่วมกัน"),
        FlagCode.NEAR: _("งานที่ทุกคนเห็นตรงกันว่าเป็นจุดอ่อนข้อเดียวกันทำให้แบบตอบคล้ายกัน"),
        FlagCode.CEILING: _("หน่วยงานที่ผู้คนพอใจจริงก็มีแบบตอบเต็มทุกข้อมาก"),
        FlagCode.COLUMN: _("ผู้ตอบอาจเหนื่อยหรือไม่ได้อ่าน ไม่ได้แปลว่ามีผู้อื่นตอบแทน"),
        FlagCode.FAST: _("ผู้ที่อ่านแบบบนกระดาษก่อน หรือคุ้นกับแบบวัด ตอบได้เร็ว"),
        FlagCode.BURST: _("วันบริการเคลื่อนที่หรือวันประชุมประชาคมทำให้คำตอบเข้ามาพร้อมกัน"),
        FlagCode.NETWORK: _("เครือข่ายมือถือ โรงเรียน หรือจุดบริการเดียวอาจใช้ร่วมกันหลายคน"),
        FlagCode.GAP: _("คนในกับคนนอกอาจเห็นต่างกันจริง และผู้ตอบแต่ละแบบเป็นคนละกลุ่ม"),
        FlagCode.TOGETHER: _("หน่วยงานเล็กที่จัดวันบริการวันเดียวอาจพบหลายอย่างพร้อมกันโดยบังเอิญ"),
        FlagCode.TOLD: _("คำแนะนำวิธีกรอกแบบวัดอาจถูกเข้าใจว่าเป็นการบอกให้ตอบ"),
    }[FlagCode(code)]


_WORDS: dict[str, Callable[[Flag, int], tuple[str, str]]] = {
    FlagCode.IDENTICAL: _explain_identical,
    FlagCode.NEAR: _explain_near,
    FlagCode.CEILING: _explain_ceiling,
    FlagCode.COLUMN: _explain_column,
    FlagCode.FAST: _explain_fast,
    FlagCode.BURST: _explain_burst,
    FlagCode.NETWORK: _explain_network,
    FlagCode.GAP: _explain_gap,
    FlagCode.TOLD: _explain_told,
    FlagCode.TOGETHER: _explain_together,
}
