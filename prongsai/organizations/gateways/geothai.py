"""The official areas as the `geothai` package carries them."""

import geothai
from geothai.types import District, Province, Subdistrict

from prongsai.organizations.types.places import PlaceSpec


def get_edition() -> str:
    return f"geothai {geothai.DATA_VERSION}"


def read_places() -> list[PlaceSpec]:
    """Return 77 provinces, 928 districts and 7,436 sub-districts, upper levels first."""
    provinces = geothai.provinces()
    districts = [row for province in provinces for row in geothai.districts(province.code)]
    subdistricts = [row for district in districts for row in geothai.subdistricts(district.code)]
    areas: list[Province | District | Subdistrict] = [*provinces, *districts, *subdistricts]
    return [PlaceSpec(area.code, area.name_th, area.name_en) for area in areas]
