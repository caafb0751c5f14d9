"""A nation of 8,317 agencies over the real provinces and districts, with invented bodies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from prongsai.demo.names import Name, Namer
from prongsai.demo.tree import MINISTRY, Body, build_area

# How many agencies of each class the nation has; with 76 provinces, Bangkok and Pattaya 8,317.
LOCAL = {
    "city": 33,
    "town": 200,
    "tambon_town": 2240,
    "tambon_body": 5300,
}
CENTRAL = {
    "department": (180, "D", Name("กรม", "Department of")),
    "university": (84, "U", Name("มหาวิทยาลัย", "University of")),
    "state_enterprise": (55, "S", Name("การพัฒนา", "Enterprise of")),
    "public_organisation": (60, "O", Name("สถาบัน", "Institute of")),
    "independent_body": (8, "I", Name("สำนักงานคณะกรรมการ", "Commission of")),
    "court": (3, "C", Name("สำนักงานศาล", "Court Office of")),
}
MINISTRIES = 20
BANGKOK = "10"


@dataclass(frozen=True, slots=True)
class ProvincePlace:
    """A real province and its districts, as the reference data has them."""

    code: str
    name: Name
    districts: tuple[tuple[str, Name], ...]


def build_nation(seed: int, provinces: Sequence[ProvincePlace]) -> list[Body]:
    """Return every unit of the nation; the same seed gives the same nation."""
    random = Random(seed)  # noqa: S311 - invented names, not secrets
    namer = Namer(random)
    bodies = list(build_centre(namer))
    outside = [province for province in provinces if province.code != BANGKOK]
    shares = {kind: _share(count, outside) for kind, count in LOCAL.items()}
    for position, province in enumerate(outside):
        kinds = {kind: counts[position] for kind, counts in shares.items()}
        bodies += build_area(province.code, province.name, list(province.districts), kinds, namer)
    bodies += build_special(provinces)
    return bodies


def build_centre(namer: Namer) -> Iterator[Body]:
    """Yield the invented ministries and the bodies of the centre below them."""
    yield MINISTRY
    fields = namer.places(MINISTRIES + sum(count for count, _, _ in CENTRAL.values()))
    for number in range(2, MINISTRIES + 1):
        field = fields.pop()
        name = Name(f"กระทรวง{field.th}", f"Ministry of {field.en}")
        yield Body(f"M{number:02}", name, "ministry")
    for unit_class, (count, letter, title) in CENTRAL.items():
        for number in range(1, count + 1):
            field = fields.pop()
            name = Name(f"{title.th}{field.th}", f"{title.en} {field.en}")
            line = f"M{number % MINISTRIES + 1:02}" if unit_class in LINE_CLASSES else ""
            yield Body(f"{letter}{number:04}", name, unit_class, line=line)


LINE_CLASSES = frozenset({"department", "university", "state_enterprise", "public_organisation"})


def build_special(provinces: Sequence[ProvincePlace]) -> Iterator[Body]:
    """Yield Bangkok with its 50 districts, and Pattaya."""
    bangkok = next(province for province in provinces if province.code == BANGKOK)
    yield Body(
        "P10", Name("กรุงเทพมหานคร", "Bangkok Metropolitan Administration"), "bangkok", place=BANGKOK
    )
    for code, name in bangkok.districts:
        title = Name(f"เขต{name.th}", f"{name.en} District")
        yield Body(f"A{code}", title, "district", geography="P10", supervision="P10", place=code)
    yield Body(
        "L209999",
        Name("เมืองพัทยา", "Pattaya City"),
        "pattaya",
        line="D0002",
        geography="A2004",
        supervision="P20",
        place="2004",
    )


def _share(count: int, provinces: Sequence[ProvincePlace]) -> list[int]:
    """Split COUNT over provinces by their number of districts; the parts sum to COUNT."""
    total = sum(len(province.districts) for province in provinces)
    parts, used, seen = [], 0, 0
    for province in provinces:
        seen += len(province.districts)
        parts.append(count * seen // total - used)
        used += parts[-1]
    return parts
