"""Runs queued jobs: at once inside the test's transaction, or in a real worker."""

import json
from typing import Any
from unittest.mock import patch

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


def run_jobs(*, queue: str | None = None) -> list[str]:
    """Run every job queued so far, here and now; return their names. For tests without commits."""
    names = []
    while job := _take(queue):
        name, arguments = job
        app.tasks[name].func(**arguments)
        names.append(name)
    return names


def run_worker(**options: Any) -> None:
    """Run a real worker until no job is left. For tests with real commits (transaction=True).

    It begins no job of a schedule: which are due depends on the hour.
    """
    connector = DjangoConnector().get_worker_connector()
    options = {
        "wait": False,
        "listen_notify": False,
        "install_signal_handlers": False,
        "delete_jobs": "never",
        **options,
    }
    scheduled = app.periodic_registry.periodic_tasks
    with app.replace_connector(connector), patch.dict(scheduled, clear=True):
        app.run_worker(**options)


def list_jobs() -> list[tuple[str, str, str, dict[str, Any], int]]:
    """Return name, queue, state, arguments and attempts of every job that no schedule queued."""
    periodic = {name for name, _ in app.periodic_registry.periodic_tasks}
    columns = "task_name, queue_name, status, args, attempts"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM procrastinate_jobs ORDER BY id")
        rows = cursor.fetchall()
    return [
        (name, queue, state, json.loads(arguments), attempts)
        for name, queue, state, arguments, attempts in rows
        if name not in periodic
    ]


def _take(queue: str | None) -> tuple[str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs"
            " WHERE status = 'todo' AND (%s::text IS NULL OR queue_name = %s)"
            " ORDER BY id LIMIT 1) RETURNING task_name, args",
            [queue, queue],
        )
        row = cursor.fetchone()
    return (row[0], json.loads(row[1])) if row else None
