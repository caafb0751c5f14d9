"""The nation that the pages are measured over, or less: loaded once from nothing, then kept."""

import hashlib
import json
import os
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
    """Return the environment of the nation, its pages, and how long it took to have them."""
    started = time.perf_counter()
    env, pages = keep(FOLDER, "nation", fresh=fresh)
    tidy(env["PRONGSAI_DATABASE_URL"], "CHECKPOINT")
    taken = time.perf_counter() - started
    say(f"nation ready after {taken:.0f} s, {len(pages)} addresses")
    return env, pages, taken


def keep(folder: str, scale: str, *, fresh: bool = False) -> tuple[dict[str, str], Pages]:
    """Return environment and pages of a database that is loaded once and kept in FOLDER.

    What it rests on is written last: where that is missing a load was cut off, where it is no
    longer true the kept database lacks what a page opens, or a key. Then everything begins from an
    empty database again.
    """
    env = environment(folder)
    var = Path(env["PRONGSAI_VAR"])
    things, ground = var / "things.json", var / "ground.json"
    is_new = fresh or not rests_on(ground, var)
    if is_new:
        ground.unlink(missing_ok=True)
        empty(env["PRONGSAI_DATABASE_URL"])
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "collectstatic", "--no-input", "--verbosity", "0")
    if is_new:
        load(env, scale)
        things.write_text(run(env, "benchmarks.things", scale), encoding="utf-8")
        ground.write_text(json.dumps(describe_ground(var)), encoding="utf-8")
    pages = json.loads(run(env, "benchmarks.addresses", str(things)))
    return env, [tuple(page) for page in pages]


def rests_on(ground: Path, var: Path) -> bool:
    """Return whether all that a kept database was made with is still what it was."""
    if not ground.exists():
        return False
    now = describe_ground(var)
    kept = json.loads(ground.read_text(encoding="utf-8"))
    changed = [name for name, digest in kept.items() if now.get(name) != digest]
    if changed:
        say(f"the kept database was made with another {', '.join(changed)}")
    return not changed


def describe_ground(var: Path) -> dict[str, str]:
    """Return the digests of what makes the things, and of the keys that open them."""
    makers = [ROOT / "benchmarks/things.py", ROOT / "tests/access/world.py"]
    kept = [var / "things.json", *sorted((var / "keys").rglob("*"))]
    files = [file for file in (*makers, *kept) if file.is_file()]
    return {
        os.path.relpath(file, var): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
    }


def empty(address: str) -> None:
    server = urlunsplit(urlsplit(address)._replace(path="/postgres"))
    tidy(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    tidy(server, f"CREATE DATABASE {DATABASE} TEMPLATE template0")
    say("empty database")


def load(env: dict[str, str], scale: str) -> None:
    """Load the demo with a running season, the nation with a finished one too."""
    say(f"loading the {scale} and its running season")
    manage(env, "demo", "load", "--scale", scale)
    if scale == "nation":
        say("loading the finished season and its report")
        manage(env, "demo", "load", "--scale", scale, "--season")
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
