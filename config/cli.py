"""The `prongsai` command: a thin face over Django's management commands."""

import os
import sys

from config import env

# These need no database: they start in a fraction of a second.
PURE = {"score", "framework", "verify", "makemessages", "help", "--help", "--version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in PURE:
        ensure_database()
    if command == "serve":
        from config import serve  # noqa: PLC0415 - only this command needs it

        raise SystemExit(serve.main(sys.argv[2:]))
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the env

    execute_from_command_line(sys.argv)


def ensure_database() -> None:
    """Start the embedded database where none is named; a real installation must name one."""
    production = os.environ["DJANGO_SETTINGS_MODULE"] == "config.settings.prod"
    if not production and not env.text("PRONGSAI_DATABASE_URL"):
        from config import embedded  # noqa: PLC0415 - heavy; unused with an external database

        folder = env.folder("PRONGSAI_VAR", env.ROOT / "var") / "postgres"
        os.environ["PRONGSAI_DATABASE_URL"] = embedded.ensure_running(folder)
