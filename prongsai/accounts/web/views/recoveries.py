"""Two-person recovery: asking, handing the link over, and using it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from prongsai.accounts.selectors.keys import find_person_by_email
from prongsai.accounts.selectors.recoveries import list_own_recoveries, recovery_is_open
from prongsai.accounts.services.recoveries import (
    ask_for_recovery,
    recover_account,
    show_recovery_link,
)
from prongsai.accounts.services.throttle import begin_attempt, forgive_attempt
from prongsai.accounts.web import attempts
from prongsai.accounts.web.forms.recoveries import AskForm, RecoverForm
from prongsai.core.errors import Invalid, NotFound
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request

TOKEN = "recovery_token"  # noqa: S105 - where the token lies


@require_GET
def list_recoveries(request: Request) -> HttpResponse:
    _require(request)
    context = {"recoveries": list_own_recoveries(request.actor)}
    return render(request, "accounts/recoveries/list.html", context)


@reauthentication_required(app="prongsai.accounts")  # type: ignore[untyped-decorator] # allauth has no types
def ask(request: Request) -> HttpResponse:
    """Ask a second person to open somebody's account again."""
    _require(request)
    form = AskForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            _ask(request, form)
            messages.success(request, _("ส่งคำขอแล้ว เมื่อผู้มีอำนาจคนที่สองอนุมัติ ระบบจะออกลิงก์ใช้ครั้งเดียว"))
            return redirect("accounts:recoveries")
    return render(request, "accounts/recoveries/ask.html", {"form": form})


@require_POST
def show_link(request: Request, recovery_id: int) -> HttpResponse:
    """Show the one-time link to whoever asked, to be handed over in person."""
    _require(request)
    path = show_recovery_link(request.actor, recovery_id=recovery_id)
    context = {
        "recoveries": list_own_recoveries(request.actor),
        "link": request.build_absolute_uri(path),
    }
    return render(request, "accounts/recoveries/list.html", context)


@login_not_required
@never_cache
@require_GET
def open_link(request: Request, token: str) -> HttpResponse:
    """Keep the token of a good link; wrong ones are counted, and all answer alike."""
    attempt = attempts.make_attempt(request, purpose="recovery")
    begin_attempt(attempt)
    if not recovery_is_open(token):
        attempts.refuse(attempt)
        return _refuse(request)
    forgive_attempt(attempt)
    request.session[TOKEN] = token
    return redirect("accounts:recovery-use")


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def use(request: Request) -> HttpResponse:
    """Let the owner choose a new password."""
    token = request.session.get(TOKEN, "")
    if not token or not recovery_is_open(token):
        return _refuse(request)
    form = RecoverForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            recover_account(token=token, password=form.cleaned_data["password"])
            request.session.pop(TOKEN, None)
            messages.success(request, _("ตั้งรหัสผ่านใหม่แล้ว เข้าสู่ระบบและตั้งค่าขั้นที่สองใหม่"))
            return redirect("account_login")
    return render(request, "accounts/recoveries/use.html", {"form": form})


def _ask(request: Request, form: AskForm) -> None:
    person = find_person_by_email(form.cleaned_data["email"])
    missing = _("ไม่พบบุคคลที่ใช้อีเมลนี้ในพื้นที่ของท่าน")
    if person is None:
        raise Invalid(missing, field="email")
    try:
        ask_for_recovery(request.actor, person_id=person.pk, reason=form.cleaned_data["reason"])
    except NotFound as error:
        raise Invalid(missing, field="email") from error


def _require(request: Request) -> None:
    if not can_anywhere(request.actor, "account.recover"):
        raise NotFound


def _refuse(request: Request) -> HttpResponse:
    request.session.pop(TOKEN, None)
    return render(request, "accounts/recoveries/refused.html", status=404)
