"""The intake in processes of its own needs little, and is started alike everywhere."""

import os
import re
import subprocess
import sys

import pytest

from config import serve
from config.env import ROOT

GOOD = {
    "PRONGSAI_LEDGER_KEY": "a-key-that-only-this-test-knows",
    "PRONGSAI_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
}
# The database does not answer: the process starts all the same, and says that it is not ready.
START = """
from config.wsgi_intake import application
told = []
def ask(path):
    list(application({"REQUEST_METHOD": "GET", "PATH_INFO": path}, lambda *it: told.append(it[0])))
ask("/s/")
ask("/s/222222")
ask("/")
print(told)
"""


def start(folder, **given):
    return subprocess.run(
        [sys.executable, "-c", START],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PRONGSAI_VAR": str(folder), **given},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_starts_without_the_secrets_of_the_site_and_without_a_database(tmp_path):
    answer = start(tmp_path, **GOOD)

    assert answer.stdout.strip() == "['200 OK', '503 Service Unavailable', '404 Not Found']"


@pytest.mark.parametrize("name", GOOD)
def test_refuses_to_start_without(tmp_path, name):
    answer = start(tmp_path, **{key: value for key, value in GOOD.items() if key != name})

    assert f"{name}: must be set" in answer.stderr


def test_every_way_of_starting_has_the_measured_number_of_threads():
    pattern = re.compile(r'--blocking-threads"?,? "?(\d+)')
    files = [ROOT / "deploy" / name for name in ("Dockerfile", "prongsai-web.service")]
    files.append(ROOT / "deploy" / "prongsai-intake.service")

    assert [pattern.findall(file.read_text()) for file in files] == [[str(serve.THREADS)]] * 3
