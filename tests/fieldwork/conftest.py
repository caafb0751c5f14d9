"""A field round in a province, with an interviewer, over emptied tables of answers."""

from dataclasses import dataclass

import pytest

from prongsai.core import clock
from prongsai.permissions.roles import Role
from prongsai.surveys.services.keys import ensure_key
from tests.factories.fieldwork import Field, make_round
from tests.factories.organizations import make_spec, make_units
from tests.factories.people import Person, create_person
from tests.fieldwork.devices import Device
from tests.surveys.conftest import keys, survey_tables

__all__ = ["keys", "survey_tables"]


@dataclass(frozen=True)
class Place:
    """A round and who works for it."""

    field: Field
    lead: Person
    one: Person
    two: Person
    stranger: Person


@pytest.fixture
def place(survey_tables):
    ensure_key()
    ids = make_units(
        make_spec("P1", unit_class="province", name_th="จังหวัดสมมติ"),
        make_spec("A1", unit_class="district", name_th="อำเภอหนึ่ง", geography="P1"),
        make_spec("L1", geography="A1", name_th="องค์การบริหารส่วนตำบลหนึ่ง", name_en="Subdistrict One"),
    )
    starts = clock.today()
    lead = create_person(Role.PROVINCIAL_COMMISSION, ids["P1"], starts=starts)
    one, two, stranger = (
        create_person(Role.INTERVIEWER, ids["P1"], starts=starts) for _each in range(3)
    )
    field = make_round(province_id=ids["P1"], agency_code="L1", people=[one, two])
    return Place(field, lead, one, two, stranger)


@pytest.fixture
def cases(place):
    return [case.pk for case in place.field.cases]


@pytest.fixture
def device(browser, live_server, tmp_path):
    phone = Device(browser, live_server.url, tmp_path / "phone")
    yield phone
    phone.close()
