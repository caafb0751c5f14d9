"""The main menu knows where the reader is."""

import pytest

from prongsai.ui.navigation import Header, NavEntry, Place, get_entries, get_header, get_menu

ENTRIES = [
    NavEntry("หน้าแรก", "/"),
    NavEntry("หน่วยงาน", "/units/"),
    NavEntry("นำเข้า", "/units/import/"),
]


def list_entries(request):
    return ENTRIES


def make_header(request):
    return Header(places=[Place("ก", "หนึ่ง"), Place("ข", "สอง", current=True)])


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "หน้าแรก"),
        ("/units/", "หน่วยงาน"),
        ("/units/520101/", "หน่วยงาน"),
        ("/units/import/3/", "นำเข้า"),
        ("/units-of-measure/", None),
    ],
)
def test_entry_nearest_to_the_page_is_current(settings, rf, path, current):
    settings.UI_NAVIGATION = f"{__name__}.list_entries"

    marked = [entry.label for entry in get_entries(rf.get(path)) if entry.current]

    assert marked == ([current] if current else [])


def test_header_tells_the_place_in_force(settings, rf):
    settings.UI_HEADER = f"{__name__}.make_header"

    place = get_header(rf.get("/")).place

    assert place is not None
    assert place.unit == "สอง"


def test_without_a_menu_the_frame_is_bare(settings, rf):
    settings.UI_NAVIGATION = settings.UI_HEADER = ""

    assert get_entries(rf.get("/")) == []
    assert get_header(rf.get("/")).place is None


def test_less_used_entries_stand_aside(settings, rf, monkeypatch):
    settings.UI_NAVIGATION = f"{__name__}.list_entries"
    monkeypatch.setattr(f"{__name__}.ENTRIES", [*ENTRIES, NavEntry("บันทึก", "/audit/", aside=True)])

    menu = get_menu(rf.get("/audit/7/"))

    assert menu
    assert [entry.label for entry in menu.main] == ["หน้าแรก", "หน่วยงาน", "นำเข้า"]
    assert [(entry.label, entry.current) for entry in menu.aside] == [("บันทึก", True)]
