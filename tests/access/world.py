"""A small country with one person per role here, the same roles elsewhere, and things to reach."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from secrets import token_bytes
from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from prongsai.accounts.models import Recovery, RoleGrant, SignIn
from prongsai.accounts.rules.appointments import Phrase
from prongsai.accounts.services.appointments import NewAppointment, create_appointment
from prongsai.accounts.services.invitations import NewInvitation, invite
from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Proposal
from prongsai.audit.models import Entry
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.feedback.models import Measure
from prongsai.frameworks.services.drafts import clone_framework
from prongsai.frameworks.services.samples import load_sample
from prongsai.headcounts.services.files import check_file
from prongsai.headcounts.services.setups import submit_setup
from prongsai.headcounts.types import Given
from prongsai.notifications.models import Notice
from prongsai.notifications.services import notify
from prongsai.notifications.types import Recipient, Words
from prongsai.organizations.models import ImportBatch
from prongsai.organizations.services.divisions import add_division
from prongsai.permissions.roles import NATIONAL, Role
from prongsai.pressure.rules.cases import find_case_key
from prongsai.pressure.services.reports import NewReport, file_report
from prongsai.pressure.types import Head
from prongsai.results.services.years import store_results
from prongsai.results.types import NewResult
from prongsai.surveys.services.kits.orders import order_kits
from prongsai.surveys.types import KitPart
from prongsai.tokens.selectors.rounds import list_members_for, write_link
from prongsai.tokens.services.members import add_members
from tests.factories.fieldwork import make_bundle, make_round
from tests.factories.integrity import make_case, make_finding, make_thresholds
from tests.factories.organizations import make_spec, make_units
from tests.factories.people import Person, create_person, sign_in_client
from tests.factories.surveys import make_channel
from tests.results.seasons import hand_in, make_run, publish_run

FOUNDED = date(2018, 1, 1)
# Where each role sits: in the province, the district or the agency.
SEATS = {
    Role.DEPARTMENT_CENTRE: "province",
    Role.GOVERNOR: "province",
    Role.DEPUTY_GOVERNOR: "province",
    Role.PROVINCE_COORDINATOR: "province",
    Role.PROVINCIAL_COMMISSION: "province",
    Role.ASSESSOR: "district",
    Role.DISTRICT_CHIEF: "district",
    Role.DISTRICT_OFFICER: "district",
    Role.TAMBON_OFFICER: "agency",
    Role.AGENCY_EXECUTIVE: "agency",
    Role.AGENCY_ADMIN: "agency",
    Role.DIVISION_CONTACT: "agency",
    Role.INTERVIEWER: "province",
}
HERE = {"province": "P1", "district": "A1", "agency": "L1"}
ELSEWHERE = {"province": "P2", "district": "A5", "agency": "L9"}


@dataclass(frozen=True, slots=True)
class Place:
    """The agency in which things are made, and its province."""

    agency: str
    agency_id: int
    province: str
    province_id: int


@dataclass
class World:
    """Who may knock on a door, and what the arguments of addresses stand for."""

    insiders: dict[str, Client] = field(default_factory=dict)
    outsiders: dict[str, Client] = field(default_factory=dict)
    people: dict[Role, Person] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def arguments(self, wanted: dict[str, str]) -> dict[str, Any]:
        return {name: self.things.get(thing, thing) for name, thing in wanted.items()}

    def answer(self, client: Client | None, method: str, url: str) -> HttpResponseBase:
        """Knock, and undo whatever happened."""
        client = client or Client()
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            answer = getattr(client, method)(url)
            if answer.streaming:
                b"".join(answer)
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer


def build_world() -> World:
    """Make the country; call it inside a test's transaction."""
    ids = make_units(
        make_spec("P1", unit_class="province", name_th="จังหวัดนี้"),
        make_spec("A1", unit_class="district", name_th="อำเภอนี้", geography="P1"),
        make_spec("L1", geography="A1", name_th="อบต. นี้"),
        make_spec("P2", unit_class="province", name_th="จังหวัดอื่น"),
        make_spec("A5", unit_class="district", name_th="อำเภออื่น", geography="P2"),
        make_spec("L9", geography="A5", name_th="อบต. อื่น"),
    )
    world = World()
    for role in Role:
        world.people[role] = seat(role, ids, HERE)
        world.insiders[role] = sign_in_client(Client(), world.people[role])
        if role not in NATIONAL:
            world.outsiders[role] = sign_in_client(Client(), seat(role, ids, ELSEWHERE))
    world.things = make_things(ids, world.people)
    return world


def grow_world(world: World, *, agencies: int) -> None:
    """Add to every list: AGENCIES more agencies here, one of everything in each of them."""
    codes = [f"L1{number:02}" for number in range(agencies)]
    specs = [make_spec(code, geography="A1", name_th=f"อบต. ที่ {code}") for code in codes]
    districts = [
        make_spec(f"A1{at}", unit_class="district", geography="P1", name_th=f"อำเภอที่ {at}")
        for at in range(agencies)
    ]
    ids = make_units(*districts, *specs)
    here = world.people[Role.GOVERNOR].actor.grants[0].unit_id or 0
    for number, code in enumerate(codes, start=2):
        place = Place(code, ids[code], "P1", here)
        seat_agency(ids[code])
        submit_setup(SYSTEM, code=code, given=Given(headcount=40, services=(("ภาษี", 900),)))
        make_things_anywhere(place, world.people, number=number)
        make_case(make_finding(ids[code]))
        make_finding(ids[code], part="EIT1")
        open_links(ids[code], world.people[Role.COMMISSION_OWNER])
        grow_agency(world, number)
    make_runs(["L1", *codes])


def seat_agency(unit_id: int) -> None:
    for role in (Role.AGENCY_ADMIN, Role.AGENCY_EXECUTIVE):
        create_person(role, unit_id, starts=FOUNDED)


def grow_agency(world: World, number: int) -> None:
    """Add to what one agency lists: people, divisions, links, staff with tokens, messages."""
    admin = world.people[Role.AGENCY_ADMIN]
    unit_id = admin.actor.grants[0].unit_id or 0
    colleague = create_person(Role.DIVISION_CONTACT, unit_id, starts=FOUNDED)
    appoint(unit_id, colleague)
    add_division(SYSTEM, code="L1", name_th=f"กองที่ {number}", on=FOUNDED)
    record(admin.actor, verb="unit.edit_profile", target="unit:L1", unit_id=unit_id)
    told = Recipient(admin.user.pk, admin.email, admin.user.full_name)
    notify([told], event="role.granted", words=lambda: Words("หัวเรื่อง", "เนื้อหา"))
    make_channel(unit_id, fiscal_year=2570, label=f"จุดที่ {number}")
    make_channel(unit_id, instrument="EIT", fiscal_year=2570, label=f"จุดที่ {number}")
    make_measure(unit_id, indicator=str(number))
    text = f"staff{number}@agency.invalid"
    add_members(SYSTEM, unit_id=unit_id, fiscal_year=2570, text=text)


def seat(role: Role, ids: dict[str, int], area: dict[str, str]) -> Person:
    unit = None if role in NATIONAL else ids[area[SEATS[role]]]
    return create_person(role, unit, starts=FOUNDED)


def make_things(ids: dict[str, int], people: dict[Role, Person]) -> dict[str, Any]:
    """Make one of everything that an address can name, all of it in this agency."""
    admin = people[Role.AGENCY_ADMIN]
    submit_setup(admin.actor, code="L1", given=Given(headcount=40, services=(("ภาษี", 900),)))
    return {
        **make_things_anywhere(Place("L1", ids["L1"], "P1", ids["P1"]), people),
        **make_runs(["L1"]),
        "finding": make_finding(ids["L1"], part="EIT1").pk,
        "case": make_case(make_finding(ids["L1"])).pk,
        "season": load_sample(SYSTEM, fiscal_year=2570),
        **open_links(ids["L1"], people[Role.COMMISSION_OWNER]),
        "setup_file": hand_in_setups(people[Role.PROVINCE_COORDINATOR], "L1"),
    }


def hand_in_setups(coordinator: Person, code: str) -> str:
    """Hand in a table of set-ups that would change those of the agency with that CODE."""
    data = f"code,headcount\n{code},41".encode()
    return check_file(coordinator.actor, data=data, file_name="setups.csv")


def make_things_anywhere(
    place: Place, people: dict[Role, Person], *, number: int = 1
) -> dict[str, Any]:
    """Make what can be made in any country, whatever it holds already; NUMBER tells names apart."""
    agency_id = place.agency_id
    colleague = create_person(Role.DIVISION_CONTACT, agency_id, starts=FOUNDED)
    admin = people[Role.AGENCY_ADMIN]
    profile = f"unit:{place.agency}"
    record(admin.actor, verb="unit.edit_profile", target=profile, unit_id=agency_id)
    told = Recipient(admin.user.pk, admin.email, admin.user.full_name)
    notify([told], event="role.granted", words=lambda: Words("หัวเรื่อง", "เนื้อหา"))
    request = request_approval(
        people[Role.PROVINCE_COORDINATOR].actor, proposal=propose_end(agency_id, colleague)
    )
    return {
        **make_frameworks(people[Role.COMMISSION_OWNER], number),
        **make_fieldwork(place, people[Role.INTERVIEWER]),
        "sign_in": SignIn.objects.create(
            person=admin.user, session_key=f"elsewhere{number}", seen_at=clock.now()
        ).pk,
        "appointment": appoint(agency_id, colleague),
        "invitation": invite(SYSTEM, new=make_invitation(agency_id)).pk,
        "recovery": Recovery.objects.create(
            person=colleague.user,
            asked_by=people[Role.PROVINCE_COORDINATOR].user,
            approved_by=people[Role.COMMISSION_OWNER].user,
            expires_at=clock.now() + timedelta(days=1),
        ).pk,
        "import": ImportBatch.objects.create(
            code=f"IMPORT{number}",
            file_name="units.csv",
            file_hash=f"{number:064}",
            encoding="utf-8",
            effective_on=clock.today(),
            user_name="ผู้นำเข้า",
        ).code,
        **make_said(agency_id),
        "unit": place.agency,
        "report_number": file_pressure(),
        "token_link": put_on_list(agency_id),
        "division": add_division(SYSTEM, code=place.agency, name_th="กองทดสอบ", on=FOUNDED),
        "colleague": colleague.user.pk,
        "grant": RoleGrant.objects.get(person=colleague.user, role=Role.DIVISION_CONTACT).pk,
        "entry": Entry.objects.filter(target=profile, verb="unit.edit_profile").latest("pk").pk,
        "notice": Notice.objects.filter(user_id=admin.user.pk).latest("pk").pk,
        "request": request.id,
    }


def make_fieldwork(place: Place, interviewer: Person) -> dict[str, int]:
    """Open a field round in the province, with a bundle of paper."""
    field = make_round(
        province_id=place.province_id, agency_code=place.agency, people=[interviewer]
    )
    return {"field_round": field.round.pk, "bundle": make_bundle(field)}


def make_frameworks(owner: Person, number: int) -> dict[str, str]:
    """Name a framework and begin a draft of another year."""
    return {
        "framework": "nacc-general-2568",
        "instrument": "IIT",
        "disclosed": "OIT",
        "ending": "yaml",
        "draft": clone_framework(owner.actor, ref="nacc-general-2568", year=2599 + number),
        "node": "instruments/0",
        "branch": "instruments",
    }


def open_links(unit_id: int, owner: Person) -> dict[str, Any]:
    """Open a link of each survey; the commission owner orders the kits of the open one."""
    channel = make_channel(unit_id, fiscal_year=2570)
    make_channel(unit_id, instrument="EIT", fiscal_year=fiscal_year(clock.today()))
    order = order_kits(owner.actor, instrument="EIT", parts=[KitPart.LINE], language="th")
    return {"channel": channel.id, "kit_order": order, "kit_area": "P1"}


def make_said(unit_id: int) -> dict[str, int]:
    """Publish a result of the agency and write a measure about it."""
    year = 2567
    result = NewResult(unit_id, year, f"nacc-general-{year}", None, "", {}, {"8": "78.31"})
    store_results(SYSTEM, [result], reason="test")
    return {"said_year": year, "measure": make_measure(unit_id, indicator="8")}


def make_measure(unit_id: int, *, indicator: str, year: int = 2567) -> int:
    measure = Measure.objects.create(
        unit_id=unit_id,
        fiscal_year=year,
        indicator=indicator,
        said_th="รอคิวนาน",
        doing_th="เปิดช่องบริการเพิ่ม",
        progress="planned",
    )
    return measure.pk


def file_pressure() -> str:
    """Report pressure on this agency and return the number of the report."""
    head = Head("อบต. นี้", None, ("told",), "executive", "week")
    key = find_case_key(file_report(NewReport(head, "เนื้อความ", token_bytes(16))))
    return key.number if key else ""


def put_on_list(unit_id: int) -> str:
    """Let somebody of the agency get a token, and return the secret of the personal link."""
    add_members(SYSTEM, unit_id=unit_id, fiscal_year=2570, text="staff@agency.invalid")
    rows = list_members_for(SYSTEM, unit_id=unit_id, fiscal_year=2570)
    return write_link(rows[0].pk)


def make_runs(codes: list[str]) -> dict[str, Any]:
    """Publish a run with full marks, leave another waiting, and try other limits of a report."""
    hand_in(codes)
    owners = [create_person(Role.COMMISSION_OWNER, None, starts=FOUNDED) for _ in range(2)]
    run = publish_run(make_run(), *owners)
    return {
        "run": make_run().pk,
        "run_number": run.number,
        "scored_framework": run.framework,
        "scored_year": run.fiscal_year,
        **make_thresholds(),
    }


def make_invitation(unit_id: int) -> NewInvitation:
    return NewInvitation(
        email="somebody@demo.invalid",
        full_name="บุคคลสมมติ",
        role=Role.AGENCY_ADMIN,
        unit_id=unit_id,
    )


def appoint(unit_id: int, person: Person) -> int:
    """Make somebody a substitute for the executive."""
    new = NewAppointment(
        person_id=person.user.pk,
        role=Role.AGENCY_EXECUTIVE,
        unit_id=unit_id,
        phrase=Phrase.ACTING_FOR,
        own_position="รองปลัด",
        for_position="ปลัด",
        starts=clock.today(),
    )
    return create_appointment(SYSTEM, new=new, appointed_by_id=None).pk


def propose_end(unit_id: int, person: Person) -> Proposal:
    """Describe the end of a person's role, as the page of people would."""
    grant = RoleGrant.objects.get(person=person.user, role=Role.DIVISION_CONTACT)
    payload = {
        "grant_id": grant.pk,
        "person_id": person.user.pk,
        "person": person.user.full_name,
        "role": grant.role,
        "unit_id": unit_id,
        "unit_th": "อบต. นี้",
        "unit_en": "",
        "reason": "ย้าย",
        "on": clock.today().isoformat(),
    }
    return Proposal(
        action="role.revoke",
        subject=f"grant:{grant.pk}",
        payload=payload,
        verb="role.approve",
        scope_unit_id=unit_id,
        expires_in=timedelta(days=7),
    )
