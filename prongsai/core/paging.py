"""Pages of long lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.db.models.query import ModelIterable

from prongsai.core.numbers import find_number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of rows and where it lies in the whole."""

    rows: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_row(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.last else None


def get_page(
    rows: "QuerySet[Any] | Sequence[Any]",
    number: str | int | None,
    *,
    size: int = 50,
    total: int | None = None,
) -> Page[Any]:
    """Return page NUMBER; nonsense and numbers out of range land on the nearest page.

    Who knows how many ROWS there are says so in TOTAL, and they are not counted.
    """
    if total is None:
        total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    last = max(1, -(-total // size))
    wanted = min(max(find_number(str(number or 1)) or 1, 1), last)
    return Page(_read(rows, (wanted - 1) * size, size), wanted, size, total)


def _read(rows: "QuerySet[Any] | Sequence[Any]", start: int, size: int) -> list[Any]:
    """Return a stretch of ROWS; far down, records are sorted and skipped by their keys alone."""
    if start and isinstance(rows, QuerySet) and rows._iterable_class is ModelIterable:
        return list(rows.filter(pk__in=rows.values("pk")[start : start + size]))
    return list(rows[start : start + size])
