"""Everybody's own inbox."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.notifications.models import Notice
from prongsai.notifications.services import notify
from prongsai.notifications.types import Recipient, Words

pytestmark = pytest.mark.django_db


def tell(person, subject="ข่าว", url="/approvals/"):
    recipient = Recipient(person.user.pk, person.email, person.user.full_name)
    notify([recipient], event="x", words=lambda: Words(subject, "<b>เนื้อ", "เปิด"), url=url)
    return Notice.objects.latest("id")


def test_reader_opens_a_line(client, make_person, sign_in):
    person = make_person("auditor")
    notice = tell(person)
    sign_in(client, person)

    page = client.get(reverse("inbox:inbox"))
    assert page.context["unread"] == 1
    assert "&lt;b&gt;เนื้อ" in page.content.decode()
    assert client.post(reverse("inbox:open", args=[notice.pk])).url == "/approvals/"
    assert client.get(reverse("inbox:inbox")).context["unread"] == 0


def test_reader_marks_everything(client, make_person, sign_in):
    person, other = make_person("auditor"), make_person("auditor")
    tell(person)
    tell(person, url="")
    tell(other)
    sign_in(client, person)

    client.post(reverse("inbox:read-all"))

    assert Notice.objects.filter(read_at=None).count() == 1


def test_stranger_finds_nothing(client, make_person, sign_in):
    notice = tell(make_person("auditor"), "ลับเฉพาะ")
    sign_in(client, make_person("auditor"))

    assert "ลับเฉพาะ" not in client.get(reverse("inbox:inbox")).content.decode()
    assert client.post(reverse("inbox:open", args=[notice.pk])).status_code == 404
    assert client.get(reverse("inbox:open", args=[notice.pk])).status_code == 405


def test_list_takes_the_same_queries_for_one_row_and_for_three(client, make_person, sign_in):
    person = make_person("auditor")
    sign_in(client, person)
    numbers = []
    for _ in range(3):
        tell(person)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("inbox:inbox"))
        numbers.append(len(queries))

    assert len(set(numbers)) == 1


def test_anonymous_is_sent_to_sign_in(client):
    assert client.get(reverse("inbox:inbox")).status_code == 302
