"""Every job that is queued by name exists and takes what it is given."""

import ast
import inspect

import pytest
from procrastinate.contrib.django import app

from tests.conventions.tree import ROOT, label, parse, python_files

QUEUE_WORDS = {"after_commit", "each_after_commit"}


def find_queued():
    """Map the place of every call that queues a job to the call."""
    return {
        f"{label(path)}:{node.lineno}": node
        for path in python_files("prongsai")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and name_of(node.func) in QUEUE_WORDS
    }


def name_of(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def find_our_tasks():
    """Return the jobs of the product, without those of the library and of other tests."""
    return {
        name: task
        for name, task in app.tasks.items()
        if inspect.unwrap(task.func).__module__.startswith("prongsai.")
    }


QUEUED = find_queued()


@pytest.mark.parametrize("place", QUEUED)
def test_queued_job_exists_and_takes_these_ids(place):
    call = QUEUED[place]
    given = {keyword.arg for keyword in call.keywords} - {"delay"}
    if name_of(call.func) == "each_after_commit":
        given = {"id"}

    assert isinstance(call.args[0], ast.Constant), "queue jobs by a literal name"
    signature = inspect.signature(find_our_tasks()[call.args[0].value].func)
    assert set(signature.parameters) == given


def test_every_task_is_named_after_its_place():
    places = {
        name: f"{inspect.unwrap(task.func).__module__}.{inspect.unwrap(task.func).__qualname__}"
        for name, task in find_our_tasks().items()
    }

    assert places == {name: f"prongsai.{name}" for name in places}


def test_every_task_is_documented():
    page = (ROOT / "docs" / "reference" / "jobs.md").read_text(encoding="utf-8")

    assert {name for name in find_our_tasks() if f"`{name}`" not in page} == set()
