"""States and forecasts in words."""

from django.utils.translation import gettext as _

from prongsai.surveys.types import ProgressState, Tally
from prongsai.ui import dates
from prongsai.ui.types import Badge, Tone

TONES: dict[ProgressState, tuple[Tone, str]] = {
    ProgressState.REACHED: ("ok", ""),
    ProgressState.ON_TRACK: ("ok", "arrow-up"),
    ProgressState.AT_RISK: ("warn", ""),
    ProgressState.BEHIND: ("bad", "arrow-down"),
    ProgressState.SHORT: ("bad", ""),
    ProgressState.EARLY: ("info", "clock"),
    ProgressState.NO_MINIMUM: ("neutral", ""),
    ProgressState.UPCOMING: ("info", "clock"),
    ProgressState.NO_CHANNEL: ("warn", "minus"),
}


def make_badge(state: str) -> Badge:
    known = ProgressState(state)
    tone, icon = TONES[known]
    return Badge(tone, str(known.label), icon)


def tell_forecast(tally: Tally) -> str:
    """Return what comes of the present pace, with how sure that is; nothing where unknown."""
    ahead = tally.forecast
    if ahead is None or tally.closes_on is None:
        return ""
    facts = {
        "likely": f"{ahead.likely:,}",
        "low": f"{ahead.low:,}",
        "high": f"{ahead.high:,}",
        "day": dates.get_long(tally.closes_on),
    }
    return (
        _("ถ้าคงอัตรานี้ จะได้ประมาณ %(likely)s คน ภายใน %(day)s (น่าจะอยู่ระหว่าง %(low)s ถึง %(high)s คน)")
        % facts
    )


def tell_unjudged(survey: str, *, framework_year: int, last: tuple[int, int] | None) -> list[str]:
    """Return why a survey is not judged although the set-up is confirmed, and what is known."""
    facts = {"survey": survey, "year": framework_year}
    words = [
        _("กรอบการประเมินปี %(year)s ไม่กำหนดขั้นต่ำของ %(survey)s จึงไม่ตัดสินว่าครบหรือไม่ คำตอบทุกชุดยังนับ")
        % facts
    ]
    if last:
        known = {"year": last[0], "number": f"{last[1]:,}"}
        words.append(
            _("ตารางล่าสุดที่พบเป็นของปี %(year)s คือ %(number)s คน ใช้ดูประกอบเท่านั้น ไม่ใช่เกณฑ์ของปีนี้") % known
        )
    return words


def tell_need(tally: Tally) -> str:
    """Return how many are missing, and how many a day that takes."""
    if tally.minimum is None or tally.answered is None or tally.state == ProgressState.REACHED:
        return ""
    if tally.reached_on:
        facts = {"day": dates.get_long(tally.reached_on)}
        return _("อัตรานี้จะครบขั้นต่ำประมาณวันที่ %(day)s") % facts
    missing = {"count": f"{tally.minimum - tally.answered:,}"}
    return _("ยังขาดอีกไม่เกิน %(count)s คนจึงจะครบขั้นต่ำ") % missing
