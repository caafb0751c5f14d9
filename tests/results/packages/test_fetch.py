"""Packages from an address: limits, schemes and redirects."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from prongsai.results.gateways import packages
from prongsai.results.services.verification import verify_package
from prongsai.scoring.faults import BadInput
from tests.results.packages.makers import make_agency, publish


@pytest.fixture
def server(tmp_path):
    """A folder behind an address, and what it answers instead of a file."""
    publish(tmp_path, [make_agency("L1")])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.rpartition("/")[2]
            if name in self.instead:
                self.instead[name](self)
                return
            raw = (tmp_path / name).read_bytes()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    server.base = f"http://127.0.0.1:{server.server_port}/open"
    server.instead = Handler.instead = {}
    server.folder = tmp_path
    yield server
    server.shutdown()
    server.server_close()
    thread.join(60)


def redirect(url):
    def answer(handler):
        handler.send_response(302)
        handler.send_header("Location", url)
        handler.end_headers()

    return answer


def say(raw, status=200):
    def answer(handler):
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(raw)

    return answer


@pytest.mark.parametrize("ending", ["", "/", "/datapackage.json"])
def test_an_address_is_verified(server, ending):
    assert verify_package(server.base + ending).agrees


def test_a_redirect_on_the_same_machine_is_followed(server):
    server.instead["items.csv"] = redirect("/elsewhere/moved.csv")
    server.instead["moved.csv"] = say((server.folder / "items.csv").read_bytes())

    assert verify_package(server.base).agrees


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "scheme|HTTP 302"),
        ("ftp://127.0.0.1/x", "scheme|HTTP 302"),
        ("http://localhost:9/x", "private"),
        ("http://10.1.2.3/x", "private"),
        ("http://[::1]:9/x", "private"),
        ("http://169.254.169.254/x", "private"),
    ],
)
def test_a_redirect_elsewhere_is_refused(server, target, reason):
    server.instead["items.csv"] = redirect(target)

    with pytest.raises(BadInput, match=reason):
        verify_package(server.base)


def test_a_circle_of_redirects_ends(server):
    server.instead["items.csv"] = redirect("items.csv")

    with pytest.raises(BadInput, match="cannot be fetched"):
        verify_package(server.base)


def test_more_bytes_than_announced_are_refused(server):
    server.instead["items.csv"] = say(b"x" * 1_000_000)

    with pytest.raises(BadInput, match="announced"):
        verify_package(server.base)


def test_a_missing_file_and_a_huge_list_are_told(server, monkeypatch):
    server.instead["items.csv"] = say(b"", status=404)
    with pytest.raises(BadInput, match="HTTP 404"):
        verify_package(server.base)

    monkeypatch.setattr(packages, "LARGEST", 100)
    with pytest.raises(BadInput, match="announced"):
        verify_package(server.base)


@pytest.mark.parametrize("source", ["file:///etc", "ftp://x.invalid/", "http:///x", "gopher://x/"])
def test_other_schemes_are_refused(source):
    with pytest.raises(BadInput, match="only http"):
        verify_package(source)
