"""Pages of the interface itself."""

import pytest
from django.test import Client

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
