"""What happens to the keys of an account: audited, and told to its owner by mail."""

from django.db import transaction
from django.utils.translation import gettext

from prongsai.accounts.models import SignIn, User
from prongsai.accounts.services.sign_ins import drop_sessions
from prongsai.accounts.types import KeyChange, ThisSession
from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.notifications.services import send_mail_later
from prongsai.notifications.types import Recipient, Words

# These leave nobody signed in elsewhere.
_ENDS_SESSIONS = {KeyChange.PASSWORD_CHANGED, KeyChange.PASSWORD_RESET, KeyChange.PASSWORD_SET}


@transaction.atomic
def note_key_change(
    actor: Actor, *, person_id: int, change: KeyChange, session: ThisSession
) -> None:
    """Note a change that allauth made to a person's keys; a new password ends other sessions."""
    person = User.objects.get(pk=person_id)
    if change in _ENDS_SESSIONS:
        drop_sessions(person.pk, keep_id=session.sign_in_id)
        # This session goes on under a new key.
        mine = SignIn.objects.filter(pk=session.sign_in_id or 0, person=person)
        mine.update(session_key=session.key)
    send_mail_later([as_recipient(person)], event="account.keys", words=lambda: _tell(change))
    record(actor, verb=f"account.{change.value}", target=f"person:{person_id}")


def as_recipient(person: User) -> Recipient:
    return Recipient(person.pk, person.email, person.full_name, person.language)


def _tell(change: KeyChange) -> Words:
    body = gettext(
        "%(what)s\n\nถ้าท่านเป็นผู้ทำรายการนี้ ไม่ต้องทำอะไรต่อ ถ้าไม่ใช่ ให้เปลี่ยนรหัสผ่านทันทีและแจ้งผู้ที่เชิญท่านเข้าระบบ"
    )
    return Words(gettext("มีการเปลี่ยนแปลงบัญชีของท่าน"), body % {"what": change.get_label()})
