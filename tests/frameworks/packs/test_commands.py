"""`prongsai score` and `prongsai framework`, as people run them."""

import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from config.settings.base import ROOT

# A name that the product does not bring is looked for among those frozen here.
pytestmark = pytest.mark.django_db

PACKS = ROOT / "prongsai" / "frameworks" / "packs"


def run(*words):
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def refuse(*words):
    with pytest.raises(CommandError) as caught:
        run(*words)
    assert caught.value.returncode == 2
    return str(caught.value)


@pytest.fixture
def write(tmp_path):
    def write_file(text):
        file = tmp_path / "in.json"
        file.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
        return str(file)

    return write_file


def test_scores_are_written_with_hash_and_version(write, tmp_path):
    agency = {"code": "ก1", "class": "x", "total": "98.47"}
    source = write({"framework": "nacc-general-2564", "agencies": [agency]})

    found = json.loads(run("score", source))
    run("score", source, "--out", str(tmp_path / "out.json"))

    assert list(found) == ["framework", "framework_hash", "engine_version", "agencies"]
    assert found["agencies"][0]["level"] == {"code": "AA", "th": "AA", "en": "AA"}
    assert found["agencies"][0]["class"] == "x"
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == found
    assert "explanation" in json.loads(run("score", source, "--explain"))["agencies"][0]


def test_agencies_may_come_before_the_framework(write):
    source = write('{"agencies": [{"total": "50"}], "framework": "nacc-general-2564"}')

    assert json.loads(run("score", source))["agencies"][0]["level"]["code"] == "E"


def test_no_agencies_no_scores(write):
    source = write({"framework": "nacc-general-2564", "agencies": []})

    assert json.loads(run("score", source))["agencies"] == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ({"agencies": []}, "framework"),
        ({"framework": "nacc-general-2564"}, "agencies"),
        ({"framework": "nacc-general-2564", "agencies": {}}, "agencies"),
        ({"framework": "nacc-general-2561", "agencies": []}, "framework"),
        ({"framework": 7, "agencies": []}, "framework"),
        ({"framework": "nacc-general-2564", "agencies": [], "x": 1}, "x"),
        ({"framework": "nacc-general-2564", "agencies": [{}, {"total": "x"}]}, "agencies[1].total"),
        ("[", "$"),
    ],
)
def test_bad_input_names_its_path(write, text, path):
    assert refuse("score", write(text)).startswith(f"{path}: ")


def test_many_faults_are_told_together_and_nothing_is_written(write, tmp_path):
    agencies = [{"total": "1"}, *({"total": "x"} for _ in range(30))]
    source = write({"framework": "nacc-general-2564", "agencies": agencies})

    told = refuse("score", source, "--out", str(tmp_path / "out.json"))

    assert told.count("\n") == 19
    assert "agencies[20].total" in told
    assert not (tmp_path / "out.json").exists()


def test_files_that_are_not_there(tmp_path):
    refuse("score", str(tmp_path / "missing.json"))


def test_ten_thousand_agencies_from_the_shell(tmp_path):
    indicators = {str(n): f"{80 + n}.{n:02d}" for n in range(1, 11)}
    agencies = [{"code": f"A{n}", "indicators": indicators} for n in range(10_000)]
    text = json.dumps({"framework": "nacc-general-2564", "agencies": agencies})
    command = [sys.executable, "-c", "from config.cli import main; main()", "score", "-"]

    done = subprocess.run(
        command, input=text, capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["agencies"]) == 10_000


def test_bad_input_ends_with_two_in_the_shell():
    command = [sys.executable, "-c", "from config.cli import main; main()", "score", "-"]

    done = subprocess.run(
        command, input="{}", capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert done.returncode == 2
    assert done.stdout == ""
    assert "framework: " in done.stderr


def test_frameworks_are_listed_checked_and_frozen():
    assert "nacc-general-2568" in run("framework", "list").split()
    assert "88" in run("framework", "check", str(PACKS / "nacc-general-2564.yaml"))
    assert run("framework", "freeze", "nacc-general-2564").endswith("nacc-general-2564\n")


def test_faults_of_a_file_are_told(tmp_path):
    text = (PACKS / "nacc-general-2564.yaml").read_text(encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(text.replace("weight: 0.30", "weight: 0.31", 1))

    assert "1.01" in refuse("framework", "check", str(tmp_path / "bad.yaml"))
    refuse("framework", "check", str(tmp_path / "missing.yaml"))


def test_differences_are_told_for_people_and_machines():
    people = run("framework", "diff", "nacc-general-2564", "nacc-general-2565")
    machine = json.loads(
        run("framework", "diff", "nacc-general-2564", "nacc-general-2565", "--json")
    )

    assert "ตัดออก / removed  o34" in people
    assert machine["differences"][0]["kind"] == "added"
    assert machine["crosswalk"]["o34"] == []


def test_clone_export_and_import_write_what_can_be_read(tmp_path):
    clone, form, back = (str(tmp_path / name) for name in ("c.yaml", "f.xlsx", "b.yaml"))

    run("framework", "clone", "nacc-general-2569", "2570", "--out", clone)
    run("framework", "export", clone, "EIT", "--out", form)
    run("framework", "import", clone, "EIT", form, "--out", back)

    assert run("framework", "freeze", back) == run("framework", "freeze", clone)
    refuse(
        "framework", "clone", "nacc-general-2569", "2571", "--out", str(tmp_path / "no" / "c.yaml")
    )
