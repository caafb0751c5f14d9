"""Packages of open data from a folder or an address: fetched with limits, hashed file by file."""

import hashlib
import ipaddress
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from prongsai.results.rules.packages.layout import MANIFEST, TABLES, Facts
from prongsai.results.rules.packages.manifest import LARGEST, read_manifest
from prongsai.scoring.document import read_bytes
from prongsai.scoring.faults import BadInput

BLOCK = 1 << 20
PATIENCE = 30  # seconds without a byte
MOST_REDIRECTS = 3
LARGEST_PACKAGE = 4_000_000_000
SCHEMES = ("http", "https")
HEADERS = {"User-Agent": "prongsai-verify", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Package:
    """A package on this machine: what it says of itself, and where its files lie."""

    facts: Facts
    folder: Path

    def hash_file(self, path: str) -> str:
        """The SHA-256 of a file as it lies there."""
        digest = hashlib.sha256()
        with _open(self.folder / path) as file:
            while block := file.read(BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def read_text(self, path: str) -> str:
        """A small file as a whole, as it stands."""
        with _open(self.folder / path) as file:
            return read_bytes(file.read(LARGEST * 4))

    @contextmanager
    def open_tables(self) -> Iterator[dict[str, Iterator[str]]]:
        """The lines of every table."""
        with ExitStack() as stack:
            yield {
                path: iter(
                    stack.enter_context((self.folder / path).open(encoding="utf-8", newline=""))
                )
                for path in TABLES
            }


@contextmanager
def open_package(source: str) -> Iterator[Package]:
    """The package of a folder or an address; what is fetched is gone afterwards."""
    if "://" not in source:
        yield _open_folder(Path(source))
        return
    base = source.removesuffix(MANIFEST)
    base = base if base.endswith("/") else f"{base}/"
    if urlsplit(base).scheme not in SCHEMES or not urlsplit(base).hostname:
        raise BadInput(source, "รับเฉพาะ http:// และ https://", "only http:// and https:// are read")
    with tempfile.TemporaryDirectory(prefix="prongsai-verify-") as folder:
        yield _fetch_package(base, Path(folder))


def _open_folder(folder: Path) -> Package:
    if folder.name == MANIFEST:
        folder = folder.parent
    with _open(folder / MANIFEST) as file:
        facts = read_manifest(read_bytes(file.read(LARGEST * 4)))
    for listed in facts.files:
        # Every file is there before work begins.
        _open(folder / listed.path).close()
    return Package(facts, folder)


def _fetch_package(base: str, folder: Path) -> Package:
    fetch = _Fetcher(base)
    fetch.save(MANIFEST, folder, LARGEST)
    facts = read_manifest(read_bytes((folder / MANIFEST).read_bytes()))
    if sum(file.size for file in facts.files) > LARGEST_PACKAGE:
        raise BadInput(base, "ชุดข้อมูลใหญ่เกินไป", "the package is too large")
    for listed in facts.files:
        fetch.save(listed.path, folder, listed.size)
    return Package(facts, folder)


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise BadInput(
            str(path), f"เปิดไฟล์ไม่ได้ ({error.strerror})", f"cannot open ({error.strerror})"
        ) from None


class _Fetcher:
    """Fetches the files of one address, one after the other."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._opener = build_opener(HTTPHandler, HTTPSHandler, _Redirects())

    def save(self, path: str, folder: Path, most: int) -> None:
        """Fetch a file, and not a byte more than was announced."""
        url = urljoin(self._base, path)
        request = Request(url, headers=HEADERS)  # noqa: S310 - the scheme was checked
        try:
            with (
                self._opener.open(request, timeout=PATIENCE) as answer,
                (folder / path).open("wb") as file,
            ):
                _copy(answer, file, most, url)
        except HTTPError as error:
            raise _unreachable(url, f"HTTP {error.code}") from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise _unreachable(url, str(getattr(error, "reason", error))) from None


def _copy(answer: IO[bytes], file: IO[bytes], most: int, url: str) -> None:
    left = most
    while block := answer.read(min(BLOCK, left + 1)):
        left -= len(block)
        if left < 0:
            raise BadInput(
                url, f"ใหญ่กว่า {most} ไบต์ที่แจ้งไว้", f"larger than the {most} bytes announced"
            )
        file.write(block)


def _unreachable(url: str, reason: str) -> BadInput:
    return BadInput(url, f"ดึงข้อมูลไม่ได้ ({reason})", f"cannot be fetched ({reason})")


class _Redirects(HTTPRedirectHandler):
    """Follows few redirects, to public machines or the same one, never to a weaker scheme."""

    max_redirections = MOST_REDIRECTS

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if after.scheme not in SCHEMES or (before.scheme, after.scheme) == ("https", "http"):
            raise _unreachable(newurl, "redirect to another scheme")
        if after.hostname != before.hostname and not _is_public(after.hostname or ""):
            raise _unreachable(newurl, "redirect to a private address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_public(host: str) -> bool:
    """Whether every address of the host lies on the open network."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False
    return bool(found) and all(
        ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global for *_, address in found
    )
