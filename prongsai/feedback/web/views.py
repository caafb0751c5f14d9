"""The page that everybody may read."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from prongsai.feedback import selectors
from prongsai.ui.types import Bar, Tab


@login_not_required
def show(request: HttpRequest, code: str, year: int | None = None) -> HttpResponse:
    """What was said about an agency in a year, and what it does about it."""
    unit, page, years = selectors.get_page(code, year)
    tabs = [
        Tab(str(each), reverse("feedback:page", args=[code, each]), each == page.fiscal_year)
        for each in years
    ]
    bars = [
        Bar(f"{voice.code} {voice.name}", float(voice.score), text=voice.score)
        for voice in page.voices
    ]
    context = {"unit": unit, "page": page, "tabs": tabs, "bars": bars}
    return render(request, "feedback/page.html", context)
