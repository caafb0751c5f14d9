"""Tables of rows: sort, search, filter chips, paging in the address, export, bulk selection.

A view describes a Table and answers with `answer(request, table, template)`; the template shows it
with {% ui_table table %}. Everything works by links and forms; htmx only replaces the table alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from operator import attrgetter
from typing import Any, Literal, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from prongsai.ui import exports
from prongsai.ui.binding import BoundTable
from prongsai.ui.http import Request

Rows = QuerySet[Any] | Sequence[Any]
Kind = Literal["text", "link", "number", "score", "date", "datetime", "badge"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. The value is the row's attribute NAME (dots allowed) unless VALUE computes it.

    SORT names the fields to order by ("name_key" or ("province", "name")); "" cannot be sorted.
    KIND "badge" expects a types.Badge (or None), "link" needs URL.
    """

    name: str
    label: str
    _: KW_ONLY
    kind: Kind = "text"
    value: Callable[[Any], Any] | None = None
    url: Callable[[Any], str] | None = None
    note: Callable[[Any], str] | None = None
    sort: str | Sequence[str] = ""
    export_only: bool = False
    screen_only: bool = False

    def read(self, row: Any) -> Any:
        if self.value is not None:
            return self.value(row)
        if isinstance(row, Mapping):
            return row[self.name]
        return attrgetter(self.name)(row)

    @property
    def is_numeric(self) -> bool:
        return self.kind in {"number", "score"}

    @property
    def sort_fields(self) -> tuple[str, ...]:
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort)


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing to narrow the rows by: APPLY takes the rows and the chosen value."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    apply: Callable[[Any, str], Rows]


@dataclass(frozen=True, slots=True)
class Bulk:
    """Something to do with all selected rows: posts their keys as `selected` to URL.

    With CHOICES the reader picks one of them, sent under NAME; ASKS says what is picked.
    """

    label: str
    url: str
    icon: str = ""
    tone: Literal["primary", "secondary", "danger"] = "secondary"
    name: str = "action"
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """What to say when there are no rows at all."""

    title: str = ""
    text: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A description of a table; ID is unique on the page, PREFIX keeps two tables apart.

    TOTAL tells how many ROWS there are, where the page has counted them anyway.
    SEARCH takes the rows and the words looked for. EXPORT_NAME (a file name without ending) offers
    CSV and XLSX of all rows that the filters leave; ON_EXPORT hears of it (format, rows): audit it.
    """

    id: str
    caption: str
    rows: Rows
    columns: Sequence[Column]
    sort: str = ""
    search: Callable[[Any, str], Rows] | None = None
    search_label: str = ""
    filters: Sequence[Filter] = ()
    bulk: Sequence[Bulk] = ()
    row_key: Callable[[Any], Any] = field(default=attrgetter("pk"))
    page_size: int = 50
    total: Callable[[], int] | None = None
    export_name: str = ""
    on_export: Callable[[str, int], None] | None = None
    empty: Empty = Empty()
    prefix: str = ""
    wide: bool = False
    show_caption: bool = False

    def bind(self, request: HttpRequest) -> "BoundTable":
        return BoundTable(self, request)


def answer(
    request: HttpRequest, table: Table, template: str, context: dict[str, Any] | None = None
) -> HttpResponseBase:
    """Answer with the page, with the table alone where htmx asked for it, or with the export."""
    bound = table.bind(request)
    if bound.export_format:
        return exports.answer(bound, bound.export_format)
    htmx = getattr(cast(Request, request), "htmx", None)
    alone = htmx and htmx.target == table.id and not htmx.history_restore_request
    name = "ui/table.html" if alone else template
    response: HttpResponse = render(request, name, {**(context or {}), "table": bound})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
