"""The day as of which a page shows the tree, from its address."""

from datetime import date

from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.core.errors import Invalid
from prongsai.core.thai_dates import parse_thai_date
from prongsai.ui.http import Request


def read_day(request: Request) -> tuple[date, str]:
    """Return the day of the address (today), and what is wrong with it in words."""
    text = request.GET.get("on", "").strip()
    if not text:
        return clock.today(), ""
    try:
        return parse_thai_date(text), ""
    except Invalid as error:
        return clock.today(), f"{error.message} {_('จึงแสดงข้อมูล ณ วันนี้แทน')}"


def write_day(day: date) -> str:
    """Return what an address carries for DAY: nothing for today."""
    return "" if day == clock.today() else day.isoformat()
