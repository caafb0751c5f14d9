"""For anybody, without signing in: report pressure, come back with the code."""

import secrets
import time

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.forms import Form, MultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from prongsai.core.errors import Conflict, NotFound
from prongsai.organizations.selectors.names import find_unit_by_name
from prongsai.pressure.rules.payment import Price
from prongsai.pressure.services.cases import get_own_case
from prongsai.pressure.services.keys import ensure_key
from prongsai.pressure.services.reports import NewReport, file_report, write_as_reporter
from prongsai.pressure.types import State
from prongsai.pressure.web.forms import CodeForm, MessageForm, ReportForm
from prongsai.pressure.web.lane import LANE
from prongsai.surveys.rules.codes import format_code
from prongsai.surveys.rules.work import PARTS, Wait, get_challenge
from prongsai.surveys.selectors.channels import find_channel
from prongsai.ui.dates import get_page_language
from prongsai.ui.forms import refusals
from prongsai.ui.languages import remember_language, take_language

GROUP = 5


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take a report; the answer is the page with the code, which is shown this once."""
    price, language = _get_price(), take_language(request)
    if language:
        form = ReportForm(initial=_get_entered(request, ReportForm))
    else:
        form = ReportForm(request.POST or None, initial={"agency": _get_agency(request)})
    if form.is_valid():
        given = form.cleaned_data
        mark = price.find_mark(work=given["work"], wait=given["wait"], now=time.time())
        if mark is None:
            return _ask_to_wait(request, form, price)
        unit = find_unit_by_name(given["agency"])
        agency = unit.name_th if unit else given["agency"].strip()
        head = form.get_head(agency=agency, unit_id=unit.id if unit else None)
        with refusals(form):
            code = file_report(NewReport(head, given["text"], mark))
            return render(request, "pressure/sent.html", {"code": format_code(code, group=GROUP)})
    context = {
        "form": form,
        "price": price,
        "parts": PARTS,
        "channel": "REPORT",
        "is_signed_in": request.user.is_authenticated,
        "language_form": "report",
    }
    return remember_language(render(request, "pressure/report.html", context), language)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def show_own(request: HttpRequest) -> HttpResponse:
    """Show a case to whoever has its code, and take one more message; the code is only posted."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return render(request, "pressure/code.html", {"form": form})
    key = form.cleaned_data["code"]
    try:
        case = get_own_case(key)
    except NotFound:
        form.add_error("code", _("ไม่พบเรื่องของรหัสนี้ โปรดตรวจทีละตัว"))
        return render(request, "pressure/code.html", {"form": form})
    except Conflict as error:
        form.add_error("code", str(error))
        return render(request, "pressure/code.html", {"form": form})
    language = take_language(request)
    is_written = "text" in request.POST and not language
    writing = MessageForm(
        request.POST if is_written else None, initial=_get_entered(request, MessageForm)
    )
    is_sent = False
    if writing.is_valid():
        with refusals(writing):
            write_as_reporter(key, text=writing.cleaned_data["text"])
            case, writing, is_sent = get_own_case(key), MessageForm(), True
    context = {
        "case": case,
        "state": State(case.state).label,
        "code": request.POST["code"],
        "form": writing,
        "is_sent": is_sent,
        "language_form": "writing",
    }
    return remember_language(render(request, "pressure/case.html", context), language)


def _get_entered(request: HttpRequest, form: type[Form]) -> dict[str, str | list[str]]:
    """Return what was entered so far, to be shown again as it is."""
    return {
        name: request.POST.getlist(name)
        if isinstance(field, MultipleChoiceField)
        else request.POST.get(name, "")
        for name, field in form.base_fields.items()
    }


def _get_price() -> Price:
    key = ensure_key()
    if key is None:
        raise Conflict(_("ยังรับเรื่องไม่ได้ในขณะนี้ โปรดลองใหม่ภายหลัง"))
    return Price(
        challenge=get_challenge(key.id, key.public_key),
        bits=settings.SURVEYS_WORK_BITS,
        key_id=key.id,
        key=settings.SURVEYS_LEDGER_KEY.encode(),
    )


def _get_agency(request: HttpRequest) -> str:
    """Return the agency of the survey link that somebody came from."""
    channel = find_channel(request.GET.get("link", "")[:6])
    return channel.agency.in_language(get_page_language()) if channel else ""


def _ask_to_wait(request: HttpRequest, form: ReportForm, price: Price) -> HttpResponse:
    """Ask for a wait instead of work, with everything that was written still on the page."""
    now = time.time()
    place = price.find_place(form.cleaned_data["wait"], now=now)
    if place is None:
        ready_at = LANE.get_place(get_client_ip(request) or "", now=now)
        place = Wait(price.key_id, ready_at, secrets.token_bytes(12))
    fields = [
        (name, value)
        for name in form.fields
        if name not in {"work", "wait"}
        for value in request.POST.getlist(name)
    ]
    seconds = max(1, int(place.ready_at - now) + 1)
    context = {"fields": [*fields, ("wait", price.sign(place))], "seconds": seconds}
    return render(request, "pressure/wait.html", context, status=428)
