"""`prongsai organizations import` and `undo`."""

import json

import pytest
from django.core.management import CommandError, call_command

from prongsai.organizations.models import ImportBatch, Unit
from tests.organizations.sheets import make_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "units.csv"
    path.write_bytes(make_csv(["A", "ก", "อบต"], ["B", "ข", "อบต"]))
    return path


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "faulty.csv"
    path.write_bytes(make_csv(["A", "ก", "อบต"], ["B", "", "อบต"]))
    return path


def test_import_takes_a_file_over_and_undo_takes_it_back(file, capsys):
    call_command("organizations", "import", file, "--on", "1 ตุลาคม 2568")
    assert Unit.objects.count() == 2
    assert "2" in capsys.readouterr().out

    call_command("organizations", "undo", ImportBatch.objects.get().code, "--reason", "ผิดไฟล์")
    assert not Unit.objects.exists()


def test_dry_run_keeps_nothing(file, capsys):
    call_command("organizations", "import", file, "--dry-run", "--json")

    answer = json.loads(capsys.readouterr().out)
    assert answer["counts"] == {"create": 2, "change": 0, "same": 0, "error": 0}
    assert (answer["code"], answer["taken"]) == (None, 0)
    assert not Unit.objects.exists()
    assert not ImportBatch.objects.exists()


def test_file_with_errors_is_refused_whole(faulty, capsys):
    with pytest.raises(CommandError):
        call_command("organizations", "import", faulty)

    assert "3\tชื่อภาษาไทย\tไม่ได้กรอก" in capsys.readouterr().out
    assert not Unit.objects.exists()
    assert not ImportBatch.objects.exists()


def test_rows_without_errors_are_taken_on_demand(faulty):
    call_command("organizations", "import", faulty, "--skip-errors")

    assert list(Unit.objects.values_list("code", flat=True)) == ["A"]


def test_same_file_again_changes_nothing(file, capsys):
    call_command("organizations", "import", file)
    call_command("organizations", "import", file, "--json")

    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert answer["counts"]["same"] == 2
    assert answer["taken"] == 0


@pytest.mark.parametrize("name", ["missing.csv", "text.txt"])
def test_file_that_cannot_be_read_is_said(tmp_path, name):
    (tmp_path / "text.txt").write_text("code\nA")

    with pytest.raises(CommandError):
        call_command("organizations", "import", tmp_path / name)
