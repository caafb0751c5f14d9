"""How long pages take over a nation of agencies: p50 and p95 per page, against 150 ms.

script/bench pages [--requests 60] [--json]
"""

import argparse
import json
import statistics
import time

from benchmarks.server import Visitor, environment, manage, serve

CEILING_MS = 150
# Who opens which page; the heaviest pages of the widest scopes.
PAGES = [
    ("commission_owner", "/"),
    ("commission_owner", "/units/"),
    ("commission_owner", "/units/?sort=-name&page=100"),
    ("commission_owner", "/units/?q=%E0%B8%97%E0%B8%AD%E0%B8%87"),
    ("commission_owner", "/units/tree/"),
    ("commission_owner", "/results/"),
    ("commission_owner", "/headcounts/"),
    ("commission_owner", "/headcounts/?state=waiting&sort=-headcount"),
    ("commission_owner", "/board/"),
    ("commission_owner", "/board/agencies/"),
    ("commission_owner", "/board/agencies/?need=pressing&sort=-iit_answered&page=20"),
    ("department_centre", "/board/"),
    ("province_coordinator", "/board/"),
    ("district_chief", "/board/agencies/"),
    ("agency_admin", "/board/"),
    ("commission_owner", "/people/"),
    ("commission_owner", "/people/orphans/"),
    ("auditor", "/audit/"),
    ("province_coordinator", "/"),
    ("district_chief", "/"),
    ("agency_admin", "/"),
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    env = environment("bench-pages")
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "collectstatic", "--no-input", "--verbosity", "0")
    started = time.perf_counter()
    manage(env, "demo", "load", "--scale", "nation", "--once")
    load_seconds = time.perf_counter() - started
    with serve(env) as address:
        rows = measure(address, options.requests)
    report(rows, load_seconds, as_json=options.json)
    return 0 if all(row["p95_ms"] <= CEILING_MS and row["status"] == 200 for row in rows) else 1


def measure(address: str, requests: int) -> list[dict]:
    rows = [time_page(Visitor(address), "(bare)", "/healthz", requests)]
    visitors: dict[str, Visitor] = {}
    for role, path in PAGES:
        if role not in visitors:
            visitors[role] = Visitor(address)
            visitors[role].sign_in(f"{role}@demo.invalid")
        rows.append(time_page(visitors[role], role, path, requests))
    return rows


def time_page(visitor: Visitor, role: str, path: str, requests: int) -> dict:
    status, body = visitor.get(path)
    for _ in range(4):
        visitor.get(path)
    times = []
    for _ in range(requests):
        started = time.perf_counter()
        status, body = visitor.get(path)
        times.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(times, n=20)
    return {
        "role": role,
        "path": path,
        "status": status,
        "kilobytes": round(len(body.encode()) / 1024, 1),
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(cuts[18], 1),
    }


def report(rows: list[dict], load_seconds: float, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"ceiling_ms": CEILING_MS, "load_seconds": load_seconds, "pages": rows}))
        return
    print(f"nation ready after {load_seconds:.1f} s (loads once, then it is kept)")
    print(f"{'role':<22}{'page':<40}{'status':>7}{'kB':>8}{'p50 ms':>9}{'p95 ms':>9}   ceiling")
    for row in rows:
        print(
            f"{row['role']:<22}{row['path'][:38]:<40}{row['status']:>7}{row['kilobytes']:>8}"
            f"{row['p50_ms']:>9}{row['p95_ms']:>9}   {CEILING_MS} ms"
        )


if __name__ == "__main__":
    raise SystemExit(main())
