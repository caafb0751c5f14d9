"""Requests to freeze a draft, and what one says in plain words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.approvals.selectors import find_last_about
from prongsai.approvals.types import Explanation, Line, Request
from prongsai.frameworks.types.drafts import get_subject
from prongsai.ui import dates


def find_request(draft_id: int) -> Request | None:
    """Return the newest request to freeze a draft."""
    return find_last_about(get_subject(draft_id))


def describe_freeze(payload: dict[str, Any]) -> Explanation:
    """Return what freezing would put in force, made from the payload alone."""
    english = (get_language() or "").startswith("en")
    title = payload["title"]["en" if english else "th"]
    counts = {"count": payload["provisional"], "total": payload["rules"]}
    lines = [
        Line(_("ชื่อ"), title),
        Line(_("รหัสของกรอบ"), payload["name"]),
        Line(_("ปีงบประมาณ"), dates.get_be_year(payload["fiscal_year"])),
        Line(_("กติกาที่ยังไม่ยืนยัน"), _("%(count)s จาก %(total)s ข้อ") % counts),
        Line(_("ค่าแฮช"), payload["digest"]),
    ]
    if payload["cloned_from"]:
        lines.insert(2, Line(_("คัดลอกจาก"), payload["cloned_from"]))
    return Explanation(
        _("ตรึงกรอบการประเมิน %(name)s") % {"name": payload["name"]},
        tuple(lines),
        url=reverse("frameworks:framework", args=[payload["ref"]]),
    )
