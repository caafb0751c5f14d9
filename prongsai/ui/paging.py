"""Addresses of the other pages of a list."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from prongsai.core.paging import Page

AROUND = 1  # pages shown on either side of the current one


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page number, or a gap between numbers where NUMBER is None."""

    number: int | None
    url: str = ""
    current: bool = False


def get_links(request: HttpRequest, page: Page[Any], param: str = "page") -> dict[str, Any]:
    """Return the numbers around the current page, and the ways back and forth."""

    def url(number: int) -> str:
        return change_query(request, **{param: "" if number == 1 else str(number)})

    numbers = [PageLink(n, url(n), n == page.number) if n else PageLink(None) for n in _get(page)]
    return {
        "numbers": numbers,
        "previous": url(page.previous) if page.previous else "",
        "next": url(page.next) if page.next else "",
    }


def _get(page: Page[Any]) -> list[int | None]:
    near = range(page.number - AROUND, page.number + AROUND + 1)
    shown = sorted({1, page.last, *(n for n in near if 1 <= n <= page.last)})
    numbers: list[int | None] = []
    for number in shown:
        before = numbers[-1] if numbers else 0
        if before is not None and number - before == 2:
            numbers.append(number - 1)
        elif before is not None and number - before > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


def change_query(request: HttpRequest, **values: str) -> str:
    """Return this page's query with VALUES set; an empty value leaves the query."""
    query = request.GET.copy()
    for name, value in values.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path
