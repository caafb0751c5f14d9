"""The load on the intake and on the probe: who answers what, and wrk that sends it."""

import http.client
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from benchmarks.server import ROOT, started
from config import serve

SCRIPT = ROOT / "benchmarks" / "intake_flow.lua"
LINES = {"IIT": 15, "EIT": 9}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# The price of a proof does not change what checking it costs: low, so that thousands can be made.
BITS = "2"


def has_wrk() -> bool:
    return bool(shutil.which("wrk"))


def make_flows(instrument: str, channel: Any, count: int) -> Iterator[str]:
    """Yield "path body" for COUNT respondents: a fresh code each, or a fresh proof."""
    answers = "&".join(f"q{at}={at % 2}" for at in range(LINES[instrument]))
    answers += "&told=0&pace=3&p0=1"
    if instrument == "IIT":
        return (f"/s/{code} {answers}" for code in _issue(channel, count))
    return (f"/s/{channel.code} {answers}&work={work}" for work in _solve(channel, count))


def _issue(channel: Any, count: int) -> Iterator[str]:
    from prongsai.core.actor import SYSTEM
    from prongsai.surveys.services.codes import MOST_AT_ONCE, issue_codes

    for start in range(0, count, MOST_AT_ONCE):
        some = min(MOST_AT_ONCE, count - start)
        yield from issue_codes(SYSTEM, channel_id=channel.id, count=some)


def _solve(channel: Any, count: int) -> Iterator[str]:
    from prongsai.surveys.rules.work import get_challenge, solve
    from prongsai.surveys.selectors.keys import list_recent_keys

    key = list_recent_keys()[0]
    challenge, begun = get_challenge(key.id, key.public_key), time.time_ns()
    for number in range(count):
        nonce = f"{begun + number:024x}"
        yield solve(challenge, channel=channel.code, nonce=nonce, bits=int(BITS))


def write_flows(file: Path, flows: Iterator[str], count: int) -> int:
    """Write some of the flows for one run; return how many there were."""
    lines = list(islice(flows, count))
    file.write_text("\n".join(lines) + "\n")
    return len(lines)


def settle(address: str) -> None:
    """Write to the disk what preparing left behind, so that no measurement pays for it."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE ledger.codes")
        connection.execute("CHECKPOINT")
    os.sync()


def run_load(
    file: Path, *, port: int, connections: int, seconds: int, pause: int = 0
) -> dict[str, Any]:
    """Let wrk play the respondents; without wrk a slower generator of our own does."""
    if not has_wrk():
        return _run_python(file, port=port, connections=connections, seconds=seconds)
    command = [
        *("wrk", f"-t{min(2, connections)}", f"-c{connections}", f"-d{seconds}s", "--latency"),
        *("-s", str(SCRIPT), f"http://127.0.0.1:{port}", "--", str(file), str(pause)),
    ]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return _read_wrk(text, connections=connections)


def _read_wrk(text: str, *, connections: int) -> dict[str, Any]:
    requests = int(_find(r"(\d+) requests in", text))
    refused = int(_find(r"Non-2xx or 3xx responses: (\d+)", text, "0"))
    latency = {
        share: _find(rf"(?m)^\s*{share}%\s+(\S+)", text) for share in ("50", "75", "90", "99")
    }
    return {
        # A flow is two requests: the form and its post, in turn on every connection.
        "respondents_per_s": round(float(_find(r"Requests/sec:\s+(\S+)", text)) / 2, 1),
        "p50_ms": _to_ms(latency["50"]),
        "p90_ms": _to_ms(latency["90"]),
        "p95_ms": _to_ms(_find(r"(?m)^p95 (\S+)", text)),
        "p99_ms": _to_ms(latency["99"]),
        "refused": refused,
        # At least so many: half of the requests were posts, but for one on every connection.
        "acknowledged": max(0, requests // 2 - refused - connections),
    }


def _run_python(file: Path, *, port: int, connections: int, seconds: int) -> dict[str, Any]:
    flows = iter(file.read_text().splitlines())
    until, took = time.monotonic() + seconds, []

    def work() -> None:
        for flow in flows:
            if time.monotonic() > until:
                return
            begun = time.monotonic()
            if answer_once(port, *flow.split(" ", 1)):
                took.append((time.monotonic() - begun) * 1000)

    with ThreadPoolExecutor(connections) as pool:
        for each in [pool.submit(work) for _ in range(connections)]:
            each.result()
    took.sort()
    share = {at: round(took[int(len(took) * at / 100)], 1) for at in (50, 90, 95, 99)}
    return {
        "respondents_per_s": round(len(took) / seconds, 1),
        **{f"p{at}_ms": value for at, value in share.items()},
        "refused": 0,
        "acknowledged": len(took),
    }


def answer_once(port: int, path: str, body: str) -> str | None:
    """Fetch the form, send it, return the receipt."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    connection.getresponse().read()
    connection.request("POST", path, body, FORM)
    page = connection.getresponse().read().decode()
    connection.close()
    found = re.search(r'<p class="code">([0-9A-Z-]{19})</p>', page)
    return found[1].replace("-", "") if found else None


@contextmanager
def serving(
    application: str,
    port: int,
    *,
    threads: int = serve.THREADS,
    extra: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[subprocess.Popen[bytes]]:
    """Serve as `prongsai serve` does, for the length of the block."""
    command = serve.web_command(port, application=application, threads=threads)
    with started(command, os.environ | extra) as server:
        _wait_for(port)
        yield server


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/s/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(1.0)  # the second worker too
            return
    raise SystemExit(f"nothing answers on port {port}")


def get_rss(parent: int) -> float:
    """Return the memory of the largest process of the server, in MB."""
    sizes = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
        except OSError:
            continue
        if int(fields["PPid"]) == parent and "VmRSS" in fields:
            sizes.append(int(fields["VmRSS"].split()[0]) / 1024)
    return round(max(sizes, default=0.0), 1)


def _find(pattern: str, text: str, default: str = "") -> str:
    found = re.search(pattern, text)
    return found[1] if found else default


def _to_ms(text: str) -> float:
    number, unit = re.match(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    return round(float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit], 2)
