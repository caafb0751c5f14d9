"""The units of the fictional province and of the fictional nation, as plain rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from prongsai.demo.names import Name, Namer


@dataclass(frozen=True, slots=True)
class Body:
    """One unit of the demo and the codes above it."""

    code: str
    name: Name
    unit_class: str
    size: str = ""
    line: str = ""
    geography: str = ""
    supervision: str = ""
    place: str = ""


PROVINCE_PLACE = "99"
PROVINCE_NAME = Name("ธารทอง", "Than Thong")
MINISTRY = Body("M01", Name("กระทรวงกิจการพื้นที่", "Ministry of Area Affairs"), "ministry")
DISTRICT_LINE = Body(
    "D0001",
    Name("กรมกิจการอำเภอ", "Department of District Affairs"),
    "department",
    line="M01",
)
LOCAL_LINE = Body(
    "D0002",
    Name("กรมส่งเสริมกิจการท้องถิ่น", "Department of Local Affairs"),
    "department",
    line="M01",
)
# Offices of the province: what each is called before "จังหวัด…".
OFFICES = [
    Name("สำนักงานจังหวัด", "Provincial Administration Office"),
    Name("ที่ทำการปกครองจังหวัด", "Provincial District Administration Office"),
    Name("สำนักงานกิจการท้องถิ่นจังหวัด", "Provincial Local Affairs Office"),
    Name("สำนักงาน ป.ป.ช. ประจำจังหวัด", "Provincial Anti-Corruption Commission Office"),
    Name("สำนักงานเกษตรพื้นที่จังหวัด", "Provincial Area Agriculture Office"),
    Name("สำนักงานสุขภาพชุมชนจังหวัด", "Provincial Community Health Office"),
    Name("สำนักงานแหล่งน้ำจังหวัด", "Provincial Water Resources Office"),
    Name("สำนักงานทางหลวงชุมชนจังหวัด", "Provincial Community Roads Office"),
]


def build_province(seed: int) -> list[Body]:
    """Return ธารทอง: 1 อบจ., 3 เทศบาลเมือง, 22 เทศบาลตำบล, 63 อบต., 9 districts and its offices."""
    random = Random(seed)  # noqa: S311 - invented names, not secrets
    namer = Namer(random)
    bodies = [MINISTRY, DISTRICT_LINE, LOCAL_LINE]
    kinds = {"city": 0, "town": 3, "tambon_town": 22, "tambon_body": 63}
    districts = [(f"99{number:02}", name) for number, name in enumerate(namer.places(9), 1)]
    bodies += build_area(PROVINCE_PLACE, PROVINCE_NAME, districts, kinds, namer)
    bodies += build_offices(PROVINCE_PLACE, PROVINCE_NAME)
    return bodies


def build_area(
    place: str,
    province: Name,
    districts: list[tuple[str, Name]],
    kinds: dict[str, int],
    namer: Namer,
) -> Iterator[Body]:
    """Yield a province, its districts and its local bodies, spread evenly over the districts."""
    top = f"P{place}"
    yield Body(
        top,
        Name(f"จังหวัด{province.th}", f"{province.en} Province"),
        "province",
        line="M01",
        place=place,
    )
    for code, name in districts:
        yield Body(
            f"A{code}",
            Name(f"อำเภอ{name.th}", f"{name.en} District"),
            "district",
            line="D0001",
            geography=top,
            supervision=top,
            place=code,
        )
    yield _local(f"L{place}0000", "provincial_body", province, top, top)
    yield from _build_bodies(place, kinds, [f"A{code}" for code, _ in districts], namer)


def _build_bodies(
    place: str, kinds: dict[str, int], districts: list[str], namer: Namer
) -> Iterator[Body]:
    names = namer.places(sum(kinds.values()))
    wanted = [kind for kind, count in kinds.items() for _ in range(count)]
    for number, (kind, name) in enumerate(zip(wanted, names, strict=True), 1):
        district = districts[number % len(districts)]
        above = f"P{place}" if kind in {"city", "town"} else district
        size = namer.random.choices("SML", (5, 4, 1))[0]
        yield _local(f"L{place}{number:04}", kind, name, district, above, size)


LOCAL_TITLES = {
    "provincial_body": Name("องค์การบริหารส่วนจังหวัด", "Provincial Administrative Organization"),
    "city": Name("เทศบาลนคร", "City Municipality"),
    "town": Name("เทศบาลเมือง", "Town Municipality"),
    "tambon_town": Name("เทศบาลตำบล", "Subdistrict Municipality"),
    "tambon_body": Name("องค์การบริหารส่วนตำบล", "Subdistrict Administrative Organization"),
}


def _local(
    code: str, kind: str, name: Name, geography: str, supervision: str, size: str = ""
) -> Body:
    title = LOCAL_TITLES[kind]
    full = Name(title.th + name.th, f"{name.en} {title.en}")
    place = geography.removeprefix("A").removeprefix("P")
    return Body(code, full, kind, size, "D0002", geography, supervision, place)


def build_offices(place: str, province: Name) -> Iterator[Body]:
    for number, office in enumerate(OFFICES, 1):
        yield Body(
            f"G{place}{number:04}",
            Name(office.th + province.th, f"{province.en} {office.en}"),
            "provincial_office",
            line="M01",
            geography=f"P{place}",
            supervision=f"P{place}",
        )
