"""The only way to queue work: by name, after commit, with ids only, safe to repeat."""

from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app


def after_commit(name: str, /, *, delay: timedelta | None = None, **ids: int | str) -> None:
    """Queue job NAME ("app.tasks.task") once the running transaction has committed."""
    if not all(isinstance(value, int | str) for value in ids.values()):
        raise TypeError("a job takes ids and short words only")
    transaction.on_commit(lambda: _defer(name, delay=delay, ids=ids))


def _defer(name: str, *, delay: timedelta | None, ids: dict[str, int | str]) -> None:
    options = {"schedule_in": {"seconds": int(delay.total_seconds())}} if delay else {}
    app.configure_task(name, **options).defer(**ids)  # type: ignore[arg-type]
