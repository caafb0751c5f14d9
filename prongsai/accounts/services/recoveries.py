"""Ways back into an account: a link by mail, or two people where the mailbox is not enough."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.translation import gettext

from prongsai.accounts.models import User
from prongsai.accounts.selectors.keys import find_person_by_email
from prongsai.accounts.services.security import as_recipient
from prongsai.audit.services import record
from prongsai.core import ids, jobs
from prongsai.core.actor import NOBODY, SYSTEM
from prongsai.notifications.services import send_mail_later
from prongsai.notifications.types import Words


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
