"""A whole product that can be shot: database, web processes, worker and mixer, and its people."""

import contextlib
import gzip
import http.client
import os
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.server import BIN, ROOT, find_port

FORM = {f"q{at}": "1" for at in range(15)}
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "User-Agent": "SpyAgent/1.0",
    "X-Forwarded-For": "198.51.100.77",
}
RECEIPT = re.compile(r'<p class="code">([0-9A-Z-]{19})</p>')

# Makes an agency with an open IIT and as many sealed codes as asked for.
MAKE_LINK = """
from datetime import timedelta
from secrets import token_hex
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.organizations.services.bulk import create_units
from prongsai.organizations.types.units import UnitClass, UnitSpec
from prongsai.surveys.services.channels import open_channel
from prongsai.surveys.services.codes import MOST_AT_ONCE, issue_codes
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.types import ChannelSpec
today, code, count = clock.today(), token_hex(4).upper(), %d
unit = UnitSpec(code=code, name_th="หน่วยงานทดลอง", unit_class=UnitClass.TAMBON_BODY)
unit_id = create_units(SYSTEM, specs=[unit], on=today, reason="test")[code]
ensure_key()
channel = open_channel(SYSTEM, spec=ChannelSpec(
    unit_id=unit_id, fiscal_year=2569, framework="nacc-general-2569", instrument="IIT", part="IIT",
    opens_on=today, closes_on=today + timedelta(days=9)))
print("UNIT", unit_id)
for start in range(0, count, MOST_AT_ONCE):
    some = min(MOST_AT_ONCE, count - start)
    print("CODES", *issue_codes(SYSTEM, channel_id=channel.id, count=some))
"""
MIX_LATER = """
from prongsai.surveys.tasks import mix_answers
from prongsai.core import jobs
jobs.after_commit("surveys.tasks.mix_answers", timestamp=0)
"""
KEEPER = """
import sys, time
from pathlib import Path
from config import embedded
print(embedded.ensure_running(Path(sys.argv[1])), flush=True)
time.sleep(86400)
"""


class World:
    """The parts of one installation in FOLDER; whatever is killed can be started again."""

    def __init__(self, folder: Path, *, disk: Path | None = None) -> None:
        self.folder = folder
        self.data = (disk or folder) / "postgres"
        self.port = find_port()
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PRONGSAI_VAR": str(folder),
            "PRONGSAI_PROXIES": "1",
        }
        self.environment.pop("PRONGSAI_DATABASE_URL", None)
        self.log = folder / "web.log"
        self.server: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.keeper: subprocess.Popen[str] | None = None
        self.address = ""

    def run(self, *words: str, check: bool = True, **options: Any) -> Any:
        done = subprocess.run(
            [str(BIN / "prongsai"), *words],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=600,
            **options,
        )
        if check and done.returncode:
            raise AssertionError(f"prongsai {' '.join(words)}: {done.stderr}")
        return done

    def open_link(self, people: int) -> tuple[int, list[str]]:
        """Return an agency and the addresses of as many sealed codes."""
        said = self.run("shell", "--no-imports", input=MAKE_LINK % people).stdout.splitlines()
        unit_id = next(int(line.split()[1]) for line in said if line.startswith("UNIT"))
        lines = [line.split()[1:] for line in said if line.startswith("CODES")]
        return unit_id, [code for line in lines for code in line]

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        import psycopg

        with psycopg.connect(self.address, connect_timeout=60) as connection:
            return connection.execute(query.encode()).fetchall()

    def list_counted(self) -> list[str]:
        """Return every receipt that was counted, once for each time it was."""
        return sorted(code for (code,) in self.fetch("SELECT code FROM receipts.leaves"))

    # The database

    def start_database(self) -> None:
        """Let a process of its own start the server, or replay its log, and hold it."""
        self.keeper = subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(self.data)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.keeper.stdout
        self.address = self.keeper.stdout.readline().strip()
        assert self.address, "the database did not start"
        self.environment["PRONGSAI_DATABASE_URL"] = self.address

    def get_postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def kill_database(self) -> None:
        """Shoot the postmaster and its backends; the next start replays the log."""
        assert self.keeper
        assert self.keeper.stdout
        self.keeper.kill()
        self.keeper.wait()
        self.keeper.stdout.close()
        family = self._list_family()
        for each in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        for _ in range(600):
            if all(is_gone(each) for each in family):
                return
            time.sleep(0.05)
        raise AssertionError("the database outlived its end")

    def _list_family(self) -> list[int]:
        """Return the postmaster and its backends; nobody, where it has given up by itself."""
        try:
            postmaster = self.get_postmaster()
            return [postmaster, *list_children(postmaster)]
        except OSError:
            return []

    def revive_database(self) -> None:
        # Where nobody reaps the dead, PostgreSQL takes a zombie for a running postmaster.
        for name in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self.data / name).unlink(missing_ok=True)
        self.start_database()

    # Web and worker

    def start_server(self) -> None:
        from config.serve import web_command

        self.server = self._start(web_command(self.port, threads=16))

    def start_worker(self) -> None:
        from config.serve import worker_command

        self.worker = self._start(worker_command())

    def kill_server(self) -> None:
        kill_group(self.server)

    def kill_worker(self) -> None:
        kill_group(self.worker)

    def order_mixing(self) -> None:
        """Queue the nightly job now; whichever worker lives will do it."""
        self.run("shell", "--no-imports", input=MIX_LATER, check=False)

    def shoot_mixer(self, *, after: float) -> None:
        mixer = self._start([str(BIN / "prongsai"), "survey", "mix"])
        time.sleep(after)
        kill_group(mixer)

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self, path: str) -> None:
        """Return once the server shows a form."""
        for _ in range(600):
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.request("GET", path)[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def close(self) -> None:
        """Leave nothing running."""
        kill_group(self.server)
        kill_group(self.worker)
        if self.address:
            self.kill_database()

    # People

    def request(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(line) as connection:
            connection.request(method, path, urlencode(fields or {}), HEADERS)
            with connection.getresponse() as reply:
                body = reply.read()
                if reply.headers.get("content-encoding") == "gzip":
                    body = gzip.decompress(body)
                return reply.status, body.decode()

    def post(self, code: str) -> str | None:
        """Send a form; return the receipt that is shown, if one is."""
        found = RECEIPT.search(self.request("POST", f"/s/{code}", FORM)[1])
        return found[1].replace("-", "") if found else None

    def answer(self, code: str, *, until: float) -> str | None:
        """Answer as a person does: again and again until a receipt is shown."""
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException, EOFError):
                if receipt := self.post(code):
                    return receipt
            time.sleep(0.05)
        return None

    def hang_up(self, code: str, *, on_reply: bool) -> bool:
        """Send a form and cut the line: at once, or when the reply has come and nobody reads it.

        Return whether there was a reply.
        """
        body = urlencode(FORM)
        head = f"POST /s/{code} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
                line.sendall((head + body).encode())
                came = bool(on_reply and select.select([line], [], [], 60)[0])
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return came
        except OSError:
            return False

    def list_keys(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "keys" / "mixer").iterdir())

    def read_logs(self) -> bytes:
        """Return everything that any process has written down."""
        texts = {self.log, self.data / "log", *self.folder.glob("**/*log")}
        return b"".join(path.read_bytes() for path in texts if path.is_file())


def kill_group(process: subprocess.Popen[bytes] | None) -> None:
    if process and process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def list_children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in text.split()]


def is_gone(pid: int) -> bool:
    """Tell whether nothing of a process is left, or only its name until somebody asks for it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
