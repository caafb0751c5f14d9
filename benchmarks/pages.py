"""How long every page takes over a nation of agencies with their seasons, against 150 ms.

script/bench pages [--requests 20] [--only WORD ...] [--fresh] [--json]

Each page of benchmarks/addresses.py, and of every list its last page, its sorting, its filters and
a search, is asked once (“first”) and then REQUESTS times: half as often far below the limit, where
p95 is then the slowest request, and three times as often near it.
p95 is the time by the clock that 95 of a hundred requests keep, one request at a time. “work” is
the time of the processor in the web process and the database; it holds on a machine that does other
work beside. Exits with 1 where a page is above the limit or answers with anything but 200.
"""

import argparse
import json
import math
import os
import re
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from http.client import HTTPException
from urllib.parse import parse_qs, quote

from benchmarks.costs import HEADER
from benchmarks.nation import prepare, say
from benchmarks.server import Answer, Connection, Visitor, serve

LIMIT_MS = 150
# Up to this share of the limit a page is quick, from that on it is looked at more closely.
QUICK, CLOSE = 0.3, 0.6
LEAST_REQUESTS = 20
SHOWN = 40
MOST_QUERIES = 40
TELL_EVERY = 50
SEARCHED = "ทอง"
COSTS = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "PRONGSAI_LOG_LEVEL": "CRITICAL"}
CITIZEN = "citizen"
# Says that signing in elsewhere went wrong, and so does its status.
ERROR_PAGE = "/accounts/other/error/"
CLOSED = {403, 404}
LEADS_ON = {301, 302, 303}


@dataclass(slots=True)
class Row:
    """What one page cost one visitor; a PROBLEM says why there is nothing to measure."""

    role: str
    path: str
    problem: str = ""
    requests: int = 0
    first_ms: float = 0
    median_ms: float = 0
    p95_ms: float = 0
    most_ms: float = 0
    work_ms: float = 0
    database_ms: float = 0
    queries: int = 0
    bytes: int = 0

    @property
    def verdict(self) -> str:
        if self.problem:
            return self.problem
        return "FAIL" if self.p95_ms > LIMIT_MS else "ok"


def main() -> int:
    options = read_options()
    env, pages, ready = prepare(fresh=options.fresh)
    pages = [page for page in pages if is_wanted(page[0] or CITIZEN, page[1], options.only)]
    load = os.getloadavg()[0]
    started = time.perf_counter()
    with serve({**env, **COSTS}) as address:
        rows = list(measure(address, pages, options.requests))
    taken = time.perf_counter() - started
    rows.sort(key=lambda row: (not row.problem, -row.p95_ms))
    wrong = [row for row in rows if row.verdict != "ok"]
    if options.json:
        facts = {"limit_ms": LIMIT_MS, "ready_seconds": ready, "measured_seconds": taken}
        found = [{**asdict(row), "verdict": row.verdict} for row in rows]
        print(json.dumps({**facts, "load_average": load, "wrong": len(wrong), "pages": found}))
    else:
        print(f"nation ready after {ready:.0f} s, pages measured in {taken:.0f} s, load {load:.1f}")
        report(rows, wrong)
    return 1 if wrong or not rows else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--requests", type=int, default=LEAST_REQUESTS, help="of each page")
    parser.add_argument(
        "--only", nargs="+", default=[], help="addresses or roles with one of these words"
    )
    parser.add_argument("--fresh", action="store_true", help="load the nation again from nothing")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.requests < LEAST_REQUESTS:
        parser.error(f"fewer than {LEAST_REQUESTS} requests have no 95th percentile")
    return options


def is_wanted(role: str, path: str, words: list[str]) -> bool:
    return not words or any(word in part for word in words for part in (role, path))


def measure(address: str, pages: list[tuple[str, str, bool]], requests: int) -> Iterator[Row]:
    """Yield the cost of every page; what is closed to this role or leads elsewhere is left out."""
    visitors: dict[str, Connection] = {}
    started, measured = time.perf_counter(), 0
    for number, (role, path, may_be_closed) in enumerate(pages, start=1):
        if role not in visitors:
            visitors[role] = enter(address, role)
        for row in measure_page(visitors[role], role, path, requests, may_be_closed=may_be_closed):
            measured += 1
            if row.verdict != "ok":
                say(f"{row.verdict}: {row.role} {row.path} {row.p95_ms or ''}")
            yield row
        if number % TELL_EVERY == 0 or number == len(pages):
            seconds = time.perf_counter() - started
            say(f"{number} of {len(pages)} addresses, {measured} pages, {seconds:.0f} s")


def measure_page(
    visitor: Connection, role: str, path: str, requests: int, *, may_be_closed: bool
) -> Iterator[Row]:
    """Yield the page and, of a list, its variants."""
    who = role or CITIZEN
    try:
        first = visitor.get(path)
        if (may_be_closed and first.status in CLOSED) or leads_on(first) or path == ERROR_PAGE:
            return
        yield time_page(visitor, Row(who, path), first, requests)
        for variant in list_variants(path, first.text) if first.status == 200 else []:
            yield time_page(visitor, Row(who, variant), visitor.get(variant), requests)
    except (OSError, HTTPException) as error:
        visitor.close()
        yield Row(who, path, problem=f"no answer: {error!r}")


def leads_on(answer: Answer) -> bool:
    """Return whether an address is no page but the way to another; to sign in again is wrong."""
    return answer.status in LEADS_ON and "/login" not in answer.headers.get("Location", "")


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


def time_page(visitor: Connection, row: Row, first: Answer, requests: int) -> Row:
    """Fill ROW with what the page costs once it was asked for."""
    if first.status != 200:
        row.problem = f"answers {first.status}"
        return row
    answers = [visitor.get(row.path) for _ in range(requests // 2)]
    if get_p95(answers) > LIMIT_MS * QUICK:
        answers += [visitor.get(row.path) for _ in range(requests - requests // 2)]
    if get_p95(answers) > LIMIT_MS * CLOSE:
        answers += [visitor.get(row.path) for _ in range(2 * requests)]
    other = {answer.status for answer in answers} - {200}
    row.problem = f"answers {min(other)} now and then" if other else ""
    costs = [answer.headers.get(HEADER, "0 0 0").split() for answer in answers]
    row.requests = len(answers)
    row.first_ms = round(first.seconds * 1000, 1)
    row.median_ms = round(statistics.median(answer.seconds for answer in answers) * 1000, 1)
    row.p95_ms = round(get_p95(answers), 1)
    row.most_ms = round(max(answer.seconds for answer in answers) * 1000, 1)
    row.work_ms = round(statistics.median(float(a) + float(b) for a, b, _ in costs), 1)
    row.database_ms = round(statistics.median(float(there) for _, there, _ in costs), 1)
    row.queries = max(int(queries) for _, _, queries in costs)
    row.bytes = len(answers[-1].body)
    return row


def get_p95(answers: list[Answer]) -> float:
    """Return the least time, in milliseconds, that 95 of a hundred answers keep."""
    times = sorted(answer.seconds for answer in answers)
    return times[math.ceil(len(times) * 0.95) - 1] * 1000


def report(rows: list[Row], wrong: list[Row]) -> None:
    figures = ("n", "first", "median", "p95", "limit", "most", "work", "db", "queries", "kB")
    print(f"{'role':<21}{'page':<62}{''.join(f'{word:>8}' for word in figures)}  verdict")
    shown = rows[: max(SHOWN, len(wrong))]
    for row in [*shown, *(r for r in rows if r.queries > MOST_QUERIES and r not in shown)]:
        numbers = (row.requests, row.first_ms, row.median_ms, row.p95_ms, LIMIT_MS, row.most_ms)
        costs = (row.work_ms, row.database_ms, row.queries, round(row.bytes / 1024, 1))
        words = "".join(f"{number:>8}" for number in (*numbers, *costs))
        print(f"{row.role:<21}{row.path[:61]:<62}{words}  {row.verdict}")
    print(f"{len(rows)} pages, the {len(shown)} slowest above, those with many queries below them")
    print(f"FAIL: {len(wrong)} pages" if wrong else f"ok: every p95 is within {LIMIT_MS} ms")


if __name__ == "__main__":
    sys.exit(main())
