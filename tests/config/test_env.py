"""The environment is read strictly: nonsense stops the start with a sentence."""

import stat

import pytest

from config import env
from tests.factories.moments import at_once


@pytest.mark.parametrize(
    ("written", "read"), [("yes", True), ("ON", True), ("0", False), ("", False)]
)
def test_flag_reads_words(monkeypatch, written, read):
    monkeypatch.setenv("FLAG", written)

    assert env.flag("FLAG", default=not read) is read


def test_flag_refuses_other_words(monkeypatch):
    monkeypatch.setenv("FLAG", "maybe")

    with pytest.raises(env.BadSetting, match="FLAG: write yes or no"):
        env.flag("FLAG")


@pytest.mark.parametrize("written", ["", "-1", "1.5", "ten", "๕", "0", "65536", "9" * 30])
def test_number_refuses_what_is_out_of_range_or_no_number(monkeypatch, written):
    monkeypatch.setenv("NUMBER", written)

    with pytest.raises(env.BadSetting, match="from 1 to 65535"):
        env.number("NUMBER", 80, least=1, most=65535)


def test_number_reads_digits_and_falls_back(monkeypatch):
    monkeypatch.setenv("NUMBER", "8080")

    assert env.number("NUMBER", 80) == 8080
    assert env.number("OTHER", 80) == 80


def test_words_are_parted_by_spaces_or_commas(monkeypatch):
    monkeypatch.setenv("WORDS", "a.go.th, b.go.th  c.go.th,")

    assert env.words("WORDS") == ["a.go.th", "b.go.th", "c.go.th"]


def test_choice_refuses_the_unknown(monkeypatch):
    monkeypatch.setenv("CHOICE", "blue")

    with pytest.raises(env.BadSetting, match="write one of red, green"):
        env.choice("CHOICE", ("red", "green"), "red")


def test_folder_is_made(monkeypatch, tmp_path):
    monkeypatch.setenv("FOLDER", str(tmp_path / "a" / "b"))

    assert env.folder("FOLDER", tmp_path).is_dir()


def test_folder_that_is_a_file_is_refused(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("FOLDER", str(tmp_path / "file"))

    with pytest.raises(env.BadSetting, match="FOLDER"):
        env.folder("FOLDER", tmp_path)


def test_text_comes_from_a_file_before_the_value(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("NAME", "from the value")
    monkeypatch.setenv("NAME_FILE", str(tmp_path / "secret"))

    assert env.text("NAME") == "from the file"


def test_text_from_a_missing_file_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("NAME_FILE", str(tmp_path / "nowhere"))

    with pytest.raises(env.BadSetting, match="NAME_FILE"):
        env.text("NAME")


def test_secret_must_be_set_where_none_is_kept():
    with pytest.raises(env.BadSetting, match="NAME: must be set"):
        env.secret("NAME")


def test_kept_secret_is_made_once_and_only_for_us(tmp_path):
    path = tmp_path / "keys" / "secret"
    first = env.secret("NAME", kept_in=path)

    assert env.secret("NAME", kept_in=path) == first
    assert len(first) > 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_kept_secret_is_the_same_for_all_that_start_at_once(tmp_path):
    path = tmp_path / "secret"

    found = at_once(*[lambda: env.secret("NAME", kept_in=path)] * 8)

    assert len(found) == 8
    assert len(set(found)) == 1


def test_database_reads_an_address():
    read = env.database(
        "postgresql://ita:p%40ss@db.example:5433/pro%20d?sslmode=require", pool=True
    )

    assert read == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "pro d",
        "USER": "ita",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require", "pool": True},
    }


def test_database_reads_a_socket():
    read = env.database("postgresql://ita@/prod?host=/run/postgresql&port=5434")

    assert (read["HOST"], read["PORT"], read["OPTIONS"]) == ("/run/postgresql", "5434", {})


@pytest.mark.parametrize(
    "url", ["mysql://db/prod", "db/prod", "", "postgresql://db:99999/prod", "postgresql://[db/prod"]
)
def test_database_refuses_other_addresses(url):
    with pytest.raises(env.BadSetting, match="PRONGSAI_DATABASE_URL"):
        env.database(url)
