"""Ways back into an account: a link by mail, or two people where the mailbox is not enough."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.translation import gettext

from prongsai.accounts.models import Recovery, RoleGrant, User
from prongsai.accounts.rules.recoveries import are_two_sides, may_recover
from prongsai.accounts.selectors.keys import find_person_by_email
from prongsai.accounts.services.security import as_recipient
from prongsai.accounts.services.sign_ins import drop_sessions
from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Explanation, Line, Proposal, Request
from prongsai.audit.services import record
from prongsai.core import clock, ids, jobs
from prongsai.core.actor import NOBODY, SYSTEM, Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.notifications.services import send_mail_later
from prongsai.notifications.types import Words
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scopes
from prongsai.permissions.roles import Role
from prongsai.permissions.rules import NATION

RECOVERY_LIFETIME = timedelta(hours=24)


@transaction.atomic
def request_reset(*, email: str) -> None:
    """Ask for a link to a new password; takes the same steps whether such an account exists."""
    person = find_person_by_email(email)
    jobs.after_commit("accounts.tasks.send_reset_link", person_id=person.pk if person else 0)
    known_as = ids.keyed_hash(f"account {email.lower()}", key=settings.SECRET_KEY)[:16]
    record(NOBODY, verb="account.reset_request", target=f"account:{known_as}")


@transaction.atomic
def send_reset_link(*, person_id: int) -> None:
    """Mail the link; it dies with the first new password and after an hour."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return
    token = PasswordResetTokenGenerator().make_token(person)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": int_to_base36(person.pk), "key": token},
    )
    send_mail_later([as_recipient(person)], event="account.reset", words=_tell_reset, url=path)
    record(SYSTEM, verb="account.reset_send", target=f"person:{person.pk}")


def _tell_reset() -> Words:
    return Words(
        gettext("ตั้งรหัสผ่านใหม่"),
        gettext(
            "มีผู้ขอตั้งรหัสผ่านใหม่สำหรับบัญชีของท่าน ลิงก์นี้ใช้ได้ครั้งเดียวภายใน 1 ชั่วโมง\n\n"
            "ถ้าท่านไม่ได้ขอ ไม่ต้องทำอะไร รหัสผ่านเดิมยังใช้ได้"
        ),
        gettext("ตั้งรหัสผ่านใหม่"),
    )


@transaction.atomic
def ask_for_recovery(actor: Actor, *, person_id: int, reason: str) -> Request:
    """Ask a second person to let somebody back in who lost every key."""
    person, unit_id = _find_in_area(actor, person_id)
    if not reason.strip():
        raise Invalid(gettext("โปรดระบุเหตุผลให้ผู้อนุมัติทราบ"), field="reason")
    payload = {
        "person_id": person.pk,
        "person": person.full_name,
        "email": person.email,
        "asked_as": actor.role,
        "reason": reason.strip(),
    }
    return request_approval(
        actor,
        proposal=Proposal(
            action="account.recover",
            subject=f"person:{person.pk}",
            payload=payload,
            verb="account.recover",
            scope_unit_id=unit_id,
            expires_in=timedelta(days=2),
            barred=(person.pk,),
        ),
    )


def apply_recovery(actor: Actor, *, request: Request) -> None:
    """Open the way back and mail the link (APPROVAL_ACTIONS)."""
    person, _ = _find_in_area(actor, request.payload["person_id"])
    if not are_two_sides(request.payload["asked_as"], actor.role):
        raise NotAllowed(gettext("ผู้ดูแลระบบสองคนกู้คืนบัญชีกันเองไม่ได้ ต้องมีผู้มีอำนาจจากหน่วยงานร่วมด้วย"))
    row = Recovery(
        person=person,
        asked_by_id=request.requested_by_id,
        approved_by_id=actor.user_id or 0,
        expires_at=clock.real_now() + RECOVERY_LIFETIME,
    )
    path = _mint(row)
    row.save()
    send_mail_later([as_recipient(person)], event="account.recover", words=_tell_recovery, url=path)
    record(actor, verb="account.recover_open", target=f"person:{person.pk}")


def describe_recovery(payload: Mapping[str, Any]) -> Explanation:
    """Say whom the link lets back in, and what becomes of the old keys."""
    return Explanation(
        gettext("กู้คืนบัญชีของ %(person)s") % {"person": payload["person"]},
        (
            Line(gettext("บุคคล"), payload["person"]),
            Line(gettext("อีเมล"), payload["email"]),
            Line(gettext("ผล"), gettext("ออกลิงก์ใช้ครั้งเดียว รหัสผ่านและขั้นที่สองเดิมใช้ไม่ได้เมื่อใช้ลิงก์")),
            Line(gettext("เหตุผล"), payload["reason"]),
        ),
    )


@transaction.atomic
def show_recovery_link(actor: Actor, *, recovery_id: int) -> str:
    """Return a new link to whoever asked for it, to hand over in person; the mailed one dies."""
    row = Recovery.objects.select_for_update(no_key=True).filter(pk=recovery_id).first()
    if row is None or row.asked_by_id != actor.user_id:
        raise NotFound
    if row.used_at or row.expires_at <= clock.real_now():
        raise Conflict(gettext("ลิงก์กู้คืนนี้ใช้ไปแล้วหรือหมดอายุ โปรดขอใหม่"))
    _find_in_area(actor, row.person_id)
    path = _mint(row)
    row.save(update_fields=["token_hash"])
    record(actor, verb="account.recover_link", target=f"person:{row.person_id}")
    return path


@transaction.atomic
def recover_account(*, token: str, password: str) -> User:
    """Set a new password, forget every other key and end every session; the link dies."""
    row = _lock_open(token)
    person = User.objects.select_for_update(no_key=True).get(pk=row.person_id)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from error
    person.set_password(password)
    person.save(update_fields=["password"])
    Authenticator.objects.filter(user_id=person.pk).delete()
    drop_sessions(person.pk)
    row.used_at, row.token_hash = clock.real_now(), None
    row.save(update_fields=["used_at", "token_hash"])
    send_mail_later([as_recipient(person)], event="account.keys", words=_tell_recovered)
    actor = Actor(person.pk, person.full_name)
    record(actor, verb="account.recover", target=f"person:{person.pk}")
    return person


def _find_in_area(actor: Actor, person_id: int) -> tuple[User, int | None]:
    """Return the person and the unit that puts the person into the actor's area."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    grants = RoleGrant.objects.in_force(clock.today()).filter(person_id=person_id).order_by("id")
    near = filter_by_reach(grants, actor=actor, verb="account.recover").first()
    if person is None or near is None:
        raise NotFound
    if person.pk == actor.user_id:
        raise NotAllowed(gettext("ขอกู้คืนบัญชีของตนเองไม่ได้ ต้องให้ผู้อื่นขอให้"))
    held = list(grants.values_list("role", "unit_id"))
    scopes = get_scopes([unit_id for _, unit_id in held if unit_id is not None])
    if not may_recover(actor, [(Role(role), scopes.get(unit, NATION)) for role, unit in held]):
        raise NotAllowed(gettext("บุคคลนี้มีบทบาทที่สูงกว่าหรืออยู่นอกพื้นที่ของท่าน ต้องให้ส่วนกลางกู้คืนให้"))
    return person, near.unit_id


def _lock_open(token: str) -> Recovery:
    rows = Recovery.objects.select_for_update(no_key=True).filter(used_at=None)
    row = rows.filter(
        token_hash=ids.hash_token(token), expires_at__gt=clock.real_now(), person__is_active=True
    ).first()
    if row is None:
        raise NotFound(gettext("ลิงก์กู้คืนนี้ใช้ไปแล้วหรือหมดอายุ โปรดขอใหม่"))
    return row


def _mint(row: Recovery) -> str:
    token = ids.new_token()
    row.token_hash = ids.hash_token(token)
    return reverse("accounts:recovery-open", args=[token])


def _tell_recovery() -> Words:
    return Words(
        gettext("กู้คืนบัญชีของท่าน"),
        gettext(
            "เจ้าหน้าที่สองคนเปิดทางกู้คืนบัญชีให้ท่านแล้ว ลิงก์นี้ใช้ได้ครั้งเดียวภายใน 24 ชั่วโมง\n\n"
            "ถ้าท่านไม่ได้ขอ โปรดแจ้งหน่วยงานต้นสังกัดทันที"
        ),
        gettext("กู้คืนบัญชี"),
    )


def _tell_recovered() -> Words:
    return Words(
        gettext("กู้คืนบัญชีแล้ว"),
        gettext(
            "รหัสผ่านของท่านตั้งใหม่แล้ว และการยืนยันตัวตนขั้นที่สองเดิมถูกยกเลิกทั้งหมด\n\n"
            "ถ้าท่านไม่ได้ทำรายการนี้ โปรดแจ้งหน่วยงานต้นสังกัดทันที"
        ),
    )
