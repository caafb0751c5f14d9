"""`script/bench intake [--json]`: respondents per second, from the form to the receipt.

Real forms of the product on a real server and a durable database of their own: IIT with sealed
codes, EIT with solved work. wrk (Debian package) sends the load from the same machine; a generator
in Python reads every receipt and finds it again after the answers were mixed. Before and after, in
the same run, the bare probe of `benchmarks/intake_probe.py` shows what server and database can do.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PORT, PROBE_PORT = 8751, 8752
THREADS = "32"
FULL = 64
GROWTH = (1, 8, 32, 256)
LINES = {"IIT": 15, "EIT": 9}
# The price of a proof does not change what checking it costs: low, so that thousands can be made.
BITS = "2"


def main() -> None:
    options = read_options()
    with tempfile.TemporaryDirectory(prefix="prongsai-bench-") as name:
        prepare(Path(name))
        result = measure(Path(name), seconds=options.seconds)
    print(json.dumps(result, indent=2) if options.json else describe(result))
    if result["lost"]:
        raise SystemExit("receipts were shown for answers that are not stored")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=int, default=6, help="length of each full measurement")
    return parser.parse_args()


def prepare(folder: Path) -> None:
    """Start a durable database in FOLDER with one agency, and set Django up over it."""
    from config import embedded

    os.environ |= {
        "PRONGSAI_VAR": str(folder),
        "PRONGSAI_WORK_BITS": BITS,
        "PRONGSAI_PROXIES": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PRONGSAI_DATABASE_URL": embedded.ensure_running(folder / "postgres"),
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def measure(folder: Path, *, seconds: int) -> dict[str, Any]:
    links = make_links()
    probe = [run_probe(folder, seconds=seconds)]
    rates: dict[str, Any] = {}
    with serve("config.wsgi:application", PORT) as server:
        for instrument, channel in links.items():
            rates[instrument] = measure_instrument(folder, instrument, channel, seconds=seconds)
        checked = check_receipts(links["IIT"])
        rss = get_rss(server.pid)
    probe.append(run_probe(folder, seconds=seconds))
    lower = min(rates.values(), key=lambda each: float(each["full"]["respondents_per_s"]))
    stored, lost = count_stored(checked)
    acknowledged = len(checked) + sum(each["acknowledged"] for each in rates.values())
    return {
        "respondents_per_s": lower["full"]["respondents_per_s"],
        "p50_ms": lower["full"]["p50_ms"],
        "p95_ms": lower["full"]["p95_ms"],
        "p99_ms": lower["full"]["p99_ms"],
        "half_load": lower["half"],
        "probe_per_s": round(sum(probe) / len(probe), 1),
        "share_of_probe": round(lower["full"]["respondents_per_s"] * 2 / sum(probe), 3),
        "acknowledged": acknowledged,
        "stored": stored,
        "lost": lost + max(0, acknowledged - stored),
        "rss_mb": rss,
        "load_average": os.getloadavg()[0],
        "wrk": bool(shutil.which("wrk")),
        "by_instrument": rates,
    }


def make_links() -> dict[str, Any]:
    from datetime import timedelta

    from prongsai.core import clock
    from prongsai.core.actor import SYSTEM
    from prongsai.organizations.services.bulk import create_units
    from prongsai.organizations.types.units import UnitClass, UnitSpec
    from prongsai.surveys.services.channels import open_channel
    from prongsai.surveys.services.keys import ensure_key
    from prongsai.surveys.types import ChannelSpec

    today = clock.today()
    unit = UnitSpec(code="B1", name_th="เทศบาลตำบลตัวอย่าง", unit_class=UnitClass.TAMBON_BODY)
    unit_id = create_units(SYSTEM, specs=[unit], on=today, reason="benchmark")["B1"]
    ensure_key()
    return {
        instrument: open_channel(
            SYSTEM,
            spec=ChannelSpec(
                unit_id=unit_id,
                fiscal_year=2569,
                framework="nacc-general-2569",
                instrument=instrument,
                part=part,
                opens_on=today,
                closes_on=today + timedelta(days=9),
            ),
        )
        for instrument, part in (("IIT", "IIT"), ("EIT", "EIT1"))
    }


def measure_instrument(
    folder: Path, instrument: str, channel: Any, *, seconds: int
) -> dict[str, Any]:
    """Measure full load, half load and growth; every run uses codes that were never used."""
    runs = [FULL, FULL, *GROWTH]
    length = [seconds, seconds, *[max(2, seconds // 2)] * len(GROWTH)]
    results: list[dict[str, Any]] = []
    for place, (connections, duration) in enumerate(zip(runs, length, strict=True)):
        count = duration * 11_000
        file = folder / f"{instrument}-{place}.txt"
        file.write_text("\n".join(make_flows(instrument, channel, count)))
        pause = 0
        if place == 1:  # half the rate: each connection pauses after every request
            pause = round(1000 * FULL / results[0]["respondents_per_s"])
        results.append(run_load(file, connections=connections, seconds=duration, pause=pause))
    return {
        "full": results[0],
        "half": results[1],
        "growth": {str(n): each for n, each in zip(GROWTH, results[2:], strict=True)},
        "acknowledged": sum(each["acknowledged"] for each in results),
    }


def make_flows(instrument: str, channel: Any, count: int) -> Iterator[str]:
    """Yield "path body" for COUNT respondents: a fresh code each, or a fresh proof."""
    from prongsai.core.actor import SYSTEM
    from prongsai.surveys.rules.work import get_challenge, solve
    from prongsai.surveys.selectors.keys import list_recent_keys
    from prongsai.surveys.services.codes import MOST_AT_ONCE, issue_codes

    lines = LINES[instrument]
    answers = "&".join(f"q{at}={at % 2}" for at in range(lines)) + "&told=0&pace=3&p0=1"
    if instrument == "IIT":
        for start in range(0, count, MOST_AT_ONCE):
            some = min(MOST_AT_ONCE, count - start)
            for code in issue_codes(SYSTEM, channel_id=channel.id, count=some):
                yield f"/s/{code} {answers}"
        return
    key = list_recent_keys()[0]
    challenge, begun = get_challenge(key.id, key.public_key), time.time_ns()
    for number in range(count):
        nonce = f"{begun + number:024x}"
        work = solve(challenge, channel=channel.code, nonce=nonce, bits=int(BITS))
        yield f"/s/{channel.code} {answers}&work={work}"


def run_load(file: Path, *, connections: int, seconds: int, pause: int = 0) -> dict[str, Any]:
    """Let wrk play the respondents; without wrk a slower generator of our own does."""
    if not shutil.which("wrk"):
        return run_python(file, connections=connections, seconds=seconds)
    threads = min(2, connections)
    command = [
        *("wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--latency"),
        *("-s", str(ROOT / "benchmarks" / "intake_flow.lua"), f"http://127.0.0.1:{PORT}"),
        *("--", str(file), str(pause)),
    ]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return read_wrk(text, connections=connections)


def read_wrk(text: str, *, connections: int) -> dict[str, Any]:
    requests = int(find(r"(\d+) requests in", text))
    refused = int(find(r"Non-2xx or 3xx responses: (\d+)", text, "0"))
    latency = {
        share: find(rf"(?m)^\s*{share}%\s+(\S+)", text) for share in ("50", "75", "90", "99")
    }
    return {
        "respondents_per_s": round(float(find(r"Requests/sec:\s+(\S+)", text)) / 2, 1),
        "p50_ms": to_ms(latency["50"]),
        "p90_ms": to_ms(latency["90"]),
        "p95_ms": to_ms(find(r"(?m)^p95 (\S+)", text)),
        "p99_ms": to_ms(latency["99"]),
        "refused": refused,
        # At least so many: half of the requests were posts, but for one on every connection.
        "acknowledged": max(0, requests // 2 - refused - connections),
    }


def run_python(file: Path, *, connections: int, seconds: int) -> dict[str, Any]:
    flows = iter(file.read_text().splitlines())
    until, took = time.monotonic() + seconds, []

    def work() -> None:
        for flow in flows:
            if time.monotonic() > until:
                return
            begun = time.monotonic()
            if answer_once(*flow.split(" ", 1)):
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


def answer_once(path: str, body: str) -> str | None:
    """Fetch the form, send it, return the receipt."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    connection.request("GET", path)
    connection.getresponse().read()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, body, headers)
    import gzip

    page = gzip.decompress(connection.getresponse().read()).decode()
    connection.close()
    found = re.search(r'<p class="code">([0-9A-Z-]{19})</p>', page)
    return found[1].replace("-", "") if found else None


def check_receipts(channel: Any) -> list[str]:
    """Answer 1,000 times with a generator that reads what it gets; return the receipts."""
    flows = [flow.split(" ", 1) for flow in make_flows("IIT", channel, 1000)]
    with ThreadPoolExecutor(16) as pool:
        return [receipt for receipt in pool.map(lambda flow: answer_once(*flow), flows) if receipt]


def count_stored(receipts: list[str]) -> tuple[int, int]:
    """Mix everything; return how many answers there are and how many receipts are in no release."""
    from django.db import connection

    from prongsai.surveys.services.mixing import mix

    mix(everything=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM answers.sheets")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM receipts.leaves WHERE code = ANY(%s)", [receipts])
        return stored, len(receipts) - cursor.fetchone()[0]


def run_probe(folder: Path, *, seconds: int) -> float:
    """Return the flows per second of the bare probe under the same load."""
    if not shutil.which("wrk"):
        return 0.0
    import psycopg

    from benchmarks.intake_probe import TABLE

    address = os.environ["PRONGSAI_DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(TABLE)
    os.environ["PROBE_DATABASE"] = address
    file = folder / "probe.txt"
    body = "&".join(f"f{at}={at % 6}" for at in range(18))
    file.write_text(f"/s/probe {body}\n" * 2)
    with serve("benchmarks.intake_probe:application", PROBE_PORT, threads="16"):
        command = [
            *("wrk", "-t2", f"-c{FULL}", f"-d{seconds}s", "--latency"),
            *("-s", str(ROOT / "benchmarks" / "intake_flow.lua")),
            *(f"http://127.0.0.1:{PROBE_PORT}", "--", str(file)),
        ]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(read_wrk(text, connections=FULL)["respondents_per_s"])


@contextmanager
def serve(target: str, port: int, *, threads: str = THREADS) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        *(str(BIN / "granian"), "--interface", "wsgi", "--port", str(port), "--no-ws"),
        *("--workers", "2", "--blocking-threads", threads, "--log-level", "error", target),
    ]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(port)
        yield server
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(port: int) -> None:
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


def find(pattern: str, text: str, default: str = "") -> str:
    found = re.search(pattern, text)
    return found[1] if found else default


def to_ms(text: str) -> float:
    number, unit = re.match(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    return round(float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit], 2)


def describe(result: dict[str, Any]) -> str:
    lines = [
        f"respondents per second   {result['respondents_per_s']}",
        f"bare probe, same run     {result['probe_per_s']} (share {result['share_of_probe']})",
        f"p50 / p99 at full load   {result['p50_ms']} / {result['p99_ms']} ms",
        f"p99 at half load         {result['half_load']['p99_ms']} ms"
        f" at {result['half_load']['respondents_per_s']}/s",
        f"acknowledged / stored    {result['acknowledged']} or more / {result['stored']}",
        f"receipts lost            {result['lost']}",
        f"largest process          {result['rss_mb']} MB",
        f"load average             {result['load_average']:.1f}",
    ]
    for instrument, rates in result["by_instrument"].items():
        for connections, each in rates["growth"].items():
            rate, p99 = each["respondents_per_s"], each["p99_ms"]
            lines.append(f"{instrument} {connections:>4} connections   {rate}/s, p99 {p99} ms")
    if not result["wrk"]:
        lines.append("wrk is missing: a slow generator in Python took its place, no probe was run.")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
