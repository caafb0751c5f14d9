"""Telling people: a line in the inbox now, a letter by mail after commit."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import translation

from prongsai.core import clock, jobs
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.notifications import gateways
from prongsai.notifications.models import Mail, Notice
from prongsai.notifications.rules import to_one_line
from prongsai.notifications.selectors import list_notices
from prongsai.notifications.types import Letter, Recipient, Words, Writer

KEEP_NOTICES = timedelta(days=400)
KEEP_MAIL = timedelta(days=90)
GIVE_UP = timedelta(days=3)


@transaction.atomic
def notify(
    recipients: Sequence[Recipient], *, event: str, words: Writer, url: str = "", mail: bool = True
) -> None:
    """Tell each person once, in the person's own language: inbox and, unless told not to, mail.

    URL is a path of this site. Part of the caller's transaction: nothing is said if that fails.
    """
    people = _once_each(recipients)
    spoken = _speak(people, words)
    Notice.objects.bulk_create(
        [
            Notice(user_id=person.user_id, url=url, **_columns(event, person, spoken))
            for person in people
            if person.user_id is not None
        ],
        batch_size=500,
    )
    if mail:
        _queue_mail(people, event=event, spoken=spoken, url=url)


@transaction.atomic
def send_mail_later(
    recipients: Sequence[Recipient], *, event: str, words: Writer, url: str = ""
) -> None:
    """Only mail, for people without an inbox or words that must not lie in one (one-time links)."""
    people = _once_each(recipients)
    _queue_mail(people, event=event, spoken=_speak(people, words), url=url)


@transaction.atomic
def send_mail(mail_id: int) -> None:
    """Hand one letter to the mail server and erase its words; does nothing the second time."""
    mail = Mail.objects.select_for_update(no_key=True).filter(pk=mail_id).first()
    if mail is None or mail.sent_at or mail.failed_at:
        return
    gateways.send(
        Letter(
            id=mail.pk,
            to=Recipient(None, mail.email, mail.name, mail.language),
            words=Words(mail.subject, mail.body, mail.link),
            url=mail.url,
        )
    )
    mail.sent_at, mail.body, mail.url = clock.real_now(), "", ""
    mail.save(update_fields=["sent_at", "body", "url"])


@transaction.atomic
def mark_read(actor: Actor, *, notice_id: int) -> str:
    """Mark one of the actor's own lines as read and return the path that it leads to."""
    notice = list_notices(actor).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return notice.url


@transaction.atomic
def mark_all_read(actor: Actor) -> int:
    return list_notices(actor).filter(read_at=None).update(read_at=clock.now())


@transaction.atomic
def clear_old_notices() -> None:
    """Forget what nobody needs any more, and erase letters that could not be delivered."""
    now = clock.real_now()
    stuck = Mail.objects.filter(sent_at=None, failed_at=None, created_at__lt=now - GIVE_UP)
    stuck.update(failed_at=now, body="", url="")
    Mail.objects.filter(created_at__lt=now - KEEP_MAIL).delete()
    Notice.objects.filter(created_at__lt=clock.now() - KEEP_NOTICES).delete()


def _once_each(recipients: Iterable[Recipient]) -> list[Recipient]:
    return list({(person.user_id, person.email.lower()): person for person in recipients}.values())


def _speak(people: Iterable[Recipient], words: Writer) -> dict[str, Words]:
    spoken = {}
    for language in {person.language for person in people}:
        with translation.override(language):
            spoken[language] = words()
    return spoken


def _queue_mail(
    people: Iterable[Recipient], *, event: str, spoken: dict[str, Words], url: str
) -> None:
    letters = Mail.objects.bulk_create(
        [
            Mail(
                email=person.email,
                name=to_one_line(person.name),
                url=url,
                created_at=clock.real_now(),
                **_columns(event, person, spoken),
            )
            for person in people
            if person.email
        ],
        batch_size=500,
    )
    jobs.each_after_commit("notifications.tasks.send_mail", ids=[letter.pk for letter in letters])


def _columns(event: str, person: Recipient, spoken: dict[str, Words]) -> dict[str, str]:
    words = spoken[person.language]
    return {
        "event": event,
        "language": person.language,
        "subject": to_one_line(words.subject),
        "body": words.body,
        "link": words.link,
    }
