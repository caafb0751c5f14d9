"""Taking up an invitation: the link is put into the session, so that no address keeps it."""

from typing import cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from prongsai.accounts.selectors.invitations import InvitationView, find_open_invitation
from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.services.accepting import accept_as_known, accept_as_new
from prongsai.accounts.services.throttle import begin_attempt, forgive_attempt
from prongsai.accounts.web import attempts
from prongsai.accounts.web.forms.invitations import AcceptForm
from prongsai.core.errors import NotFound
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request

TOKEN = "invitation_token"  # noqa: S105 - where the token lies


@login_not_required
@never_cache
@require_GET
def open_link(request: Request, token: str) -> HttpResponse:
    """Keep the token of a good link; wrong ones are counted, and all answer alike."""
    attempt = attempts.make_attempt(request, purpose="invitation")
    begin_attempt(attempt)
    if find_open_invitation(token) is None:
        attempts.refuse(attempt)
        return _refuse(request)
    forgive_attempt(attempt)
    request.session[TOKEN] = token
    return redirect("accounts:invitation-accept")


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def accept(request: Request) -> HttpResponse:
    """Show what is offered to whom, and take it up as a new or a known person."""
    token = request.session.get(TOKEN, "")
    invitation = find_open_invitation(token) if token else None
    if invitation is None:
        return _refuse(request)
    if request.user.is_authenticated:
        return _accept_as_known(request, token, invitation)
    if invitation.has_account:
        return _show(request, invitation)
    form = AcceptForm(request.POST or None, initial={"full_name": invitation.full_name})
    if form.is_valid():
        with refusals(form):
            return _accept_as_new(request, token, form)
    return _show(request, invitation, form)


def _accept_as_new(request: Request, token: str, form: AcceptForm) -> HttpResponse:
    person = accept_as_new(token=token, **form.cleaned_data)
    request.session.pop(TOKEN, None)
    messages.success(request, _("ยินดีต้อนรับ บัญชีของท่านพร้อมใช้แล้ว"))
    record_authentication(request, person, "password", email=person.email)
    return cast(HttpResponse, perform_login(request, Login(user=person, redirect_url="/")))


def _accept_as_known(request: Request, token: str, invitation: InvitationView) -> HttpResponse:
    if request.method != "POST" or getattr(request.user, "email", "") != invitation.email:
        return _show(request, invitation)
    accept_as_known(request.actor, token=token)
    request.session.pop(TOKEN, None)
    messages.success(request, _("ตอบรับคำเชิญแล้ว เลือกบทบาทใหม่ได้จากแถบด้านบน"))
    return redirect("accounts:me")


def _show(
    request: Request, invitation: InvitationView, form: AcceptForm | None = None
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "role": label_role(invitation.role),
        "form": form,
        "is_mine": getattr(request.user, "email", "") == invitation.email,
        "here": reverse("accounts:invitation-accept"),
    }
    return render(request, "accounts/invitations/accept.html", context)


def _refuse(request: Request) -> HttpResponse:
    request.session.pop(TOKEN, None)
    error = NotFound(_("คำเชิญนี้ใช้ไม่ได้แล้ว อาจหมดอายุ ถูกยกเลิก หรือตอบรับไปแล้ว"))
    context = {"message": error.message}
    return render(request, "accounts/invitations/refused.html", context, status=error.status)
