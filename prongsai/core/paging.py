"""Pages of long lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, QuerySet, Window
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
    at_once: bool = False,
) -> Page[Any]:
    """Return page NUMBER; nonsense and numbers out of range land on the nearest page.

    Who knows how many ROWS there are says so in TOTAL, and they are not counted. AT_ONCE counts
    them while it looks for the page, for ROWS that are dear to find, as in a search.
    """
    asked = max(find_number(str(number or 1)) or 1, 1)
    records = rows if isinstance(rows, QuerySet) and _are_records(rows) else None
    if records is not None and at_once and total is None and not records.query.distinct:
        found = _find_and_count(records, (asked - 1) * size, size)
        if found:
            keys = [key for key, _total in found]
            return Page(list(records.filter(pk__in=keys)), asked, size, found[0][1])
    if total is None:
        total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    wanted = min(asked, max(1, -(-total // size)))
    start = (wanted - 1) * size
    if records is not None and start:
        keys = _find_keys(records, start, min(start + size, total), total)
        return Page(list(records.filter(pk__in=keys)), wanted, size, total)
    return Page(list(rows[start : start + size]), wanted, size, total)


def _are_records(rows: "QuerySet[Any]") -> bool:
    return bool(rows._iterable_class is ModelIterable)


def _find_and_count(rows: "QuerySet[Any]", start: int, size: int) -> list[tuple[Any, int]]:
    """Return the keys of a stretch of ROWS, each with how many ROWS there are."""
    counted = rows.annotate(row_count=Window(Count("*"))).values_list("pk", "row_count")
    return list(counted[start : start + size])


def _find_keys(rows: "QuerySet[Any]", start: int, end: int, total: int) -> list[Any]:
    """Return the keys of a stretch of ROWS, which far down are sorted and skipped by these alone.

    What lies nearer to the end is counted from there, where the keys leave no ties.
    """
    keys = rows.values_list("pk", flat=True)
    has_no_ties = rows.query.order_by[-1:] in {("pk",), ("-pk",), ("id",), ("-id",)}
    if has_no_ties and total - end < start:
        return list(keys.reverse()[total - end : total - start])
    return list(keys[start:end])
