"""The only way to queue work: by name, with ids only, safe to repeat."""

import functools
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import transaction
from procrastinate import RetryStrategy, exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

# Again after 5 s, 25 s, 2, 10 and 52 minutes, 4 and 22 hours: outlives a mail server's bad day.
PATIENT = RetryStrategy(max_attempts=7, exponential_wait=5)

# Again after 5 s, 25 s and 2 minutes: somebody waits for the answer.
BRIEF = RetryStrategy(max_attempts=4, exponential_wait=5)


def job(
    *, queue: str = "default", retry: RetryStrategy | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function of a tasks room under its short name, "app.tasks.function"."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        app.task(name=_short_name(function), queue=queue, retry=retry or False)(function)
        return function

    return register


def every(
    cron: str, *, queue: str = "default"
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function of a tasks room to run by schedule; CRON is in UTC, 7 hours behind us.

    It never waits twice in the queue, however late the worker is.
    """

    def register(function: Callable[[], None]) -> Callable[[], None]:
        @functools.wraps(function)
        def run(timestamp: int) -> None:
            function()

        name = _short_name(function)
        task = app.task(name=name, queue=queue, queueing_lock=name)(run)
        app.periodic(cron=cron)(task)
        return function

    return register


def after_commit(name: str, /, *, delay: timedelta | None = None, **ids: int | str) -> None:
    """Queue job NAME ("app.tasks.function"); it starts once the running transaction has committed.

    The job is a row of that same transaction: rolled back with it, and never lost after it.
    """
    if not all(isinstance(value, int | str) for value in ids.values()):
        raise TypeError("a job takes ids and short words only")
    try:
        with transaction.atomic():
            _get_deferrer(name, delay=delay).defer(**ids)
    except exceptions.AlreadyEnqueued:
        return


def each_after_commit(name: str, /, *, ids: Iterable[int]) -> None:
    """Queue job NAME once for each of IDS, in few statements however many there are."""
    rest = iter(ids)
    while batch := list(islice(rest, 500)):
        jobs: list[dict[str, Any]] = [{"id": one} for one in batch]
        _get_deferrer(name, delay=None).batch_defer(*jobs)


def list_waiting(name: str) -> list[dict[str, Any]]:
    """Return the arguments of every job NAME that is queued, running or about to be repeated."""
    rows = apps.get_model("procrastinate", "ProcrastinateJob").objects
    live = rows.filter(task_name=name, status__in=["todo", "doing"])
    return list(live.values_list("args", flat=True))


def _get_deferrer(name: str, *, delay: timedelta | None) -> JobDeferrer:
    # Not through the app: inside a worker its connector has a connection of its own.
    task = app.tasks[name]
    options: dict[str, Any] = {"lock": task.lock, "queueing_lock": task.queueing_lock}
    if delay:
        options["schedule_in"] = {"seconds": int(delay.total_seconds())}
    manager = JobManager(DjangoConnector())
    return configure_task(
        name=name, job_manager=manager, queue=task.queue, priority=task.priority, **options
    )


def _short_name(function: Callable[..., None]) -> str:
    return f"{function.__module__.removeprefix('prongsai.')}.{function.__qualname__}"
