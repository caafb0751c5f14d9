"""`script/bench intake [--json]`: respondents per second, from the form to the receipt.

Real forms of the product on a real server and a durable database of their own: IIT with sealed
codes, EIT with solved work. wrk (Debian package) sends the load from the same machine; a generator
in Python reads every receipt and finds it again after the answers were mixed. Before, between and
after, in the same run, on the same database, with the same page, file of flows and load script, the
bare probe of `benchmarks/intake_probe.py` shows what server and database can do.
"""

import argparse
import json
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.intake_load import (
    BITS,
    answer_once,
    get_rss,
    has_wrk,
    make_flows,
    run_load,
    serving,
    settle,
    write_flows,
)
from config import embedded

PORT, PROBE_PORT = 8751, 8752
FULL = 64
GROWTH = (1, 8, 32, 256)
FRAMEWORK, FISCAL_YEAR = "nacc-general-2569", 2569
# As STACK has it: two processes of sixteen threads.
PROBE_THREADS = 16
PROBE_TABLE = "CREATE TABLE IF NOT EXISTS probe (id bigserial PRIMARY KEY, body bytea NOT NULL)"


def main() -> None:
    options = read_options()
    with (
        tempfile.TemporaryDirectory(prefix="prongsai-bench-") as name,
        embedded.borrowed(Path(name) / "postgres") as address,
    ):
        prepare(Path(name), address)
        result = measure(Path(name), options)
    print(json.dumps(result, indent=2) if options.json else describe(result))
    if result["lost"]:
        raise SystemExit("receipts were shown for answers that are not stored")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=int, default=6, help="length of each full measurement")
    parser.add_argument("--brief", action="store_true", help="full load only, no growth")
    parser.add_argument("--alone", action="store_true", help="the intake's own processes")
    return parser.parse_args()


def prepare(folder: Path, address: str) -> None:
    """Set Django up over a durable database of its own."""
    os.environ |= {
        "PRONGSAI_VAR": str(folder),
        "PRONGSAI_WORK_BITS": BITS,
        "PRONGSAI_PROXIES": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PRONGSAI_DATABASE_URL": address,
    }
    (folder / "static").mkdir()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def measure(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    load_before = os.getloadavg()[0]
    links = make_links()
    probe = Probe(folder, links["IIT"], seconds=options.seconds)
    rates: dict[str, Any] = {}
    probe.run()
    for instrument, channel in links.items():
        rates[instrument] = measure_instrument(folder, instrument, channel, options)
        before, after = probe.rates[-1], probe.run()
        full = rates[instrument]["full"]["respondents_per_s"]
        rates[instrument]["share_of_probe"] = round(full * 2 / (before + after or 1), 3)
    checked = check_receipts(links["IIT"], options)
    lower = min(rates.values(), key=lambda each: float(each["full"]["respondents_per_s"]))
    stored, lost = count_stored(checked)
    acknowledged = len(checked) + sum(each["acknowledged"] for each in rates.values())
    return {
        **{name: lower["full"][name] for name in ("respondents_per_s", "p50_ms", "p95_ms")},
        "p99_ms": lower["full"]["p99_ms"],
        "half_load": lower["half"],
        "probe_per_s": round(sum(probe.rates) / len(probe.rates), 1),
        "probe_runs": probe.rates,
        "share_of_probe": min(each["share_of_probe"] for each in rates.values()),
        "acknowledged": acknowledged,
        "stored": stored,
        "lost": lost + max(0, acknowledged - stored),
        "rss_mb": max(each["rss_mb"] for each in rates.values()),
        "load_average_before": load_before,
        "wrk": has_wrk(),
        "by_instrument": rates,
    }


def make_links() -> dict[str, Any]:
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
                fiscal_year=FISCAL_YEAR,
                framework=FRAMEWORK,
                instrument=instrument,
                part=part,
                opens_on=today,
                closes_on=today + timedelta(days=9),
            ),
        )
        for instrument, part in (("IIT", "IIT"), ("EIT", "EIT1"))
    }


class Probe:
    """The bare probe under the very load that the intake gets: its page, its bodies, its file."""

    def __init__(self, folder: Path, channel: Any, *, seconds: int) -> None:
        import psycopg

        from prongsai.surveys.intake.forms import compile_survey
        from prongsai.surveys.intake.state import describe
        from prongsai.surveys.selectors.questionnaires import get_questionnaire

        self.file, self.seconds, self.rates = folder / "probe.txt", seconds, list[float]()
        form = compile_survey(get_questionnaire(FRAMEWORK, "IIT")).forms["th"]
        page = folder / "probe.page"
        page.write_bytes(form.first.render(describe(channel, "th")))
        address = os.environ["PRONGSAI_DATABASE_URL"]
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(PROBE_TABLE)
        os.environ |= {"PROBE_DATABASE": address, "PROBE_PAGE": str(page)}
        count = seconds * 11_000
        write_flows(self.file, make_flows("IIT", channel, count), count)

    def run(self) -> float:
        """Return the flows per second of the bare probe."""
        if not has_wrk():
            return 0.0
        settle(os.environ["PRONGSAI_DATABASE_URL"])
        with serving("benchmarks.intake_probe:application", PROBE_PORT, threads=PROBE_THREADS):
            found = run_load(self.file, port=PROBE_PORT, connections=FULL, seconds=self.seconds)
        if found["refused"]:
            raise SystemExit("the probe refused what it was sent")
        self.rates.append(found["respondents_per_s"])
        return self.rates[-1]


def measure_instrument(
    folder: Path, instrument: str, channel: Any, options: argparse.Namespace
) -> dict[str, Any]:
    """Measure full load, half load and growth; every run uses codes that were never used."""
    seconds = options.seconds
    runs = [(FULL, seconds)]
    if not options.brief:
        runs += [(FULL, seconds), *((connections, max(2, seconds // 2)) for connections in GROWTH)]
    counts = [duration * 11_000 for _, duration in runs]
    flows, file = make_flows(instrument, channel, sum(counts)), folder / "flows.txt"
    results: list[dict[str, Any]] = []
    with serving(**get_server(options)) as server:
        for place, (connections, duration) in enumerate(runs):
            write_flows(file, flows, counts[place])
            settle(os.environ["PRONGSAI_DATABASE_URL"])
            pause = 0
            if place == 1:  # half the rate: each connection pauses after every request
                pause = round(1000 * FULL / results[0]["respondents_per_s"])
            results.append(
                run_load(file, port=PORT, connections=connections, seconds=duration, pause=pause)
            )
        rss = get_rss(server.pid)
    growth = zip(GROWTH, results[2:], strict=False)
    return {
        "full": results[0],
        "half": results[min(1, len(results) - 1)],
        "growth": {str(connections): each for connections, each in growth},
        "acknowledged": sum(each["acknowledged"] for each in results),
        "rss_mb": rss,
    }


def get_server(options: argparse.Namespace) -> dict[str, Any]:
    """Return which application is measured: as `prongsai serve` mounts it, or on its own."""
    if not options.alone:
        return {"application": "config.wsgi:application", "port": PORT}
    from django.conf import settings

    extra = {
        "DJANGO_SETTINGS_MODULE": "config.settings.intake",
        "PRONGSAI_LEDGER_KEY": settings.SURVEYS_LEDGER_KEY,
    }
    return {"application": "config.wsgi_intake:application", "port": PORT, "extra": extra}


def check_receipts(channel: Any, options: argparse.Namespace) -> list[str]:
    """Answer 1,000 times with a generator that reads what it gets; return the receipts."""
    flows = [flow.split(" ", 1) for flow in make_flows("IIT", channel, 1000)]
    with serving(**get_server(options)), ThreadPoolExecutor(16) as pool:
        found = pool.map(lambda flow: answer_once(PORT, *flow), flows)
        return [receipt for receipt in found if receipt]


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
        f"load average before      {result['load_average_before']:.1f}",
    ]
    for instrument, rates in result["by_instrument"].items():
        rate, share = rates["full"]["respondents_per_s"], rates["share_of_probe"]
        lines.append(f"{instrument}   {FULL} connections   {rate}/s, {share} of the probe")
        for connections, each in rates["growth"].items():
            rate, p99 = each["respondents_per_s"], each["p99_ms"]
            lines.append(f"{instrument} {connections:>4} connections   {rate}/s, p99 {p99} ms")
    if not result["wrk"]:
        lines.append("wrk is missing: a slow generator in Python took its place, no probe was run.")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
