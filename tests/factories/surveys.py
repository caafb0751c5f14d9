"""Makers of links, codes and answers, and an intake to send them to."""

import gzip
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_bytes
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.surveys.intake.commits import Entry, Outcome
from prongsai.surveys.intake.server import Intake
from prongsai.surveys.intake.store import Store
from prongsai.surveys.rules.envelopes import Record, pack_record
from prongsai.surveys.rules.work import OLD_PARTS, solve
from prongsai.surveys.services.channels import open_channel
from prongsai.surveys.types import ChannelCard, ChannelSpec

FRAMEWORK = "nacc-general-2569"


def make_spec(unit_id: int, **fields: Any) -> ChannelSpec:
    today: date = clock.today()
    instrument = fields.setdefault("instrument", "IIT")
    return ChannelSpec(
        **{
            "unit_id": unit_id,
            "fiscal_year": 2569,
            "framework": FRAMEWORK,
            "part": "EIT1" if instrument == "EIT" else instrument,
            "opens_on": today - timedelta(days=1),
            "closes_on": today + timedelta(days=30),
            **fields,
        }
    )


def make_channel(unit_id: int, **fields: Any) -> ChannelCard:
    return open_channel(SYSTEM, spec=make_spec(unit_id, **fields))


@dataclass
class Answer:
    """What the intake answered, readable."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def receipt(self) -> str | None:
        found = re.search(r'<p class="code">([0-9A-Z-]{19})</p>', self.text)
        return found[1].replace("-", "") if found else None

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of the page."""
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.text))


def ask(
    intake: Intake, path: str, fields: dict[str, Any] | bytes | None = None, **env: str
) -> Answer:
    """Send one request straight to the callable: a POST where FIELDS (or its body) are given."""
    address, _, query = path.partition("?")
    body = fields if isinstance(fields, bytes) else urlencode(fields or {}).encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET" if fields is None else "POST",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "REMOTE_ADDR": "203.0.113.7",
        "HTTP_ACCEPT_ENCODING": "gzip, br",
        **env,
    }
    told: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]]) -> None:
        told.update(status=int(status.split()[0]), headers=dict(headers))

    content = b"".join(intake(environ, start_response))
    if told["headers"].get("content-encoding") == "gzip" and content:
        content = gzip.decompress(content)
    return Answer(told["status"], told["headers"], content.decode())


def fill(count: int, choice: int = 1) -> dict[str, str]:
    """Return the fields of a form whose every line is answered alike."""
    return {f"q{at}": str(choice) for at in range(count)}


def do_work(page: Answer, *, number: int = 0, is_old: bool = False) -> str:
    """Solve the work that a form of an open link asks for, or asked for in an older version."""
    challenge, channel, bits = (
        re.search(f'data-{name}="([^"]*)"', page.text)[1]  # type: ignore[index]
        for name in ("challenge", "channel", "bits")
    )
    kind = {"parts": OLD_PARTS, "bits": int(bits) - 1} if is_old else {"bits": int(bits)}
    return solve(challenge, channel=channel, nonce=f"{number:024x}", **kind)


def list_sheets() -> list[tuple[Any, ...]]:
    """Return what is stored of answers, in the order in which it lies on the disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT release_id, unit_id, part, channel_id, told, pace, answers"
            " FROM answers.sheets ORDER BY tableoid, ctid"
        )
        return [(*rest, bytes(answers)) for *rest, answers in cursor.fetchall()]


def keep(store: Store, channel: ChannelCard, answers: bytes, *, told: int = 255) -> Outcome:
    """Hand one answer with a fresh proof to the store, as the views do."""
    record = Record(channel.id, told, 255, answers)
    entry = Entry(token_bytes(16), token_bytes(32), 1, channel.id, pack_record(record))
    return store.keep(entry)
