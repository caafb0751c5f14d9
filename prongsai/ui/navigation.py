"""The frame of every signed-in page: main menu, where-am-I, what is due, account links.

The home app fills it: UI_NAVIGATION and UI_HEADER name functions that take the request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry of the main menu; it is current on every page below its address.

    An entry ASIDE is found behind “more”.
    """

    label: str
    url: str
    icon: str = ""
    count: int = 0
    current: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A role at a unit in which the person may act."""

    role: str
    unit: str
    value: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Something the person must do by a day."""

    label: str
    url: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What the sticky header says; places are switched by a POST of `grant` to SWITCH_URL."""

    name: str = ""
    email: str = ""
    season: str = ""
    places: Sequence[Place] = field(default=())
    switch_url: str = ""
    due: Sequence[Due] = field(default=())
    due_url: str = ""
    inbox_url: str = ""
    unread: int = 0
    account: Sequence[NavEntry] = field(default=())

    @property
    def place(self) -> Place | None:
        return next((place for place in self.places if place.current), None)


@dataclass(frozen=True, slots=True)
class Menu:
    """The main menu, split into what is always seen and what is behind “more”."""

    main: Sequence[NavEntry]
    aside: Sequence[NavEntry]

    def __bool__(self) -> bool:
        return bool(self.main)


def get_menu(request: HttpRequest) -> Menu:
    entries = get_entries(request)
    return Menu(
        [entry for entry in entries if not entry.aside], [entry for entry in entries if entry.aside]
    )


def get_entries(request: HttpRequest) -> list[NavEntry]:
    """Return the main menu with the entry of this page marked."""
    entries: Sequence[NavEntry] = _call("UI_NAVIGATION", request) or ()
    best = max((e.url for e in entries if _lies_below(request.path, e.url)), key=len, default=None)
    return [replace(entry, current=entry.current or entry.url == best) for entry in entries]


def get_header(request: HttpRequest) -> Header:
    header = _call("UI_HEADER", request)
    return header if isinstance(header, Header) else Header()


def _call(setting: str, request: HttpRequest) -> Any:
    path = getattr(settings, setting, "")
    return import_string(path)(request) if path else None


def _lies_below(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
