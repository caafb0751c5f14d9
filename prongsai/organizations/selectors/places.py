"""Reading the official areas."""

from django.db.models import QuerySet

from prongsai.organizations.models import Place
from prongsai.organizations.types.places import PlaceLevel


def list_places() -> QuerySet[Place]:
    """Return the areas of today."""
    return Place.objects.current().order_by("code")


def list_provinces() -> list[tuple[str, str]]:
    """Return code and Thai name of every province, in dictionary order."""
    rows = Place.objects.current().filter(level=PlaceLevel.PROVINCE).order_by("sort_key")
    return list(rows.values_list("code", "name_th"))


def get_place_path(code: str) -> list[str]:
    """Return the Thai names from the province down to the area with this code."""
    codes = [code[:length] for length in (2, 4, 6) if len(code) >= length]
    names = dict(Place.objects.current().filter(code__in=codes).values_list("code", "name_th"))
    return [names[part] for part in codes if part in names]
