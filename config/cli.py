"""The `prongsai` command: a thin face over Django's management commands."""

import os
import re
import sys
from pathlib import Path

from config import env

# These need no database: they start in a fraction of a second.
PURE = {"score", "framework", "verify", "makemessages", "help", "--help", "--version"}

# How frameworks are named, those that come with the product, and where a file names one.
NAME = re.compile("[a-z][a-z0-9]*-[a-z][a-z0-9]*-[0-9]{4}")
PACKS = env.ROOT / "prongsai" / "frameworks" / "packs"
FRAMEWORK = re.compile(r'"framework"\s*:\s*"([^"]*)"')


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in PURE or needs_rows(command, sys.argv[2:]):
        ensure_database()
    if command == "serve":
        from config import serve  # noqa: PLC0415 - only this command needs it

        raise SystemExit(serve.main(sys.argv[2:]))
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the env

    execute_from_command_line(sys.argv)


def needs_rows(command: str, words: list[str]) -> bool:
    """Whether a command that otherwise reads files names a framework that was frozen here."""
    if command == "score":
        words = [find_framework(Path(word)) for word in words if Path(word).is_file()]
    elif command != "framework":
        return False
    elif words[:1] == ["list"]:
        return (env.folder("PRONGSAI_VAR", env.ROOT / "var") / "postgres").is_dir()
    return any(NAME.fullmatch(word) and not (PACKS / f"{word}.yaml").exists() for word in words)


def find_framework(file: Path) -> str:
    """The framework that the head of a JSON file names."""
    with file.open("rb") as stream:
        found = FRAMEWORK.search(stream.read(4096).decode("utf-8", "replace"))
    return found[1] if found else ""


def ensure_database() -> None:
    """Start the embedded database where none is named; a real installation must name one."""
    production = os.environ["DJANGO_SETTINGS_MODULE"] == "config.settings.prod"
    if not production and not env.text("PRONGSAI_DATABASE_URL"):
        from config import embedded  # noqa: PLC0415 - heavy; unused with an external database

        folder = env.folder("PRONGSAI_VAR", env.ROOT / "var") / "postgres"
        os.environ["PRONGSAI_DATABASE_URL"] = embedded.ensure_running(folder)
