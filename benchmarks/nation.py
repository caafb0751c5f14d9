"""The nation that the pages are measured over: loaded once from nothing, then kept."""

import json
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks.server import ROOT, environment, manage
from config.embedded import DATABASE

FOLDER = "bench-pages"
Pages = list[tuple[str, str, bool]]


def prepare(*, fresh: bool) -> tuple[dict[str, str], Pages, float]:
    """Return the environment of the nation, its pages, and how long it took to have them.

    The list of its things is written last: where it is missing a load was cut off, and everything
    begins from an empty database again.
    """
    started = time.perf_counter()
    env = environment(FOLDER)
    things = Path(env["PRONGSAI_VAR"]) / "things.json"
    is_new = fresh or not things.exists()
    if is_new:
        things.unlink(missing_ok=True)
        empty(env["PRONGSAI_DATABASE_URL"])
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "collectstatic", "--no-input", "--verbosity", "0")
    if is_new:
        load(env)
        things.write_text(run(env, "benchmarks.things", "nation"), encoding="utf-8")
    tidy(env["PRONGSAI_DATABASE_URL"], "CHECKPOINT")
    pages = [tuple(page) for page in json.loads(run(env, "benchmarks.addresses", str(things)))]
    taken = time.perf_counter() - started
    say(f"nation ready after {taken:.0f} s, {len(pages)} addresses")
    return env, pages, taken


def empty(address: str) -> None:
    server = urlunsplit(urlsplit(address)._replace(path="/postgres"))
    tidy(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    tidy(server, f"CREATE DATABASE {DATABASE} TEMPLATE template0")
    say("empty database")


def load(env: dict[str, str]) -> None:
    """Load the nation with a running season and a finished one."""
    say("loading the nation and its running season")
    manage(env, "demo", "load", "--scale", "nation")
    say("loading the finished season and its report")
    manage(env, "demo", "load", "--scale", "nation", "--season")
    say("tidying up, as the database would by itself within minutes")
    tidy(env["PRONGSAI_DATABASE_URL"], "VACUUM ANALYZE")


def tidy(address: str, line: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(line)


def run(env: dict[str, str], module: str, *words: str) -> str:
    start = f"import django; django.setup(); from {module} import main; main()"
    command = [sys.executable, "-c", start, *words]
    done = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def say(words: str) -> None:
    """Tell whoever waits; the figures alone go to the standard output."""
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)
