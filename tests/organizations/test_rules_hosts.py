"""Host names and addresses: one spelling, and only public ones."""

import pytest

from prongsai.organizations.rules.hosts import (
    HostError,
    get_website_host,
    is_within,
    parse_host,
    parse_website,
    show_host,
)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Example.GO.th", "example.go.th"),
        (" www.example.go.th. ", "www.example.go.th"),
        ("เกาะคา.ไทย", "xn--12cg5khc3f.xn--o3cw4h"),
        ("XN--12cg5khc3f.xn--o3cw4h", "xn--12cg5khc3f.xn--o3cw4h"),
        ("ｅｘａｍｐｌｅ.go.th", "example.go.th"),
        ("demo.invalid", "demo.invalid"),
    ],
)
def test_host_has_one_spelling(text, host):
    assert parse_host(text) == host


def test_host_is_shown_in_its_own_letters():
    assert show_host("xn--12cg5khc3f.xn--o3cw4h") == "เกาะคา.ไทย"
    assert show_host("example.go.th") == "example.go.th"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("127.0.0.1", "address"),
        ("[::1]", "address"),
        ("::1", "address"),
        ("2130706433", "address"),
        ("0x7f.1", "address"),
        ("0x7f000001", "address"),
        ("１２７.0.0.1", "address"),
        ("example.go.th:8080", "port"),
        ("user@example.go.th", "credentials"),
        ("example.go.th/path", "path"),
        ("example.go.th?x", "path"),
        ("localhost", "single"),
        ("printer.local", "private"),
        ("db.internal", "private"),
        ("a..b.th", "shape"),
        ("-a.go.th", "shape"),
        ("a_b.go.th", "shape"),
        ("a b.go.th", "shape"),
        ("xn--zzzzzz.th", "shape"),
        ("a" * 64 + ".th", "shape"),
        (".".join(["a" * 60] * 5), "shape"),
    ],
)
def test_host_that_is_not_public_is_refused(text, code):
    with pytest.raises(HostError) as caught:
        parse_host(text)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "website"),
    [
        ("Example.go.th", "https://example.go.th/"),
        ("HTTP://Example.go.th/ITA?y=2569#top", "http://example.go.th/ITA?y=2569"),
        ("https://example.go.th/หน้าแรก", "https://example.go.th/หน้าแรก"),
    ],
)
def test_website_has_one_spelling(text, website):
    assert parse_website(text) == website
    assert get_website_host(website) == "example.go.th"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ftp://example.go.th", "scheme"),
        ("javascript://example.go.th/%0aalert(1)", "scheme"),
        ("https://user:secret@example.go.th", "credentials"),
        ("https://@example.go.th", "credentials"),
        ("https://example.go.th:8443/", "port"),
        ("https://10.0.0.1/", "address"),
        ("https://[::1]/", "address"),
        ("https://[::1/", "shape"),
        ("https:///path", "missing"),
        ("https://example.go.th\\@evil.example", "shape"),
        ("https://exa mple.go.th", "shape"),
        ("https://example.go.th/" + "a" * 300, "long"),
        ("https://localhost/", "single"),
    ],
)
def test_website_that_is_not_public_is_refused(text, code):
    with pytest.raises(HostError) as caught:
        parse_website(text)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("host", "domain", "expected"),
    [
        ("example.go.th", "example.go.th", True),
        ("ita.example.go.th", "www.example.go.th", True),
        ("badexample.go.th", "example.go.th", False),
        ("example.go.th.evil.example", "example.go.th", False),
    ],
)
def test_host_is_within_a_domain(host, domain, expected):
    assert is_within(host, domain) is expected
