"""The theme switch and the style guide; both are open to everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from prongsai.ui import tables, themes, tree
from prongsai.ui.http import Request
from prongsai.ui.styleguide import bodies, content

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
    """Show every component; nothing that is sent from here is kept."""
    if request.method == "POST":
        messages.success(request, _("บันทึกตัวอย่างแล้ว ไม่มีข้อมูลใดถูกเก็บ"))
        return redirect("styleguide")
    table = bodies.get_table()
    return tables.answer(request, table, "ui/styleguide/page.html", content.get_context())


@login_not_required
def frame(request: Request) -> HttpResponse:
    """Show the frame of a signed-in person."""
    if request.method == "POST":
        messages.success(request, _("เปลี่ยนบทบาทแล้ว"))
        return redirect("styleguide-frame")
    context = {**content.get_context(), **content.get_frame()}
    return render(request, "ui/styleguide/frame.html", context)


@login_not_required
def branch(request: Request) -> HttpResponse:
    """A part of the tree that is loaded when it is opened."""
    return tree.answer_branch(request, content.get_branch(), _("อำเภอห้วยน้ำใส"))


@login_not_required
def confirm(request: Request) -> HttpResponse:
    """The page that stands behind a dialog where no script runs."""
    if request.method == "POST":
        messages.success(request, _("นำหน่วยงานตัวอย่างออกแล้ว ไม่มีข้อมูลใดเปลี่ยน"))
        return redirect("styleguide")
    context = {
        "title": _("นำหน่วยงานออกจากรอบการประเมินหรือไม่"),
        "text": _("ผู้ประสานงานของกอง 3 คนจะเข้าหน่วยงานนี้ไม่ได้อีก ผลคะแนนปีก่อนยังอยู่"),
        "confirm": _("นำหน่วยงานออก"),
        "back": "/styleguide",
    }
    return render(request, "ui/confirm.html", context)
