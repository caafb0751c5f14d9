"""The database that comes with the product starts by itself, also after a cut-off start."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from config import embedded


def ask(address, query):
    with psycopg.connect(address) as connection:
        return connection.execute(query).fetchone()[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("embedded") / "postgres"


def test_first_start_makes_a_database_in_unicode(folder):
    address = embedded.ensure_running(folder, durable=False)

    assert ask(address, "SELECT current_database()") == "prongsai"
    assert ask(address, "SHOW server_encoding") == "UTF8"
    assert ask(address, "SHOW fsync") == "off"


def test_second_start_joins_the_first(folder):
    address = embedded.ensure_running(folder, durable=False)
    started = ask(address, "SELECT pg_postmaster_start_time()")

    assert ask(embedded.ensure_running(folder), "SELECT pg_postmaster_start_time()") == started


def test_start_finishes_what_an_earlier_one_left(folder):
    address = embedded.ensure_running(folder, durable=False)
    with psycopg.connect(
        address.replace("/prongsai?", "/postgres?"), autocommit=True
    ) as connection:
        connection.execute("DROP DATABASE prongsai")
    (folder / "prongsai-ready").unlink()

    assert ask(embedded.ensure_running(folder, durable=False), "SELECT 1") == 1


def test_slow_start_is_waited_for(tmp_path, monkeypatch):
    """The library would give up after ten seconds."""
    run, given = subprocess.run, {}

    def note(command, **options):
        given[Path(command[0]).name] = options
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", note)
    with embedded.borrowed(tmp_path / "postgres"):
        assert given["pg_ctl"]["timeout"] == embedded.PATIENCE
    assert given["pg_ctl"]["env"]["PGCTLTIMEOUT"] == str(embedded.PATIENCE)


JOIN = """
import sys
from pathlib import Path
from config import embedded

embedded.ensure_running(Path(sys.argv[1]), durable=False)
print("joined", flush=True)
if len(sys.argv) > 2:
    sys.stdin.read()
"""


def test_server_stops_with_its_last_user_even_after_another_was_killed(tmp_path):
    folder = tmp_path / "postgres"
    command = [sys.executable, "-c", JOIN, str(folder)]
    with subprocess.Popen(
        [*command, "stay"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as killed:
        assert killed.stdout.readline() == b"joined\n"
        killed.kill()

    subprocess.run(command, check=True, timeout=300)

    assert not (folder / "postmaster.pid").exists()


BORROW = """
import shutil
import sys
from pathlib import Path
from config import embedded

folder = Path(sys.argv[1])
with embedded.borrowed(folder):
    assert (folder / "postmaster.pid").exists()
assert not (folder / "postmaster.pid").exists()
if len(sys.argv) > 2:
    shutil.rmtree(folder)
"""


@pytest.mark.parametrize("options", [[], ["remove"]])
def test_borrowed_server_leaves_quietly_also_when_its_folder_is_gone(tmp_path, options):
    command = [sys.executable, "-c", BORROW, str(tmp_path / "postgres"), *options]

    done = subprocess.run(command, check=True, timeout=300, capture_output=True, text=True)

    assert done.stderr == ""
