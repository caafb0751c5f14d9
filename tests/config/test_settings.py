"""A real installation starts only when everything that matters is said."""

import os
import subprocess
import sys

import pytest

from config.env import ROOT

GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "PRONGSAI_SECRET_KEY": "a-key-that-only-this-test-knows-and-that-is-long-enough-0123456789",
    "PRONGSAI_IDENTITY_PEPPER": "another-key-that-only-this-test-knows",
    "PRONGSAI_LEDGER_KEY": "a-third-key-that-only-this-test-knows",
    "PRONGSAI_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
    "PRONGSAI_HOSTS": "ita.example.go.th",
    "PRONGSAI_SITE_URL": "https://ita.example.go.th",
}


@pytest.fixture
def run(tmp_path):
    def run_command(*command, without=(), **changes):
        kept = {name: value for name, value in GOOD.items() if name not in without}
        path = {"PATH": os.environ["PATH"], "PRONGSAI_VAR": str(tmp_path)}
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**path, **kept, **changes},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run_command


def test_production_passes_the_checks_of_deployment(run):
    answer = run("check", "--deploy")

    assert answer.returncode == 0, answer.stderr
    assert "W009" not in answer.stderr
    warnings = [line for line in answer.stderr.splitlines() if "security." in line]
    assert all("W021" in line for line in warnings), warnings


@pytest.mark.parametrize(
    "name", ["PRONGSAI_SECRET_KEY", "PRONGSAI_IDENTITY_PEPPER", "PRONGSAI_DATABASE_URL"]
)
def test_production_refuses_to_start_without(run, tmp_path, name):
    answer = run("check", without=[name])

    assert answer.returncode == 1
    assert answer.stderr.strip() == f"{name}: must be set"
    assert not (tmp_path / "postgres").exists()


def test_production_takes_secrets_from_files(run, tmp_path):
    (tmp_path / "url").write_text(GOOD["PRONGSAI_DATABASE_URL"] + "\n", encoding="utf-8")
    answer = run(
        "check",
        without=["PRONGSAI_DATABASE_URL"],
        PRONGSAI_DATABASE_URL_FILE=str(tmp_path / "url"),
    )

    assert answer.returncode == 0, answer.stderr
