"""How the job queue is wired into the product."""

from typing import Any

from procrastinate.contrib.django.db_cleanup import DjangoApp


def prepare(app: DjangoApp) -> None:
    """Let every job of a training installation see the moved clock."""
    from prongsai.frameworks.tasks import with_training_clock  # noqa: PLC0415 - apps load first

    defaults: Any = app.worker_defaults
    defaults["task_middleware"] = [*defaults.get("task_middleware", ()), with_training_clock]
