"""How long every page takes over a nation of agencies with their seasons, against 150 ms.

script/bench pages [--requests 20] [--only WORD] [--json]

Each page of benchmarks/addresses.py, and of every list its last page, its sorting, its filters and
a search. Quick pages are asked a few times, slow ones REQUESTS times. “work” is the time of the
processor in the web process and the database; it holds on a machine that does other work beside.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, quote

from benchmarks.costs import HEADER
from benchmarks.server import ROOT, Connection, Visitor, environment, manage, serve

CEILING_MS = 150
# From this share of the ceiling on a page is looked at more closely.
CLOSE = 0.4
QUICK = 3
SHOWN = 40
MOST_QUERIES = 40
SEARCHED = "ทอง"
FOLDER = "bench-pages"
FINE = {200, 204, 302, 401}


@dataclass(slots=True)
class Row:
    """What one page cost one visitor."""

    role: str
    path: str
    status: int
    median_ms: float
    p95_ms: float
    work_ms: float
    database_ms: float
    queries: int
    bytes: int

    @property
    def is_wrong(self) -> bool:
        return self.status not in FINE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--only", default="", help="addresses or roles with this word")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    env = environment(FOLDER)
    started = time.perf_counter()
    pages = prepare(env)
    ready = time.perf_counter() - started
    wanted = [page for page in pages if any(options.only in word for word in page[:2])]
    costs = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "PRONGSAI_LOG_LEVEL": "CRITICAL"}
    with serve({**env, **costs}) as address:
        rows = list(measure(address, wanted, options.requests))
    rows.sort(key=lambda row: -row.p95_ms)
    report(rows, ready, as_json=options.json)
    return 1 if any(row.is_wrong or row.p95_ms > CEILING_MS for row in rows) else 0


def prepare(env: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Load the nation once, with a running season and a finished one, and list its pages."""
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "collectstatic", "--no-input", "--verbosity", "0")
    manage(env, "demo", "load", "--scale", "nation", "--once")
    things = Path(env["PRONGSAI_VAR"]) / "things.json"
    if not things.exists():
        manage(env, "demo", "load", "--scale", "nation", "--season")
        things.write_text(run(env, "benchmarks.things"), encoding="utf-8")
    return [tuple(page) for page in json.loads(run(env, "benchmarks.addresses", str(things)))]


def run(env: dict[str, str], module: str, *words: str) -> str:
    start = f"import django; django.setup(); from {module} import main; main()"
    command = [sys.executable, "-c", start, *words]
    done = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def measure(address: str, pages: list[tuple[str, str, bool]], requests: int) -> Iterator[Row]:
    """Yield the cost of every page; an area whose page this role may not open is left out."""
    visitors: dict[str, Connection] = {}
    for role, path, may_be_closed in pages:
        if role not in visitors:
            visitors[role] = enter(address, role)
        answer = visitors[role].get(path)
        if may_be_closed and answer.status not in FINE:
            continue
        for variant in [path, *list_variants(path, answer.text)]:
            yield time_page(visitors[role], role, variant, requests)


def enter(address: str, role: str) -> Connection:
    visitor = Visitor(address)
    if role:
        visitor.sign_in(f"{role}@demo.invalid")
    return visitor.connect()


def list_variants(path: str, page: str) -> list[str]:
    """Return of a list its last page, one address per sorting and filter, and a search."""
    links = [unescape(link) for link in re.findall(r'href="(\?[^"]+)"', page)]
    kinds: dict[str, tuple[int, str]] = {}
    for link in links:
        query = parse_qs(link[1:])
        kind = ",".join(sorted(query))
        number = int(query["page"][0]) if query.get("page", ["-"])[0].isdigit() else 0
        if "export" not in kind and number >= kinds.get(kind, (0, ""))[0]:
            kinds[kind] = (number, link)
    found = [path + link for _, link in kinds.values()]
    if 'name="q"' in page:
        found.append(f"{path}?q={quote(SEARCHED)}")
    return found


def time_page(visitor: Connection, role: str, path: str, requests: int) -> Row:
    visitor.get(path)  # what is kept in memory is there from now on
    answers = [visitor.get(path) for _ in range(QUICK)]
    if max(answer.seconds for answer in answers) * 1000 > CEILING_MS * CLOSE:
        answers += [visitor.get(path) for _ in range(requests - QUICK)]
    times = [answer.seconds * 1000 for answer in answers]
    costs = [answer.headers.get(HEADER, "0 0 0").split() for answer in answers]
    return Row(
        role=role or "citizen",
        path=path,
        status=max(answer.status for answer in answers),
        median_ms=round(statistics.median(times), 1),
        p95_ms=round(statistics.quantiles(times, n=20, method="inclusive")[18], 1),
        work_ms=round(statistics.median(float(here) + float(there) for here, there, _ in costs), 1),
        database_ms=round(statistics.median(float(there) for _, there, _ in costs), 1),
        queries=max(int(queries) for _, _, queries in costs),
        bytes=len(answers[-1].body),
    )


def report(rows: list[Row], ready: float, *, as_json: bool) -> None:
    if as_json:
        pages = [asdict(row) for row in rows]
        print(json.dumps({"ceiling_ms": CEILING_MS, "ready_seconds": ready, "pages": pages}))
        return
    above = [row for row in rows if row.p95_ms > CEILING_MS]
    wrong = [row for row in rows if row.is_wrong]
    print(f"nation ready after {ready:.1f} s (loads once, then it is kept)")
    print(f"{len(rows)} pages; {len(above)} above {CEILING_MS} ms, {len(wrong)} that failed")
    print(
        f"{'role':<21}{'page':<68}{'status':>6}{'median':>8}{'p95':>8}"
        f"{'work':>8}{'database':>9}{'queries':>8}{'kB':>8}"
    )
    most = [row for row in rows if row.queries > MOST_QUERIES and row not in rows[:SHOWN]]
    for row in [*rows[: max(SHOWN, len(above))], *most, *(row for row in wrong if row not in most)]:
        print(
            f"{row.role:<21}{row.path[:67]:<68}{row.status:>6}{row.median_ms:>8}{row.p95_ms:>8}"
            f"{row.work_ms:>8}{row.database_ms:>9}{row.queries:>8}{row.bytes / 1024:>8.1f}"
        )


if __name__ == "__main__":
    raise SystemExit(main())
