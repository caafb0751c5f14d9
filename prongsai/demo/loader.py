"""Loads the fictional province or nation through the services of every app."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from prongsai.accounts.selectors.emails import any_person_exists, email_exists
from prongsai.accounts.services.bulk import create_people
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict
from prongsai.core.thai_dates import fiscal_year
from prongsai.demo import field, history, people, tokens, tree
from prongsai.demo.names import Name
from prongsai.demo.nation import ProvincePlace, build_nation
from prongsai.demo.season import running
from prongsai.demo.tree import Body
from prongsai.frameworks.services.samples import load_sample
from prongsai.organizations.gateways import geothai
from prongsai.organizations.services import bulk, places
from prongsai.organizations.services.divisions import add_division
from prongsai.organizations.types.places import PlaceLevel, PlaceSpec
from prongsai.organizations.types.units import UnitSpec
from prongsai.results.services.years import store_results

REASON = "ข้อมูลสมมติสำหรับสาธิต"
# In which province the accounts of the demo work.
PROVINCES = {"province": "99", "nation": "16"}
# The agency whose surveys the demo opens: the one of the agency accounts.
SURVEYED = "L990027"
# The tree is older than the oldest year that the demo shows.
FOUNDED = date(2017, 10, 1)
# The calendar of the current season follows the dates of this year.
CALENDAR_LIKE = 2565
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What to load."""

    scale: str = "province"
    seed: int = 2569
    password: str = ""
    # The answers of the season that runs now; its set-ups are loaded in any case.
    with_answers: bool = True


def is_loaded() -> bool:
    return email_exists(f"commission_owner@{people.DOMAIN}")


@transaction.atomic
def load_demo(order: Order, *, say: Say) -> None:
    """Load everything or nothing; an installation that already has people is refused."""
    if any_person_exists():
        raise Conflict("ฐานข้อมูลนี้มีผู้ใช้อยู่แล้ว จึงไม่โหลดข้อมูลสมมติทับ ให้ใช้ฐานข้อมูลว่าง")
    places.load_geothai(SYSTEM)
    bodies = build_bodies(order)
    if order.scale == "province":
        invented = _list_invented_places(bodies)
        places.load_places(SYSTEM, edition="demo", specs=invented, complete=False)
    say(f"{len(bodies)} units")
    ids = bulk.create_units(SYSTEM, specs=_describe(bodies), on=FOUNDED, reason=REASON)
    workplaces = people.find_workplaces(bodies, province=PROVINCES[order.scale])
    division_ids = [
        add_division(SYSTEM, code=workplaces.agency, name_th=th, name_en=en, on=FOUNDED)
        for th, en in people.DIVISIONS
    ]
    everybody = [
        *people.list_accounts(
            workplaces, ids, seed=order.seed, password=order.password, division_id=division_ids[1]
        ),
        *people.list_officers(bodies, ids, seed=order.seed, without=workplaces.agency),
    ]
    create_people(SYSTEM, people=everybody, starts=fiscal_year_start(), reason=REASON)
    say(f"{len(everybody)} people")
    _load_calendar()
    years = history.list_finished_years(clock.today())
    results = list(history.list_results(bodies, ids, seed=order.seed, years=years))
    store_results(SYSTEM, results, reason=REASON)
    say(f"{len(results)} results of {years[0]}-{years[-1]}")
    visited = [workplaces.agency, workplaces.other_agency]
    wanted = running.Wanted(order.seed, tuple(visited), order.with_answers)
    running.load_running(bodies, ids, wanted=wanted, say=say)
    cases = field.load_round(ids, province=workplaces.province, agencies=visited)
    say(f"{cases} cases for interviewers")
    if order.with_answers:
        count = tokens.load_round(ids[workplaces.other_agency], code=workplaces.other_agency)
        say(f"{count} people who may get a token")
    # A nation at once: without fresh statistics the first pages would take seconds.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _load_calendar() -> None:
    """Publish the calendar of this year, with the links of the demo open on its day."""
    year, surveyed = fiscal_year(clock.today()), running.get_surveyed_days()
    load_sample(SYSTEM, fiscal_year=year, pattern=CALENDAR_LIKE, surveyed=surveyed)


def fiscal_year_start() -> date:
    return date(fiscal_year(clock.today()) - 543 - 1, 10, 1)


def build_bodies(order: Order) -> list[Body]:
    """Return the units of the scale; the same order gives the same units."""
    if order.scale == "nation":
        return build_nation(order.seed, _list_provinces())
    return tree.build_province(order.seed)


def _list_invented_places(bodies: Sequence[Body]) -> list[PlaceSpec]:
    titles = {"province": ("จังหวัด", " Province"), "district": ("อำเภอ", " District")}
    return [
        PlaceSpec(body.place, body.name.th.removeprefix(th), body.name.en.removesuffix(en))
        for body in bodies
        if body.unit_class in titles
        for th, en in [titles[body.unit_class]]
    ]


def _list_provinces() -> list[ProvincePlace]:
    districts: dict[str, list[tuple[str, Name]]] = defaultdict(list)
    provinces = []
    for place in geothai.read_places():
        name = Name(place.name_th, place.name_en)
        if place.level == PlaceLevel.PROVINCE:
            provinces.append((place.code, name))
        elif place.level == PlaceLevel.DISTRICT:
            districts[place.code[:2]].append((place.code, name))
    return [ProvincePlace(code, name, tuple(districts[code])) for code, name in provinces]


def _describe(bodies: Sequence[Body]) -> list[UnitSpec]:
    return [
        UnitSpec(
            code=body.code,
            name_th=body.name.th,
            name_en=body.name.en,
            unit_class=body.unit_class,
            size=body.size,
            place_code=body.place,
            parents={
                kind: code
                for kind, code in (
                    ("line", body.line),
                    ("geography", body.geography),
                    ("supervision", body.supervision),
                )
                if code
            },
            website=f"https://www.{body.code.lower()}.demo.invalid/",
            domains=(f"www.{body.code.lower()}.demo.invalid",),
            valid_from=FOUNDED,
        )
        for body in bodies
    ]
