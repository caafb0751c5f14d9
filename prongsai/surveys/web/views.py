"""The public page of receipts: everybody may ask, nobody has to say who they are."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from prongsai.surveys.rules.codes import find_receipt, format_code
from prongsai.surveys.rules.receipts import Record, write_document
from prongsai.surveys.selectors import receipts


@login_not_required
@never_cache
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Say whether a receipt is counted, and list what is published."""
    typed = request.GET.get("code", "")
    code = find_receipt(typed)
    found = receipts.find_receipt_release(code) if code else None
    releases = receipts.list_releases()
    context = {
        "typed": typed[:30],
        "wrong": _("รหัสนี้ไม่ครบหรือมีตัวที่พิมพ์ผิด โปรดตรวจทีละตัว") if typed and not code else "",
        "asked": format_code(code, group=4) if code else "",
        "found": found,
        "releases": releases[::-1][:60],
        "total": sum(release.receipts_count for release in releases),
    }
    return render(request, "surveys/receipts.html", context)


@login_not_required
def list_releases(request: HttpRequest) -> JsonResponse:
    """Every release without its leaves, for programs."""
    documents = [write_document(Record(each, ())) for each in receipts.list_releases()]
    return JsonResponse({"releases": documents})


@login_not_required
def show_release(request: HttpRequest, release_id: int) -> JsonResponse:
    """One release with all leaves, for programs."""
    return JsonResponse(write_document(receipts.get_record(release_id)))
