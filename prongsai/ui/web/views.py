"""The theme switch and the style guide; both are open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from prongsai.ui import tables, themes
from prongsai.ui.http import Request
from prongsai.ui.styleguide import content

YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def set_theme(request: Request) -> HttpResponse:
    """Remember light, dark or automatic, and go back to where the switch was."""
    wanted = request.POST.get("theme", "")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(back if safe else "/")
    if wanted in themes.THEMES:
        response.set_cookie(
            themes.COOKIE, wanted, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response


@login_not_required
def styleguide(request: Request) -> HttpResponseBase:
    table = content.get_table()
    return tables.answer(request, table, "ui/styleguide/page.html", content.get_context(request))
