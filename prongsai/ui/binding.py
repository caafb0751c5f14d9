"""A table with what the address asks of it: the rows, headings, chips and links that are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest
from django.utils.translation import gettext as _

from prongsai.core.paging import Page, get_page
from prongsai.ui import cells, exports
from prongsai.ui.paging import change_query

if TYPE_CHECKING:
    from prongsai.ui.tables import Column, Filter, Rows, Table


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading with the address that sorts by it."""

    column: Column
    url: str = ""
    direction: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A narrowing in force, and the address without it."""

    label: str
    value: str
    url: str


class BoundTable:
    """A table with what the address asks of it."""

    def __init__(self, table: Table, request: HttpRequest) -> None:
        self.table = table
        self.request = request
        self.columns = [column for column in table.columns if not column.export_only]

    def param(self, name: str) -> str:
        return f"{self.table.prefix}{name}"

    def asked(self, name: str) -> str:
        return self.request.GET.get(self.param(name), "").strip()

    def url(self, **values: str) -> str:
        """Return the address with VALUES changed; any change leads back to the first page."""
        changed = {"page": "", **values}
        return change_query(self.request, **{self.param(k): v for k, v in changed.items()})

    @property
    def export_format(self) -> str:
        wanted = self.asked("export")
        return wanted if self.table.export_name and wanted in exports.FORMATS else ""

    @property
    def page_param(self) -> str:
        return self.param("page")

    @property
    def search_param(self) -> str:
        return self.param("q")

    @property
    def sort_param(self) -> str:
        return self.param("sort")

    @property
    def has_row_link(self) -> bool:
        """A click anywhere in a row follows the link of its first column."""
        return self.columns[0].url is not None

    @property
    def has_tools(self) -> bool:
        """Nothing to look through needs no tools, unless they are what hides everything."""
        offered = self.can_search or self.filters or self.sorts
        return bool(offered and (self.page.total or self.chips))

    @property
    def can_search(self) -> bool:
        return self.table.search is not None

    @property
    def search_label(self) -> str:
        return self.table.search_label or _("ค้นหา")

    @property
    def empty_title(self) -> str:
        return self.table.empty.title or _("ยังไม่มีรายการ")

    @cached_property
    def query(self) -> str:
        return self.asked("q")[:200] if self.table.search else ""

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters in force; values that are no choice are ignored."""
        asked = {f.name: self.asked(f.name) for f in self.table.filters}
        return {
            f.name: asked[f.name]
            for f in self.table.filters
            if asked[f.name] in {str(value) for value, _ in f.choices}
        }

    @cached_property
    def order(self) -> tuple[Column | None, bool]:
        """The column that rows are ordered by, and whether from the highest."""
        for wanted in (self.asked("sort"), self.table.sort):
            name = wanted.removeprefix("-")
            for column in self.columns:
                if column.name == name and column.sort:
                    return column, wanted.startswith("-")
        return None, False

    @cached_property
    def rows(self) -> Rows:
        """All rows that search and filters leave, in order."""
        rows = self.table.rows
        for narrowing in self.table.filters:
            if narrowing.name in self.chosen:
                rows = narrowing.apply(rows, self.chosen[narrowing.name])
        if self.query and self.table.search:
            rows = self.table.search(rows, self.query)
        column, descending = self.order
        return rows if column is None else order_rows(rows, column, descending=descending)

    @cached_property
    def page(self) -> Page[Any]:
        count = None if self.query or self.chosen else self.table.total
        total = count() if count else None
        return get_page(
            self.rows,
            self.asked("page"),
            size=self.table.page_size,
            total=total,
            at_once=bool(self.query),
        )

    @cached_property
    def body(self) -> list[tuple[str, str, list[cells.Cell]]]:
        """The shown rows: key, name for the checkbox, cells."""
        return [self._row(row) for row in self.page.rows]

    def _row(self, row: Any) -> tuple[str, str, list[cells.Cell]]:
        key = str(self.table.row_key(row)) if self.table.bulk else ""
        name = str(self.columns[0].read(row)) if self.table.bulk else ""
        return key, name, [cells.get_cell(column, row) for column in self.columns]

    @cached_property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> Head:
        if not column.sort:
            return Head(column)
        current, descending = self.order
        if column is not current:
            return Head(column, self.url(sort=column.name))
        back = "" if descending else "-"
        direction: Literal["ascending", "descending"] = "descending" if descending else "ascending"
        return Head(column, self.url(sort=f"{back}{column.name}"), direction)

    @cached_property
    def sorts(self) -> list[tuple[str, str, bool, bool]]:
        """Choices for phones, where headings are hidden: value, label, downwards, chosen."""
        current, descending = self.order
        return [
            (f"{sign}{c.name}", c.label, bool(sign), c is current and descending == bool(sign))
            for c in self.columns
            if c.sort
            for sign in ("", "-")
        ]

    @cached_property
    def filters(self) -> list[dict[str, Any]]:
        return [
            {"filter": f, "param": self.param(f.name), "chosen": self.chosen.get(f.name, "")}
            for f in self.table.filters
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        chips = [
            Chip(f.label, _label(f, self.chosen[f.name]), self.url(**{f.name: ""}))
            for f in self.table.filters
            if f.name in self.chosen
        ]
        if self.query:
            chips.insert(0, Chip("", self.query, self.url(q="")))
        return chips

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters of the address that the filter form must carry along."""
        own = {self.param(n) for n in ("q", "page", "sort", "export")}
        own |= {self.param(f.name) for f in self.table.filters}
        return [(k, v) for k, vs in self.request.GET.lists() if k not in own for v in vs]

    @property
    def reset_url(self) -> str:
        return f"{self.request.path}?{urlencode(self.kept)}" if self.kept else self.request.path

    @property
    def exports(self) -> list[tuple[str, str]]:
        if not self.table.export_name:
            return []
        return [(name.upper(), self.url(export=name)) for name in exports.FORMATS]


def order_rows(rows: Rows, column: Column, *, descending: bool) -> Rows:
    """Order ROWS by COLUMN, empty values last; the key breaks ties so that pages never overlap."""
    if isinstance(rows, QuerySet):
        order: list[OrderBy | str] = [
            F(name).desc(nulls_last=True) if descending else F(name).asc(nulls_last=True)
            for name in column.sort_fields
        ]
        return rows.order_by(*order, "pk")
    keyed = [(_sort_value(row, column), row) for row in rows]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=lambda pair: cast("Any", pair[0]), reverse=descending)
    return [row for _key, row in known] + [row for key, row in keyed if key is None]


def _sort_value(row: Any, column: Column) -> Any:
    names = column.sort_fields
    values = tuple(row[n] if isinstance(row, Mapping) else attrgetter(n)(row) for n in names)
    return None if None in values else values


def _label(narrowing: Filter, value: str) -> str:
    return next((label for choice, label in narrowing.choices if str(choice) == value), value)
