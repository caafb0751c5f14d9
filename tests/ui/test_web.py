"""Pages of the interface itself."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.test import Client

from prongsai.permissions.roles import Role
from prongsai.ui.http import render_part

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["th", "en"])
def test_styleguide_is_open_to_everybody(client: Client, language: str) -> None:
    client.cookies["prongsai_language"] = language

    response = client.get("/styleguide")

    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text


def test_theme_is_remembered_and_leads_back(client: Client) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": "/styleguide?q=1"})

    assert response.headers["Location"] == "/styleguide?q=1"
    assert 'data-bs-theme="dark"' in client.get("/styleguide").text


def test_theme_never_leads_to_another_site(client: Client) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": "https://evil.example/"})

    assert response.headers["Location"] == "/"


def test_unknown_address_gets_our_page(client: Client) -> None:
    response = client.get("/no-such-page")

    assert response.status_code == 404
    assert "ไม่พบหน้าที่ต้องการ" in response.text


@pytest.mark.parametrize("path", ["/styleguide?q=a%00b", "/styleguide?x%00=1", "/no%00thing"])
def test_an_address_that_no_row_can_match_is_refused(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 400
    assert "คำขอไม่ถูกต้อง" in response.text


def test_ready_means_that_the_queue_answers(client: Client) -> None:
    assert client.get("/readyz").status_code == 200

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs RENAME TO gone")
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert not answer.cookies


def test_healthy_means_that_the_process_lives(client: Client) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/styleguide", "/styleguide/frame", "/styleguide/confirm"])
def test_what_is_sent_from_the_style_guide_is_answered_and_not_kept(client: Client, path: str):
    response = client.post(path, {"guide-name": "ก"}, follow=True)

    assert response.status_code == 200
    assert "messages" in response.text


def test_branch_of_a_tree_is_lines_for_htmx_and_a_page_for_others(client: Client):
    lines = client.get("/styleguide/branch", headers={"HX-Request": "true"})
    page = client.get("/styleguide/branch")

    assert lines.text.strip().startswith("<li")
    assert "<h1>" in page.text
    assert "HX-Request" in page.headers["Vary"]


def test_part_of_a_page_brings_waiting_messages_along(rf):
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    messages.success(request, "บันทึกแล้ว")

    html = render_part(request, "ui/components/badge.html", {"tone": "ok", "icon": "ok"}).text

    assert html.startswith('<span class="badge')
    assert '<div id="toasts" hx-swap-oob="beforeend">' in html
    assert "บันทึกแล้ว" in html


def test_every_page_forbids_inline_code_and_foreign_origins(client: Client):
    policy = client.get("/styleguide").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_what_a_signed_in_person_sees_is_kept_nowhere(client, make_person, sign_in) -> None:
    sign_in(client, make_person(Role.AUDITOR))

    assert client.get("/inbox/").headers["Cache-Control"] == "private, no-store"
    assert client.get("/no-such-page").headers["Cache-Control"] == "private, no-store"


def test_open_pages_may_be_kept(client: Client) -> None:
    assert "no-store" not in client.get("/styleguide").headers.get("Cache-Control", "")
