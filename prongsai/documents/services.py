"""Making documents: one at once, many on all processors."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from prongsai.documents.gateways.typesetter import typeset
from prongsai.documents.types import Order


def make_document(order: Order) -> bytes:
    """Return one document."""
    return typeset(order)


def make_documents(orders: Iterable[Order]) -> Iterator[bytes]:
    """Yield the documents in the order of the orders, a few ahead of the reader and no more."""
    pool, waiting = _get_pool(), deque[Future[bytes]]()
    try:
        for order in orders:
            waiting.append(pool.submit(typeset, order))
            if len(waiting) > 2 * _get_processors():
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@cache
def _get_pool() -> ThreadPoolExecutor:
    """One pool per process: its threads keep their compilers warm."""
    return ThreadPoolExecutor(_get_processors(), thread_name_prefix="typeset")


def _get_processors() -> int:
    return os.cpu_count() or 1
