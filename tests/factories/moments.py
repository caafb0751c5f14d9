"""Several people who do something at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from prongsai.core.errors import ProngsaiError


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts at the same moment; return what each gave, or its refusal."""
    barrier = Barrier(len(acts), timeout=120)

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return act()
        except ProngsaiError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
