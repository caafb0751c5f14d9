"""A province with an agency that was flagged, and the people of its case."""

from dataclasses import dataclass

import pytest
from django.db import connection

from prongsai.integrity.models import Finding
from prongsai.permissions.roles import Role
from prongsai.surveys.models import DatabaseRole, acting_as
from prongsai.surveys.services.releases import write_release
from prongsai.surveys.types import Sheet
from tests.factories.integrity import make_finding, make_flag
from tests.factories.organizations import make_spec, make_units
from tests.factories.people import Person, create_person

BEST = bytes([5, 5, 1, 5, 0, 0, 0, 0, 1, 5, 0, 5, 5, 5, 5])
ODD = bytes([5, 4, 1, 5, 0, 1, 0, 0, 1, 5, 0, 5, 5, 4, 5])


@dataclass(frozen=True)
class Affair:
    """One flagged agency: 40 sheets, 12 of them equal, and who deals with it."""

    unit_id: int
    finding: Finding
    owner: Person
    second: Person
    office: Person
    admin: Person
    governor: Person
    stranger: Person


@pytest.fixture
def affair(db, settings):
    settings.SURVEYS_LEAST_GROUP = 10
    ids = make_units(
        make_spec("P1", unit_class="province", name_th="จังหวัดนี้"),
        make_spec("L1", geography="P1", name_th="อบต. ทุ่งสมมติ", name_en="Thung Sommut"),
        make_spec("P2", unit_class="province", name_th="จังหวัดอื่น"),
        make_spec("L2", geography="P2", name_th="อบต. อื่น"),
    )
    store_sheets(ids["L1"])
    identical = make_flag("identical", counted=12.0, expected=0.5)
    told = make_flag("told", counted=11.0, of=38, expected=0.0, measure=0.16, threshold=0.045)
    return Affair(
        unit_id=ids["L1"],
        finding=make_finding(ids["L1"], identical, told),
        owner=create_person(Role.COMMISSION_OWNER),
        second=create_person(Role.COMMISSION_OWNER),
        office=create_person(Role.PROVINCIAL_COMMISSION, ids["P1"]),
        admin=create_person(Role.AGENCY_ADMIN, ids["L1"]),
        governor=create_person(Role.GOVERNOR, ids["P1"]),
        stranger=create_person(Role.AGENCY_ADMIN, ids["L2"]),
    )


def store_sheets(unit_id: int) -> None:
    """Release 40 sheets of the agency: twelve equal ones, the others all different."""
    rows = [ODD] * 12 + [BEST] * 8 + [bytes([at % 5, *BEST[1:14], at % 6]) for at in range(20)]
    sheets = [
        Sheet(unit_id, 2569, "nacc-general-2569", "IIT", None, answers, None, None)
        for answers in sorted(rows)
    ]
    with acting_as(DatabaseRole.MIXER) as cursor:
        write_release(cursor, leaves=[], sheets=sheets, pending=0)


def count_rows(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
