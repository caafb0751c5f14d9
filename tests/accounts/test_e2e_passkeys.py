"""A passkey from its making to the next sign-in, in a real browser with a virtual authenticator."""

import re

import pytest
from playwright.sync_api import expect

from prongsai.accounts.models import SignIn
from prongsai.permissions.roles import Role
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def coordinator(make_person, area):
    return make_person(Role.PROVINCE_COORDINATOR, area.province)


def plug_in_key(page, **more):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    answer = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, **more}})
    return session, answer["authenticatorId"]


def sign_in_by_password(page, person):
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(person.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="เข้าสู่ระบบ").click()


def add_passkey(page):
    page.get_by_role("link", name="เพิ่มพาสคีย์").click()
    page.locator("#id_name").fill("เครื่องทดสอบ")
    page.get_by_role("button", name="สร้างพาสคีย์ในอุปกรณ์นี้").click()
    expect(page.get_by_role("heading", name="รหัสสำรอง")).to_be_visible()


def test_passkey_is_made_and_signs_in_without_password(open_page, coordinator):
    page = open_page()
    plug_in_key(page)
    sign_in_by_password(page, coordinator)
    expect(page).to_have_url(re.compile("/accounts/2fa/$"))

    add_passkey(page)
    page.get_by_role("link", name="เก็บรหัสแล้ว ไปต่อ").click()
    expect(page).to_have_url(re.compile("/me/$"))
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="ออกจากระบบ").click()
    page.get_by_role("button", name="ใช้พาสคีย์").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    page.goto("/me/")

    expect(page.get_by_role("heading", name="บัญชีของฉัน")).to_be_visible()
    assert SignIn.objects.filter(person=coordinator.user).count() == 1


def test_passkey_as_second_step_after_the_password(open_page, coordinator):
    page = open_page()
    plug_in_key(page)
    sign_in_by_password(page, coordinator)
    add_passkey(page)
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="ออกจากระบบ").click()

    sign_in_by_password(page, coordinator)
    expect(page.get_by_role("heading", name="ยืนยันตัวตนขั้นที่สอง")).to_be_visible()
    page.get_by_role("button", name="ใช้พาสคีย์").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    page.goto("/me/")

    expect(page.get_by_role("heading", name="บัญชีของฉัน")).to_be_visible()


def test_device_that_says_no_is_explained(open_page, coordinator):
    page = open_page()
    session, key = plug_in_key(page)
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    plug_in_key(page, isUserVerified=False)
    sign_in_by_password(page, coordinator)
    page.get_by_role("link", name="เพิ่มพาสคีย์").click()

    page.get_by_role("button", name="สร้างพาสคีย์ในอุปกรณ์นี้").click()

    expect(page.get_by_text("ใช้พาสคีย์ไม่สำเร็จ")).to_be_visible()


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/"])
@pytest.mark.parametrize(
    ("language", "theme", "width"), [("th", "light", 390), ("en", "dark", 1280)]
)
def test_entrance_is_accessible(open_page, db, path, language, theme, width):
    page = open_page(language=language, theme=theme, width=width)
    page.goto(path)

    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize(
    "path",
    [
        "/me/",
        "/me/profile/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/password/change/",
        "/accounts/other/",
        "/accounts/recoveries/",
        "/accounts/recoveries/new/",
        "/invitations/",
        "/invitations/new/",
        "/invitations/many/",
    ],
)
@pytest.mark.parametrize(
    ("language", "theme", "width"), [("th", "dark", 390), ("en", "light", 1280)]
)
def test_pages_are_accessible(open_page, coordinator, path, language, theme, width):
    page = open_page(language=language, theme=theme, width=width, person=coordinator)
    page.goto(path)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
