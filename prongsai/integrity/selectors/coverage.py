"""What the report could not look at, in words: nothing counted is not nothing found."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

# Staff answer in meetings and interviewers work through lists: their days and networks say nothing.
_ARRIVALS = "EIT1"


def list_uncounted(part: str, known: Mapping[str, Any], *, respondents: int) -> list[str]:
    """Return one sentence for everything that the report did not or only partly count.

    KNOWN are the numbers of answers of which time, day, network and the private question are known.
    """
    if not known:
        return [_("รายงานฉบับนี้ไม่ได้จดไว้ว่านับเวลา วัน และเครือข่ายของคำตอบได้กี่ชุด")]
    return [
        sentence
        for sentence in (
            _tell_pace(known.get("pace"), respondents),
            _tell_days(part, known.get("days")),
            _tell_networks(part, known.get("networks"), respondents),
            _tell_told(known.get("told"), respondents),
        )
        if sentence
    ]


def _tell_pace(known: int | None, respondents: int) -> str:
    if not known:
        return _("เวลาที่ใช้ตอบ: ไม่ได้นับ จึงไม่ทราบว่ามีใครตอบเร็วเกินไปหรือไม่")
    return _tell_rest(_("เวลาที่ใช้ตอบ"), known, respondents)


def _tell_days(part: str, known: int | None) -> str:
    if part != _ARRIVALS:
        return _("คำตอบเข้ามามากในวันเดียว: ไม่ได้ตรวจ เพราะบุคลากรตอบในวันประชุมและผู้สัมภาษณ์ทำงานเป็นวัน")
    return "" if known else _("วันที่ตอบ: ไม่ได้นับ จึงไม่ทราบว่ามีวันที่คำตอบเข้ามามากผิดปกติหรือไม่")


def _tell_networks(part: str, known: int | None, respondents: int) -> str:
    if part != _ARRIVALS:
        return _("เครือข่าย: ไม่ได้ตรวจ เพราะบุคลากรใช้เครือข่ายของสำนักงานและการสัมภาษณ์ไม่ผ่านลิงก์")
    if not known:
        return _("เครือข่าย: ไม่ได้นับ จึงไม่ทราบว่ามีคำตอบจำนวนมากมาจากเครือข่ายเดียวหรือไม่")
    return _tell_rest(_("เครือข่าย"), known, respondents)


def _tell_told(known: int | None, respondents: int) -> str:
    return "" if known else _("คำถามว่ามีผู้บอกให้ตอบหรือไม่: ไม่มีผู้ตอบข้อนี้")


def _tell_rest(name: str, known: int, respondents: int) -> str:
    """Return a sentence where a good part of the answers is not covered."""
    if known >= 0.9 * respondents:
        return ""
    facts = {"name": name, "known": f"{known:,}", "of": f"{respondents:,}"}
    return _("%(name)s: นับได้ %(known)s จาก %(of)s ชุด ที่เหลือไม่ได้นับ") % facts
