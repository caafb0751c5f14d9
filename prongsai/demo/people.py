"""The people of the demo: one account per role, and officers for every agency."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from prongsai.accounts.services.bulk import NewPerson, Post
from prongsai.demo.names import Namer
from prongsai.demo.tree import Body
from prongsai.permissions.roles import NATIONAL, Role

# Roles that need a second person at hand: for what takes four eyes, or for the other agency.
SECOND = {
    Role.COMMISSION_OWNER: ("commission_owner.second",),
    Role.DISTRICT_CHIEF: ("district_chief.second",),
    Role.INTERVIEWER: ("interviewer.second",),
    Role.AGENCY_ADMIN: ("agency_admin.second",),
}


@dataclass(frozen=True, slots=True)
class Workplaces:
    """Where the accounts of the demo work: a province, two districts, two agencies of the first."""

    province: str
    district: str
    other_district: str
    agency: str
    other_agency: str

    def get_codes(self, role: Role) -> tuple[str, ...]:
        """Return the units of ROLE; "" is the nation."""
        if role is Role.TAMBON_OFFICER:
            return (self.agency, self.other_agency)
        if role is Role.ASSESSOR:
            return (self.other_district,)
        if role is Role.DEPARTMENT_CENTRE:
            return ("D0002",)
        if role in {Role.DISTRICT_CHIEF, Role.DISTRICT_OFFICER}:
            return (self.district,)
        if role in {Role.AGENCY_EXECUTIVE, Role.AGENCY_ADMIN, Role.DIVISION_CONTACT}:
            return (self.agency,)
        return ("",) if role in NATIONAL else (self.province,)


def find_workplaces(bodies: Sequence[Body], *, province: str) -> Workplaces:
    """Return the first two districts of a province and the first two อบต. of the first district."""
    districts = [
        body.code
        for body in bodies
        if body.unit_class == "district" and body.geography == f"P{province}"
    ]
    agencies = [
        body.code
        for body in bodies
        if body.unit_class == "tambon_body" and body.geography == districts[0]
    ]
    return Workplaces(f"P{province}", districts[0], districts[1], agencies[0], agencies[1])


POSITIONS: dict[Role, str] = {
    Role.COMMISSION_OWNER: "ผู้อำนวยการสำนักประเมินคุณธรรมและความโปร่งใส",
    Role.ASSESSOR: "ผู้ประเมิน",
    Role.DEPARTMENT_CENTRE: "นักวิเคราะห์นโยบายและแผนชำนาญการพิเศษ",
    Role.GOVERNOR: "ผู้ว่าราชการจังหวัด",
    Role.DEPUTY_GOVERNOR: "รองผู้ว่าราชการจังหวัด",
    Role.PROVINCE_COORDINATOR: "หัวหน้าสำนักงานจังหวัด",
    Role.PROVINCIAL_COMMISSION: "ผู้อำนวยการสำนักงาน ป.ป.ช. ประจำจังหวัด",
    Role.DISTRICT_CHIEF: "นายอำเภอ",
    Role.DISTRICT_OFFICER: "ท้องถิ่นอำเภอ",
    Role.TAMBON_OFFICER: "ปลัดอำเภอ",
    Role.AGENCY_EXECUTIVE: "ปลัดองค์การบริหารส่วนตำบล",
    Role.AGENCY_ADMIN: "หัวหน้าสำนักปลัด",
    Role.DIVISION_CONTACT: "ผู้อำนวยการกองคลัง",
    Role.INTERVIEWER: "พนักงานสัมภาษณ์",
    Role.AUDITOR: "ผู้ตรวจสอบระบบ",
    Role.DATA_PROTECTION_OFFICER: "เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล",
    Role.SYSTEM_OPERATOR: "ผู้ดูแลระบบสารสนเทศ",
}
# What the divisions of every local body of the demo are called.
DIVISIONS = (
    ("สำนักปลัด", "Office of the Clerk"),
    ("กองคลัง", "Finance Division"),
    ("กองช่าง", "Public Works Division"),
    ("กองการศึกษา ศาสนา และวัฒนธรรม", "Education, Religion and Culture Division"),
    ("กองสาธารณสุขและสิ่งแวดล้อม", "Public Health and Environment Division"),
)
DOMAIN = "demo.invalid"


def list_names() -> list[str]:
    """Return the part of every demo account before the @, the first of each role first."""
    return [*Role, *(name for names in SECOND.values() for name in names)]


def list_accounts(
    workplaces: Workplaces,
    ids: Mapping[str, int],
    *,
    seed: int,
    password: str,
    division_id: int,
) -> Iterator[NewPerson]:
    """Yield one account per role."""
    namer = Namer(Random(seed + 1))  # noqa: S311 - invented names, not secrets
    for role in Role:
        division = division_id if role is Role.DIVISION_CONTACT else None
        for local in (role.value, *SECOND.get(role, ())):
            codes = workplaces.get_codes(role)
            if local == "agency_admin.second":
                codes = (workplaces.other_agency,)
            posts = tuple(Post(role, ids[code] if code else None, division) for code in codes)
            name = namer.person().th
            yield NewPerson(f"{local}@{DOMAIN}", name, posts, POSITIONS[role], password)


def list_officers(
    bodies: Sequence[Body], ids: Mapping[str, int], *, seed: int, without: str
) -> Iterator[NewPerson]:
    """Yield an executive and an admin for every agency but WITHOUT; a few posts are vacant."""
    random = Random(seed + 2)  # noqa: S311 - invented names, not secrets
    namer = Namer(random)
    for body in bodies:
        if body.unit_class == "ministry" or body.code == without:
            continue
        for role in (Role.AGENCY_EXECUTIVE, Role.AGENCY_ADMIN):
            if random.random() < 0.04:
                continue
            email = f"{role.value}.{body.code.lower()}@{DOMAIN}"
            yield NewPerson(email, namer.person().th, (Post(role, ids[body.code]),))
