"""The limits in plain words: what each means, how it is written, what a change did on a trial."""

from collections.abc import Mapping
from math import log10
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prongsai.integrity.rules.limits import LIMITS
from prongsai.integrity.types import FlagCode, Limit, LimitUnit


def get_label(limit: Limit) -> str:
    """Return what a limit is called: the flag, and which of its numbers."""
    kind = {
        LimitUnit.ODDS: _("โอกาสที่เกิดขึ้นเอง"),
        LimitUnit.DEVIATIONS: _("ระยะห่างจากหน่วยงานที่เทียบกัน"),
        LimitUnit.SHARE: _("สัดส่วน"),
        LimitUnit.SHEETS: _("จำนวนชุดอย่างน้อย"),
        LimitUnit.PEOPLE: _("ผู้ตอบอย่างน้อย"),
        LimitUnit.POINTS: _("คะแนนหลักฐานรวม"),
    }[limit.unit]
    if limit.name == "network_of_day":
        kind = _("สัดส่วนของวันที่นับว่ามาจากเครือข่ายเดียว")
    return f"{FlagCode(limit.flag).label}: {kind}" if limit.flag else kind


def get_meaning(limit: Limit) -> str:
    """Return what happens at that limit, for somebody who knows no statistics."""
    if limit.name == "least_respondents":
        return _("แบบวัดที่มีผู้ตอบน้อยกว่านี้จะไม่ถูกตรวจเลย")
    if limit.name == "told_lower_bound":
        return _("แจ้งเมื่อขอบล่างของช่วงความเชื่อมั่นร้อยละ 95 ของผู้ที่ตอบเช่นนี้ตั้งแต่ร้อยละเท่านี้")
    if limit.name == "network_of_day":
        return _("นับเฉพาะวันที่เครือข่ายเดียวส่งคำตอบตั้งแต่ร้อยละเท่านี้ของลิงก์นั้น")
    return {
        LimitUnit.ODDS: _("แจ้งเมื่อโอกาสที่จะเกิดขึ้นเองน้อยกว่า 1 ในจำนวนนี้ ยิ่งมากยิ่งแจ้งน้อยลง"),
        LimitUnit.DEVIATIONS: _("แจ้งเมื่อห่างจากหน่วยงานที่เทียบกันตั้งแต่เท่านี้ ยิ่งมากยิ่งแจ้งน้อยลง"),
        LimitUnit.SHARE: _("แจ้งเมื่อส่วนที่เกินตั้งแต่ร้อยละเท่านี้ของคำตอบ ยิ่งมากยิ่งแจ้งน้อยลง"),
        LimitUnit.SHEETS: _("น้อยกว่านี้ไม่แจ้ง ไม่ว่าจะแปลกเพียงใด"),
        LimitUnit.POINTS: _("แต่ละอย่างได้หนึ่งคะแนนเมื่อพบได้ 1 ใน 100 สองคะแนนเมื่อ 1 ใน 1,000 แล้วรวมกัน"),
    }[limit.unit]


def to_shown(limit: Limit, number: float) -> float:
    """Return a limit as people read it: odds in whole numbers, shares in per cent."""
    shown = number
    if limit.unit == LimitUnit.ODDS:
        zeros = 10 ** int(number)
        shown = float(round(10**number / zeros) * zeros)
    elif limit.unit == LimitUnit.SHARE:
        shown = round(100 * number, 4)
    return int(shown) if shown == int(shown) else shown


def to_stored(limit: Limit, shown: float) -> float:
    """Return what is stored for a number that somebody entered; above zero."""
    if limit.unit == LimitUnit.ODDS:
        return round(log10(shown), 4)
    if limit.unit == LimitUnit.SHARE:
        return round(shown / 100, 6)
    return float(shown)


def write_number(limit: Limit, number: float) -> str:
    """Return a limit with its unit."""
    shown = to_shown(limit, number)
    many = 1 if shown == 1 else 2
    words = {
        LimitUnit.ODDS: _("1 ใน %(number)s"),
        LimitUnit.DEVIATIONS: ngettext(
            "%(number)s ส่วนเบี่ยงเบนมาตรฐาน", "%(number)s ส่วนเบี่ยงเบนมาตรฐาน", many
        ),
        LimitUnit.SHARE: _("ร้อยละ %(number)s"),
        LimitUnit.SHEETS: ngettext("%(number)s ชุด", "%(number)s ชุด", many),
        LimitUnit.PEOPLE: ngettext("%(number)s คน", "%(number)s คน", many),
        LimitUnit.POINTS: ngettext("%(number)s คะแนน", "%(number)s คะแนน", many),
    }[limit.unit]
    return words % {"number": f"{shown:,.12g}"}


def write_bounds(limit: Limit) -> str:
    """Return between what a limit may lie."""
    facts = {name: f"{to_shown(limit, getattr(limit, name)):,.12g}" for name in ("least", "most")}
    return _("ใช้ได้ตั้งแต่ %(least)s ถึง %(most)s") % facts


def list_limits(numbers: Mapping[str, float]) -> list[tuple[str, str, str]]:
    """Return of every limit its name, its number and its meaning."""
    return [
        (get_label(limit), write_number(limit, numbers[limit.name]), get_meaning(limit))
        for limit in LIMITS
        if limit.name in numbers
    ]


def describe_effect(effect: Mapping[str, Any]) -> str:
    """Return in one sentence what other limits do to the latest answers."""
    if not effect:
        return _("ยังไม่มีคำตอบให้ลอง จึงไม่ทราบว่าจะแจ้งกี่หน่วยงาน")
    numbers = {name: f"{effect[name]:,}" for name in ("agencies", "before", "after")}
    numbers |= {"gained": f"{effect['gained']:,}", "lost": f"{effect['lost']:,}"}
    words = _(
        "จาก %(agencies)s หน่วยงานของปีงบประมาณ %(year)s เกณฑ์เดิมแจ้ง %(before)s แห่ง"
        " เกณฑ์ใหม่แจ้ง %(after)s แห่ง เพิ่มขึ้น %(gained)s แห่ง ไม่แจ้งอีก %(lost)s แห่ง"
    )
    return words % {**numbers, "year": effect["year"]}


def list_effects(effect: Mapping[str, Any]) -> list[tuple[str, int | None, int | None]]:
    """Return of every flag how many agencies carry it under both versions; None: not counted."""
    before, after = effect["by_flag"]
    return [
        (str(code.label), None, None)
        if code in effect["uncounted"]
        else (str(code.label), before.get(code.value, 0), after.get(code.value, 0))
        for code in FlagCode
    ]
