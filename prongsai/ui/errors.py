"""Error pages: one look for our own errors and for Django's."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from prongsai.core.errors import ProngsaiError, TooMany
from prongsai.ui.themes import get_theme

# What is entered there is never shown again.
SECRET = ("password", "token", "code", "csrf", "secret", "otp", "recovery")


def get_words(status: int) -> tuple[str, str]:
    """Return title and advice for STATUS."""
    known = {
        400: (_("คำขอไม่ถูกต้อง"), _("กลับไปหน้าก่อนหน้าแล้วลองอีกครั้ง")),
        403: (_("ท่านไม่มีสิทธิ์ทำรายการนี้"), _("ตรวจสอบว่าเลือกบทบาทถูกต้อง หรือติดต่อผู้ดูแลระบบของหน่วยงาน")),
        404: (_("ไม่พบหน้าที่ต้องการ"), _("ตรวจสอบที่อยู่ของหน้า หรือเริ่มใหม่จากหน้าแรก")),
        405: (_("เปิดหน้านี้โดยตรงไม่ได้"), _("กลับไปหน้าก่อนหน้าแล้วกดปุ่มในหน้านั้น")),
        409: (_("ข้อมูลเปลี่ยนไปแล้ว"), _("มีผู้แก้ไขก่อนหน้าท่าน เปิดหน้าเดิมใหม่เพื่อดูข้อมูลล่าสุด")),
        422: (_("ข้อมูลที่กรอกใช้ไม่ได้"), _("กลับไปแก้ไขตามข้อความแล้วส่งใหม่")),
        429: (_("ทำรายการถี่เกินไป"), _("รอสักครู่แล้วลองใหม่")),
        500: (_("ระบบขัดข้อง"), _("ระบบบันทึกปัญหาไว้แล้ว ลองใหม่อีกครั้งในอีกสักครู่")),
    }
    return known.get(status, known[400 if status < 500 else 500])


def show(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """Answer with a page, or with a toast where htmx asked."""
    title, advice = get_words(status)
    context = {"status": status, "title": title, "advice": advice, "message": message}
    if request.headers.get("HX-Request") == "true":
        response = render(request, "ui/components/toast_error.html", context, status=status)
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "beforeend"
        return response
    context["entered"] = get_entered(request)
    return render(request, "ui/error.html", context, status=status)


def show_error(request: HttpRequest, error: ProngsaiError) -> HttpResponse:
    response = show(request, error.status, error.message)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response


def get_entered(request: HttpRequest) -> list[str]:
    """Return what was typed, so that it can be copied and nothing is lost."""
    if request.method != "POST":
        return []
    fields: Mapping[str, Any] = request.POST
    return [
        str(value)
        for name, value in fields.items()
        if value and not any(word in name.lower() for word in SECRET)
    ]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return show(request, 403, _("หน้านี้เปิดทิ้งไว้นานเกินไป เปิดหน้าเดิมใหม่แล้วส่งอีกครั้ง"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without anything that might be broken: no database, no session, no menu."""
    title, advice = get_words(500)
    context = {"title": title, "advice": advice, "theme": get_theme(request)}
    return HttpResponse(render_to_string("ui/error_500.html", context), status=500)
