"""My account: who I am here, how I get in, and under which role I work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from prongsai.accounts.selectors.keys import lacks_second_factor
from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.selectors.own import get_own_keys, get_own_person, list_own_sessions
from prongsai.accounts.services.contexts import switch_context
from prongsai.accounts.services.profiles import edit_own_profile
from prongsai.accounts.services.sign_ins import end_other_sessions, end_session
from prongsai.accounts.web.forms.me import ProfileForm
from prongsai.accounts.web.middleware import ACTING_GRANT, SIGN_IN
from prongsai.accounts.web.words import describe_device, describe_role
from prongsai.core.errors import Invalid
from prongsai.core.numbers import find_number
from prongsai.ui.http import Request


@require_GET
def me(request: Request) -> HttpResponse:
    sessions = list_own_sessions(request.actor, sign_in_id=request.session.get(SIGN_IN))
    context = {
        "person": get_own_person(request.actor),
        "keys": get_own_keys(request.actor),
        "weak": lacks_second_factor(request.actor),
        "sessions": [(session, describe_device(session)) for session in sessions],
        "roles": [
            (grant, label_role(grant.role), describe_role(grant.role))
            for grant in request.actor.grants
        ],
    }
    return render(request, "accounts/me.html", context)


def profile(request: Request) -> HttpResponse:
    person = get_own_person(request.actor)
    form = ProfileForm.of(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        edit_own_profile(request.actor, profile=form.get_profile())
        messages.success(request, _("บันทึกข้อมูลของท่านแล้ว"))
        return redirect("accounts:me")
    return render(request, "accounts/profile.html", {"form": form})


@require_POST
def session_end(request: Request, sign_in_id: int) -> HttpResponse:
    end_session(request.actor, sign_in_id=sign_in_id)
    messages.success(request, _("ออกจากระบบในเครื่องนั้นแล้ว"))
    return redirect("accounts:me")


@require_POST
def sessions_end(request: Request) -> HttpResponse:
    count = end_other_sessions(request.actor, sign_in_id=request.session.get(SIGN_IN))
    messages.success(request, _("ออกจากระบบในเครื่องอื่น %(count)s เครื่องแล้ว") % {"count": count})
    return redirect("accounts:me")


@require_POST
def context_switch(request: Request) -> HttpResponse:
    wanted = find_number(request.POST.get("grant", ""))
    if wanted is None:
        raise Invalid(_("ไม่พบบทบาทที่เลือก"))
    grant = switch_context(request.actor, grant_id=wanted)
    request.session[ACTING_GRANT] = grant.id
    names = {"role": label_role(grant.role), "unit": grant.unit_name or _("ทั้งประเทศ")}
    messages.success(request, _("กำลังทำงานในฐานะ %(role)s · %(unit)s") % names)
    return redirect(_get_next(request))


def _get_next(request: Request) -> str:
    url = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(url, None, require_https=request.is_secure()):
        return url
    return reverse("home:home")
