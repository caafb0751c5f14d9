"""Taking up an invitation: a new account, or one more role for somebody who is in already."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prongsai.accounts.models import Invitation, User
from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.selectors.places import find_place
from prongsai.accounts.services.grants import NewGrant, create_grant
from prongsai.accounts.services.security import as_recipient
from prongsai.audit.services import record
from prongsai.core import clock, ids
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.notifications.services import notify
from prongsai.notifications.types import Words
from prongsai.permissions.roles import Role


@transaction.atomic
def accept_as_new(*, token: str, full_name: str, password: str) -> User:
    """Make the account of the invited mailbox and give it the role; the link dies with it."""
    row = _lock(token)
    person = User(email=row.email, full_name=full_name.strip())
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from error
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise Conflict(_("อีเมลนี้มีบัญชีอยู่แล้ว โปรดเข้าสู่ระบบก่อนตอบรับคำเชิญ")) from error
    _accept(Actor(person.pk, person.full_name), row, person)
    return person


@transaction.atomic
def accept_as_known(actor: Actor, *, token: str) -> None:
    """Give the role to the account of the invited mailbox, and to no other."""
    row = _lock(token)
    person = User.objects.filter(pk=actor.user_id or 0, is_active=True).first()
    if person is None or person.email != row.email:
        raise NotAllowed(_("คำเชิญนี้ส่งถึงอีเมลอื่น โปรดเข้าสู่ระบบด้วยบัญชีของอีเมลที่ได้รับคำเชิญ"))
    _accept(actor, row, person)


def _lock(token: str) -> Invitation:
    row = (
        Invitation.objects.select_for_update(no_key=True)
        .filter(token_hash=ids.hash_token(token), accepted_at=None, revoked_at=None)
        .filter(expires_at__gt=clock.real_now())
        .first()
    )
    if row is None:
        raise NotFound(_("คำเชิญนี้ใช้ไม่ได้แล้ว อาจหมดอายุ ถูกยกเลิก หรือตอบรับไปแล้ว"))
    return row


def _accept(actor: Actor, row: Invitation, person: User) -> None:
    place = find_place(row.unit_id)
    if place is None or (place.unit is not None and not place.unit.exists):
        raise Conflict(_("หน่วยงานนี้ยุบเลิกแล้ว โปรดติดต่อผู้ที่เชิญท่าน"))
    if row.ends is not None and row.ends < clock.today():
        raise Conflict(_("ช่วงเวลาของบทบาทที่ขอผ่านไปแล้ว"))
    row.accepted_at, row.accepted_by, row.token_hash = clock.real_now(), person, None
    row.save(update_fields=["accepted_at", "accepted_by", "token_hash"])
    _keep_identity(row, person)
    new = NewGrant(
        person.pk, Role(row.role), row.unit_id, row.division_id, (clock.today(), row.ends)
    )
    create_grant(actor, new=new, granted_by_id=row.invited_by_id, invitation=row.pk)
    _tell_inviter(row, person)
    record(actor, verb="invitation.accept", target=f"invitation:{row.pk}", unit_id=row.unit_id)


def _keep_identity(row: Invitation, person: User) -> None:
    if not row.identity_hash or person.identity_hash:
        return
    if not User.objects.filter(identity_hash=row.identity_hash).exists():
        person.identity_hash = row.identity_hash
        person.save(update_fields=["identity_hash"])


def _tell_inviter(row: Invitation, person: User) -> None:
    if row.invited_by is None:
        return

    def write() -> Words:
        words = {"person": person.full_name, "role": label_role(row.role)}
        return Words(
            _("%(person)s ตอบรับคำเชิญแล้ว") % words,
            _("%(person)s เริ่มใช้บทบาท %(role)s แล้ว") % words,
        )

    notify([as_recipient(row.invited_by)], event="account.accepted", words=write, mail=False)
