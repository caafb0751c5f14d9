"""Error pages: one look, both languages, nothing entered is lost."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponseNotAllowed
from django.test import Client
from django.urls import path

from config.urls import urlpatterns as real
from prongsai.core import errors

FAILURES = {
    "own-400": errors.ProngsaiError("ส่งใหม่"),
    "own-403": errors.NotAllowed("ต้องเป็นผู้บริหาร"),
    "own-404": errors.NotFound(),
    "own-409": errors.Conflict("มีผู้แก้ไขก่อน"),
    "own-422": errors.Invalid("ชื่อซ้ำ"),
    "own-429": errors.TooMany("รอ 30 วินาที", retry_after=30),
    "django-400": SuspiciousOperation("bad"),
    "django-403": PermissionDenied("secret detail"),
    "django-404": Http404("secret detail"),
    "django-500": RuntimeError("secret detail"),
}


def fail(request, name):
    raise FAILURES[name]


fail.login_required = False


def refuse_method(request):
    return HttpResponseNotAllowed(["POST"])


refuse_method.login_required = False
urlpatterns = [path("fail/<name>", fail), path("only-post", refuse_method), *real]
handler400 = "prongsai.ui.errors.bad_request"
handler403 = "prongsai.ui.errors.forbidden"
handler404 = "prongsai.ui.errors.not_found"
handler500 = "prongsai.ui.errors.server_error"

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.test_errors")]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", FAILURES)
def test_every_failure_has_a_page_in_the_language_of_the_reader(visitor, caplog, name, language):
    visitor.cookies["prongsai_language"] = language

    response = visitor.get(f"/fail/{name}")

    assert response.status_code == int(name[-3:])
    assert f'<html lang="{language}"' in response.text
    assert "<h1>" in response.text
    assert "secret detail" not in response.text


def test_message_of_our_errors_is_shown(visitor):
    assert "ต้องเป็นผู้บริหาร" in visitor.get("/fail/own-403").text


def test_what_was_entered_is_shown_but_no_secret(visitor):
    entered = {"name": "<i>ชื่อยาว</i>", "password": "geheim-1", "otp_code": "123456"}

    html = visitor.post("/fail/own-422", entered).text

    assert "&lt;i&gt;ชื่อยาว&lt;/i&gt;" in html
    assert "geheim-1" not in html
    assert "123456" not in html


def test_htmx_gets_a_toast(visitor):
    response = visitor.get("/fail/own-409", headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#toasts"
    assert "<html" not in response.text
    assert "มีผู้แก้ไขก่อน" in response.text


def test_too_many_says_when_to_come_back(visitor):
    assert visitor.get("/fail/own-429").headers["Retry-After"] == "30"


def test_wrong_method_gets_a_page_and_keeps_the_header(visitor):
    response = visitor.get("/only-post")

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "เปิดหน้านี้โดยตรงไม่ได้" in response.text


def test_missing_token_says_to_open_the_page_again():
    response = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})

    assert response.status_code == 403
    assert "หน้านี้เปิดทิ้งไว้นานเกินไป" in response.text


def test_server_error_keeps_the_theme_and_asks_no_database(visitor, django_assert_num_queries):
    visitor.cookies["prongsai_theme"] = "dark"

    with django_assert_num_queries(0):
        response = visitor.get("/fail/django-500")

    assert 'data-bs-theme="dark"' in response.text
