"""Jobs start after commit, vanish with a rollback, and are tried again."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from prongsai.core import jobs
from tests.factories.jobs import list_jobs, run_worker

SEEN: list[tuple[str, int]] = []


@jobs.job(queue="mail", retry=RetryStrategy(max_attempts=2))
def stumble(id: int) -> None:  # noqa: A002 - jobs carry ids under their plain name
    SEEN.append(("stumble", id))
    if len(SEEN) <= id:
        raise RuntimeError("try me again")


@jobs.job()
def chain(id: int) -> None:  # noqa: A002 - the same
    """Queue another job from inside a worker, in a transaction that is then given up."""
    SEEN.append(("chain", id))
    with transaction.atomic():
        jobs.after_commit(NAME, id=0)
        if id:
            transaction.set_rollback(True)


NAME = "tests.core.test_jobs.stumble"
CHAIN = "tests.core.test_jobs.chain"


@pytest.fixture(autouse=True)
def clean():
    SEEN.clear()


def test_committed_job_runs_in_a_worker(transactional_db):
    with transaction.atomic():
        jobs.after_commit(NAME, id=0)

    run_worker()

    assert SEEN == [("stumble", 0)]
    assert list_jobs() == [(NAME, "mail", "succeeded", {"id": 0}, 1)]


def test_job_is_invisible_to_workers_until_commit(transactional_db):
    with transaction.atomic():
        jobs.after_commit(NAME, id=0)
        run_worker()
        assert SEEN == []

    run_worker()
    assert SEEN == [("stumble", 0)]


def test_rolled_back_job_never_runs(transactional_db):
    with pytest.raises(ZeroDivisionError):
        _queue_and_fail()

    run_worker()

    assert SEEN == []
    assert list_jobs() == []


def test_job_queued_inside_a_worker_belongs_to_its_transaction(transactional_db):
    jobs.after_commit(CHAIN, id=1)
    run_worker()
    assert SEEN == [("chain", 1)]

    jobs.after_commit(CHAIN, id=0)
    run_worker()
    run_worker()
    assert SEEN == [("chain", 1), ("chain", 0), ("stumble", 0)]


@pytest.mark.parametrize(("failures", "state"), [(2, "succeeded"), (3, "failed")])
def test_failing_job_is_tried_again(transactional_db, failures, state):
    jobs.after_commit(NAME, id=failures)

    for _ in range(3):
        run_worker()

    assert len(SEEN) == 3
    assert [row[2] for row in list_jobs()] == [state]


def test_worker_serves_only_its_queues(transactional_db):
    jobs.after_commit(NAME, id=0)

    run_worker(queues=["default"])
    assert SEEN == []

    run_worker(queues=["default", "mail"])
    assert SEEN == [("stumble", 0)]


def test_delayed_job_waits(transactional_db):
    jobs.after_commit(NAME, delay=timedelta(hours=1), id=0)

    run_worker()

    assert SEEN == []
    assert [row[2] for row in list_jobs()] == ["todo"]


def test_each_after_commit_queues_in_batches(transactional_db, django_assert_num_queries):
    with django_assert_num_queries(2):
        jobs.each_after_commit(NAME, ids=range(501))

    assert len(list_jobs()) == 501


def test_stalled_job_is_rescued(transactional_db):
    """A worker died in the middle: its job is queued again by the next one."""
    jobs.after_commit(NAME, id=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")

    app.configure_task("core.tasks.rescue_stalled").defer(timestamp=0)
    run_worker()
    run_worker()

    assert SEEN == [("stumble", 0)]


@pytest.mark.django_db
def test_after_commit_takes_ids_only():
    with pytest.raises(TypeError):
        jobs.after_commit(NAME, id=object())  # type: ignore[arg-type]


@pytest.mark.django_db
def test_after_commit_knows_its_jobs():
    with pytest.raises(KeyError):
        jobs.after_commit("nowhere.tasks.nothing")


def test_every_periodic_job_waits_only_once_in_the_queue():
    periodic = app.periodic_registry.periodic_tasks.values()

    assert {entry.task.name for entry in periodic} >= {
        "audit.tasks.write_anchor",
        "core.tasks.rescue_stalled",
        "notifications.tasks.clear_old_notices",
    }
    assert all(entry.task.queueing_lock for entry in periodic)


@transaction.atomic
def _queue_and_fail():
    jobs.after_commit(NAME, id=0)
    raise ZeroDivisionError
