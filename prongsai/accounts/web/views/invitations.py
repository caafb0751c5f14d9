"""Pages for those who invite."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from prongsai.accounts.rules.grants import needs_second_person
from prongsai.accounts.rules.sheets import Flaw
from prongsai.accounts.selectors.invitations import (
    InvitationView,
    get_invitation_for,
    list_invitations_for,
)
from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.services import invitations
from prongsai.accounts.services.sheets import explain_flaw, invite_from_file, name_column
from prongsai.accounts.web.forms.invitations import InviteForm, SheetForm
from prongsai.accounts.web.tables.invitations import build_invitations, draw_state
from prongsai.core.errors import NotFound
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.dates import get_long, get_moment
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb, Fact


@require_GET
def list_invitations(request: Request) -> HttpResponseBase:
    """Whom was invited into my area, and what came of it."""
    require_inviter(request)
    table = build_invitations(list_invitations_for(request.actor))
    return answer(request, table, "accounts/invitations/list.html")


def invite(request: Request) -> HttpResponse:
    """Invite one person."""
    require_inviter(request)
    form = InviteForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        with refusals(form):
            new = form.get_invitation()
            row = invitations.invite(request.actor, new=new, reason=form.cleaned_data["reason"])
            messages.success(request, _say_sent(new))
            return redirect("accounts:invitation", invitation_id=row.pk)
    context = {"form": form, "crumbs": [*crumbs(), Crumb(_("เชิญบุคคล"))]}
    return render(request, "accounts/invitations/new.html", context)


def invite_many(request: Request) -> HttpResponse:
    """Invite everybody in a table; with anything wrong in it, nobody."""
    require_inviter(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    flaws: list[Flaw] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals(form):
            count, flaws = invite_from_file(request.actor, data=file.read(), file_name=file.name)
            if not flaws:
                messages.success(request, _("ส่งคำเชิญแล้ว %(count)s ราย") % {"count": count})
                return redirect("accounts:invitations")
    context = {
        "form": form,
        "flaws": [(flaw, name_column(flaw.column), explain_flaw(flaw)) for flaw in flaws[:200]],
        "more": max(len(flaws) - 200, 0),
        "crumbs": [*crumbs(), Crumb(_("เชิญจากไฟล์"))],
    }
    return render(request, "accounts/invitations/many.html", context)


@require_GET
def show_invitation(request: Request, invitation_id: int) -> HttpResponse:
    return _show(request, get_invitation_for(request.actor, invitation_id))


@require_POST
def resend(request: Request, invitation_id: int) -> HttpResponse:
    invitations.resend_invitation(request.actor, invitation_id=invitation_id)
    messages.success(request, _("ส่งลิงก์ใหม่แล้ว ลิงก์เดิมใช้ไม่ได้อีก"))
    return redirect("accounts:invitation", invitation_id=invitation_id)


@require_POST
def revoke(request: Request, invitation_id: int) -> HttpResponse:
    invitations.revoke_invitation(request.actor, invitation_id=invitation_id)
    messages.success(request, _("ยกเลิกคำเชิญแล้ว ลิงก์ใช้ไม่ได้อีก"))
    return redirect("accounts:invitation", invitation_id=invitation_id)


@require_POST
def show_link(request: Request, invitation_id: int) -> HttpResponse:
    """Show a new link once; only the demo does, where no mail leaves the machine."""
    path = invitations.renew_link(request.actor, invitation_id=invitation_id)
    invitation = get_invitation_for(request.actor, invitation_id)
    return _show(request, invitation, link=request.build_absolute_uri(path))


def require_inviter(request: Request) -> None:
    if not can_anywhere(request.actor, "person.invite"):
        raise NotFound


def crumbs() -> list[Crumb]:
    return [
        Crumb(_("บุคลากร"), reverse("people:list")),
        Crumb(_("คำเชิญ"), reverse("accounts:invitations")),
    ]


def _show(request: Request, invitation: InvitationView, *, link: str = "") -> HttpResponse:
    context = {
        "invitation": invitation,
        "badge": draw_state(invitation.state),
        "facts": _list_facts(invitation),
        "link": link,
        "may_show_link": settings.DEMO and invitation.may_change and invitation.sent_at,
        "crumbs": [*crumbs(), Crumb(invitation.full_name)],
    }
    return render(request, "accounts/invitations/invitation.html", context)


def _say_sent(new: invitations.NewInvitation) -> str:
    if needs_second_person(new.role):
        return _("ส่งคำขอแล้ว คำเชิญจะออกเมื่อผู้มีอำนาจคนที่สองอนุมัติ")
    return _("ส่งคำเชิญไปที่ %(email)s แล้ว") % {"email": new.email}


def _list_facts(invitation: InvitationView) -> list[Fact]:
    unit = str(invitation.unit) if invitation.unit else _("ทั้งประเทศ")
    facts = [
        Fact(_("อีเมล"), invitation.email),
        Fact(_("บทบาท"), label_role(invitation.role)),
        Fact(_("หน่วยงาน"), unit),
        Fact(_("ถึงวันที่"), get_long(invitation.ends) if invitation.ends else _("ไม่กำหนด")),
        Fact(_("เชิญโดย"), invitation.invited_by or "–"),
    ]
    moments = [
        (_("ส่งเมื่อ"), invitation.sent_at),
        (_("หมดอายุวันที่"), invitation.expires_at),
        (_("ตอบรับเมื่อ"), invitation.accepted_at),
    ]
    return facts + [Fact(label, get_moment(when)) for label, when in moments if when]
