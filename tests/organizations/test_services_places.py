"""Editions of the official areas."""

from datetime import date

import pytest
from django.core.management import call_command

from prongsai.audit.models import Entry
from prongsai.core.actor import SYSTEM
from prongsai.organizations.models import Place
from prongsai.organizations.services.places import load_geothai, load_places
from prongsai.organizations.types.places import PlaceSpec

pytestmark = pytest.mark.django_db

LAMPANG = PlaceSpec("52", "ลำปาง", "Lampang")
KO_KHA = PlaceSpec("5204", "เกาะคา", "Ko Kha")


def test_package_carries_the_whole_country(capsys):
    call_command("places", "load")

    assert "8441 added" in capsys.readouterr().out
    levels = Place.objects.values_list("level", flat=True)
    assert [
        sum(level == wanted for level in levels)
        for wanted in ("province", "district", "subdistrict")
    ] == [77, 928, 7436]
    assert Place.objects.filter(level="district", name_th__startswith="เขต").count() == 50


def test_loading_again_changes_nothing():
    load_geothai(SYSTEM)
    again = load_geothai(SYSTEM)

    assert not again.changed
    assert Place.objects.count() == 8441
    assert Entry.objects.filter(verb="place.load").count() == 1


def test_new_edition_ends_what_it_renames_and_leaves_out():
    load_places(SYSTEM, edition="1", specs=[LAMPANG, KO_KHA, PlaceSpec("5201", "เมือง", "")])
    later = [LAMPANG, PlaceSpec("5204", "เกาะคาใหม่", "Ko Kha")]

    loaded = load_places(SYSTEM, edition="2", specs=later, on=date(2026, 3, 1))

    assert (loaded.added, loaded.renamed, loaded.ended) == (0, 1, 1)
    rows = Place.objects.filter(code="5204").order_by("id").values_list("name_th", "valid_to")
    assert list(rows) == [("เกาะคา", date(2026, 3, 1)), ("เกาะคาใหม่", None)]
    assert Place.objects.get(code="52").edition == "1"
    assert Place.objects.get(code="5201").valid_to == date(2026, 3, 1)


def test_partial_edition_ends_nothing():
    load_places(SYSTEM, edition="1", specs=[LAMPANG])
    loaded = load_places(
        SYSTEM, edition="demo", specs=[PlaceSpec("99", "สมมติ", "")], complete=False
    )

    assert (loaded.added, loaded.ended) == (1, 0)


def test_corrected_on_the_same_day_leaves_one_row():
    load_places(SYSTEM, edition="1", specs=[LAMPANG])
    for name in ("ลำปาง ๑", "ลำปาง ๒"):
        load_places(SYSTEM, edition=name, specs=[PlaceSpec("52", name, "")], on=date(2026, 3, 1))

    assert Place.objects.filter(code="52").count() == 2
    assert Place.objects.get(code="52", valid_to=None).name_th == "ลำปาง ๒"
