"""Everybody is told once, in the own language, and mail leaves only after commit."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.notifications import services
from prongsai.notifications.models import Mail, Notice
from prongsai.notifications.selectors import count_unread, list_notices
from prongsai.notifications.types import Recipient, Words
from tests.factories.jobs import list_jobs, run_jobs, run_worker

THAI = Recipient(user_id=1, email="somying@demo.invalid", name="สมหญิง ใจดี")
ENGLISH = Recipient(user_id=2, email="john@demo.invalid", name="John Smith", language="en")
GUEST = Recipient(user_id=None, email="guest@demo.invalid", name="ผู้รับเชิญ")
JOB = "notifications.tasks.send_mail"


def words():
    return Words(
        subject=gettext("ระบบโปร่งใส"),
        body="ย่อหน้าแรก <b>\n\nย่อหน้าที่สอง",
    )


def actor(user_id):
    return Actor(user_id=user_id, name="")


def tell(*recipients, **options):
    services.notify(recipients, event="test.event", words=words, url="/inbox/", **options)


class Sink:
    """A mail server that keeps what it is given, or refuses it."""

    def __init__(self):
        self.letters: list[EmailMessage] = []
        self.refuse = False

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return "451 try later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class AnyPort(Controller):
    """Listens on a port that the system chooses."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def sink(settings):
    handler = Sink()
    controller = AnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.SITE_URL = "https://ita.example.go.th"
    yield handler
    controller.stop()


@pytest.mark.django_db
def test_notify_speaks_each_persons_language():
    tell(THAI, ENGLISH, GUEST, THAI)

    notices = {notice.user_id: notice for notice in Notice.objects.all()}
    assert {user: notice.language for user, notice in notices.items()} == {1: "th", 2: "en"}
    assert notices[1].subject == "ระบบโปร่งใส"
    assert notices[2].subject == "Prongsai"
    assert Mail.objects.count() == 3


@pytest.mark.django_db
def test_notify_takes_the_same_queries_for_one_and_for_many(django_assert_num_queries):
    many = [Recipient(n, f"p{n}@demo.invalid", f"คนที่ {n}") for n in range(10, 210)]

    with django_assert_num_queries(5):
        tell(THAI)
    with django_assert_num_queries(5):
        tell(*many)


@pytest.mark.django_db
def test_notify_without_mail_sends_none():
    tell(THAI, mail=False)

    assert Mail.objects.count() == 0
    assert list_jobs() == []


@pytest.mark.django_db
def test_notice_leads_only_into_this_site():
    with pytest.raises(IntegrityError), transaction.atomic():
        services.notify([THAI], event="x", words=words, url="//evil.example/")


@pytest.mark.django_db(transaction=True)
def test_mail_arrives_by_a_real_worker_and_is_erased(sink):
    with transaction.atomic():
        tell(THAI, ENGLISH)
        run_worker()
        assert sink.letters == []
    run_worker()

    letters = {letter["To"].addresses[0].addr_spec: letter for letter in sink.letters}
    thai, english = letters[THAI.email], letters[ENGLISH.email]
    assert thai["Subject"] == "ระบบโปร่งใส"
    assert thai["To"].addresses[0].display_name == THAI.name
    assert english["Subject"] == "Prongsai"
    text = thai.get_body(("plain",)).get_content()
    html = thai.get_body(("html",)).get_content()
    assert "เรียน สมหญิง ใจดี" in text
    assert "https://ita.example.go.th/inbox/" in text
    assert "ย่อหน้าแรก <b>" in text
    assert "ย่อหน้าแรก &lt;b&gt;" in html
    assert "<img" not in html
    assert "Dear John Smith" in english.get_body(("plain",)).get_content()
    assert thai["Auto-Submitted"] == "auto-generated"
    assert set(Mail.objects.values_list("body", "url")) == {("", "")}
    assert Mail.objects.filter(sent_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_refused_mail_stays_and_is_tried_again(sink):
    sink.refuse = True
    tell(THAI)
    run_worker()

    assert Mail.objects.filter(sent_at=None).exclude(body="").count() == 1
    [(name, queue, state, _, attempts)] = list_jobs()
    assert (name, queue, state) == (JOB, "mail", "todo")
    assert attempts >= 1  # where the worker is slow, the next may be due before it ends
    sink.refuse = False
    services.send_mail(Mail.objects.get().pk)
    services.send_mail(Mail.objects.get().pk)
    assert len(sink.letters) == 1


@pytest.mark.django_db
def test_mail_keeps_hostile_headers_on_one_line(mailoutbox):
    hostile = Recipient(None, "a@demo.invalid", 'ก"\r\nBcc: all@demo.invalid')
    services.send_mail_later(
        [hostile], event="x", words=lambda: Words("หัวข้อ\r\nBcc: b@demo.invalid", "เนื้อหา")
    )
    run_jobs()

    [letter] = mailoutbox
    headers = letter.message().as_bytes().split(b"\n\n")[0]
    assert b"\nBcc:" not in headers
    assert letter.recipients() == letter.to
    assert len(letter.to) == 1


@pytest.mark.django_db
def test_old_mail_is_given_up_and_erased():
    tell(THAI)
    with time_machine.travel(clock.real_now() + services.GIVE_UP * 2):
        services.clear_old_notices()

    mail = Mail.objects.get()
    assert (mail.body, mail.url, mail.sent_at) == ("", "", None)
    assert mail.failed_at is not None
    services.send_mail(mail.pk)
    assert Mail.objects.filter(sent_at=None).count() == 1


@pytest.mark.django_db
def test_everybody_reads_only_the_own_inbox():
    tell(THAI, ENGLISH)
    [foreign] = list_notices(actor(2))

    assert count_unread(actor(1)) == 1
    assert count_unread(actor(None)) == 0
    with pytest.raises(NotFound):
        services.mark_read(actor(1), notice_id=foreign.pk)
    assert services.mark_read(actor(2), notice_id=foreign.pk) == "/inbox/"
    assert (count_unread(actor(1)), count_unread(actor(2))) == (1, 0)


@pytest.mark.django_db
def test_mark_all_read_touches_only_the_own_lines():
    tell(THAI, ENGLISH)
    tell(THAI)

    assert services.mark_all_read(actor(1)) == 2
    assert (count_unread(actor(1)), count_unread(actor(2))) == (0, 1)
