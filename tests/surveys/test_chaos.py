"""Killed at any moment, nothing that was acknowledged is lost and nothing counts twice.

The short form: a real server with two processes over a durable database is shot again and again
while people answer and repeat what got no reply.
"""

import contextlib
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
FORM = {f"q{at}": "1" for at in range(15)}
PEOPLE = 150

WORLD = """
from datetime import timedelta
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.organizations.services.bulk import create_units
from prongsai.organizations.types.units import UnitClass, UnitSpec
from prongsai.surveys.services.channels import open_channel
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.types import ChannelSpec
today = clock.today()
unit = UnitSpec(code="C1", name_th="หน่วยงานทดลอง", unit_class=UnitClass.TAMBON_BODY)
unit_id = create_units(SYSTEM, specs=[unit], on=today, reason="test")["C1"]
ensure_key()
channel = open_channel(SYSTEM, spec=ChannelSpec(
    unit_id=unit_id, fiscal_year=2569, framework="nacc-general-2569", instrument="IIT", part="IIT",
    opens_on=today, closes_on=today + timedelta(days=9)))
print("CODES", *issue_codes(SYSTEM, channel_id=channel.id, count=%d))
"""


KEEPER = """
import sys, time
from pathlib import Path
from config import embedded
print(embedded.ensure_running(Path(sys.argv[1])), flush=True)
time.sleep(600)
"""


class World:
    """A database, a server and a mixer that can be shot."""

    def __init__(self, folder):
        self.folder = folder
        self.port = find_port()
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PRONGSAI_VAR": str(folder),
        }
        self.environment.pop("PRONGSAI_DATABASE_URL", None)
        self.log = folder / "web.log"
        self.server = None

    def run(self, *words, check=True, **options):
        return subprocess.run(
            [str(BIN / "prongsai"), *words],
            cwd=ROOT,
            env=self.environment,
            check=check,
            capture_output=True,
            text=True,
            **options,
        )

    def start_database(self):
        """Let a process of its own start the server, or replay its log, and hold it."""
        self.keeper = subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(self.folder / "postgres")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.address = self.keeper.stdout.readline().strip()
        assert self.address, "the database did not start"
        self.environment["PRONGSAI_DATABASE_URL"] = self.address

    def start_server(self):
        command = [
            *(str(BIN / "granian"), "--interface", "wsgi", "--port", str(self.port), "--no-ws"),
            *("--workers", "2", "--blocking-threads", "16", "config.wsgi:application"),
        ]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill_server(self):
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def shoot_mixer(self, *, after):
        mixer = subprocess.Popen(
            [str(BIN / "prongsai"), "survey", "mix"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(after)
        mixer.kill()
        mixer.wait()

    def kill_database(self):
        """Shoot the postmaster and its backends; the next start replays the log."""
        self.keeper.kill()
        self.keeper.wait()
        self.keeper.stdout.close()
        pid = int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])
        family = [pid, *list_children(pid)]
        for each in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        while any(Path(f"/proc/{each}").exists() and not is_zombie(each) for each in family):
            time.sleep(0.05)

    def revive_database(self):
        # Where nobody reaps the dead, PostgreSQL takes a zombie for a running postmaster.
        for name in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self.folder / "postgres" / name).unlink(missing_ok=True)
        self.start_database()

    def close(self):
        """Leave nothing running."""
        if self.server.poll() is None:
            self.kill_server()
        self.kill_database()

    def fetch(self, query):
        with psycopg.connect(self.address) as connection:
            return connection.execute(query).fetchall()


def list_children(pid):
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in text.split()]


def is_zombie(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    world = World(tmp_path_factory.mktemp("chaos"))
    world.start_database()
    world.run("migrate", "--verbosity", "0")
    said = world.run("shell", "--no-imports", input=WORLD % PEOPLE).stdout
    world.codes = next(line for line in said.splitlines() if line.startswith("CODES")).split()[1:]
    world.start_server()
    wait_for(world)
    yield world
    world.close()


def wait_for(world):
    """The first shot must hit people who are answering, not a server that is starting."""
    for _ in range(300):
        with contextlib.suppress(OSError, http.client.HTTPException):
            line = http.client.HTTPConnection("127.0.0.1", world.port, timeout=12)
            with contextlib.closing(line) as connection:
                connection.request("GET", f"/s/{world.codes[0]}")
                with connection.getresponse() as reply:
                    if reply.status == 200:
                        return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def find_port():
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


def answer(world, code, *, until):
    """Answer as a person does: again and again until a receipt is shown."""
    while time.monotonic() < until:
        try:
            receipt = post(world, code)
        except (OSError, http.client.HTTPException):
            receipt = None
        if receipt:
            return receipt
        time.sleep(0.05)
    return None


def post(world, code):
    line = http.client.HTTPConnection("127.0.0.1", world.port, timeout=12)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "SpyAgent/1.0"}
    with contextlib.closing(line) as connection:
        connection.request("POST", f"/s/{code}", urlencode(FORM), headers)
        with connection.getresponse() as reply:
            page = reply.read().decode()
    found = re.search(r'<p class="code">([0-9A-Z-]{19})</p>', page)
    return found[1].replace("-", "") if found else None


def hang_up(world, code):
    """Send a whole form and leave before the reply."""
    body = urlencode(FORM)
    head = f"POST /s/{code} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", world.port), timeout=5) as line:
            line.sendall((head + body).encode())
    except OSError:
        return


def shoot(world):
    """Kill a part every second or so while people answer."""
    chance = random.Random(7)  # noqa: S311 - a simulation
    for shot in ("both", "server", "database", "mixer", "server", "database"):
        time.sleep(0.5 + chance.random())
        if shot == "mixer":
            world.shoot_mixer(after=2.0 + chance.random())
        if shot in {"both", "database"}:
            world.kill_database()
        if shot == "both":
            time.sleep(1.0)  # whoever is promised anything now is promised too much
        if shot in {"both", "server"}:
            world.kill_server()
        if shot in {"both", "database"}:
            world.revive_database()
        if shot in {"both", "server"}:
            world.start_server()


def live(world, code, *, until):
    """Answer until there is a receipt; every second person is never seen again after it.

    The others hang up once before, and send the same again later.
    """
    time.sleep(random.Random(code).random())  # noqa: S311 - a simulation
    if world.codes.index(code) % 2:
        first = answer(world, code, until=until)
        return first, first
    hang_up(world, code)
    first = answer(world, code, until=until)
    time.sleep(random.Random(code).random())  # noqa: S311 - a simulation
    return first, answer(world, code, until=until)


def test_every_receipt_is_counted_exactly_once(world):
    until = time.monotonic() + 60
    with ThreadPoolExecutor(13) as pool:
        shooting = pool.submit(shoot, world)
        receipts = list(pool.map(lambda code: live(world, code, until=until), world.codes))
        shooting.result()
    world.run("survey", "mix")
    world.run("survey", "mix", "--everything")

    assert all(first is not None and first == again for first, again in receipts)
    counted = [code for (code,) in world.fetch("SELECT code FROM receipts.leaves")]
    assert sorted(counted) == sorted(first for first, _ in receipts)
    assert world.fetch("SELECT count(*) FROM answers.sheets") == [(len(world.codes),)]
    assert "nothing was touched" in world.run("survey", "audit").stdout


def test_logs_know_no_address_no_agent_no_code(world):
    texts = [world.log, *world.folder.glob("**/*log")]
    content = b"".join(path.read_bytes() for path in texts if path.is_file())

    assert b"SpyAgent" not in content
    assert not any(code.encode() in content for code in world.codes)
    assert not any(code[:6].encode() in content for code in world.codes)


def test_keys_of_mixed_days_are_gone(world):
    kept = sorted(path.name for path in (world.folder / "keys" / "mixer").iterdir())
    open_keys = world.fetch("SELECT id FROM sealed.keys WHERE NOT destroyed")

    assert kept == [f"{key_id}.key" for (key_id,) in open_keys]
    assert json.dumps(kept).count(".key") == 1
