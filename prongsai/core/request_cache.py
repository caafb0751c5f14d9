"""Answers kept for the length of one request, so that asking twice costs one query."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")

_store: ContextVar[dict[Hashable, Any] | None] = ContextVar("request_cache", default=None)


def remember(key: Hashable, make: Callable[[], T]) -> T:
    """Return what MAKE gave for KEY before in this request; outside of requests always ask."""
    store = _store.get()
    if store is None:
        return make()
    if key not in store:
        store[key] = make()
    return cast(T, store[key])


def forget() -> None:
    """Drop everything: whoever changes what others remember calls this."""
    store = _store.get()
    if store is not None:
        store.clear()


@contextmanager
def remembering() -> Iterator[None]:
    token = _store.set({})
    try:
        yield
    finally:
        _store.reset(token)
