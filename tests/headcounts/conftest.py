"""An agency of one district, its admin and its executive."""

from datetime import date

import pytest

from prongsai.core.actor import SYSTEM
from prongsai.organizations.services.divisions import add_division
from prongsai.permissions.roles import Role
from tests.factories.organizations import LONG_AGO, make_spec, make_units

FOUNDED = date(2018, 1, 1)


@pytest.fixture
def ids(db):
    return make_units(
        make_spec("P1", unit_class="province"),
        make_spec("A1", unit_class="district", geography="P1"),
        make_spec("L1", geography="A1", size="M", name_th="อบต. หนองฟ้าใส"),
        make_spec("L2", geography="A1"),
    )


@pytest.fixture
def division(ids):
    return add_division(SYSTEM, code="L1", name_th="กองคลัง", on=LONG_AGO)


@pytest.fixture
def admin(ids, make_person):
    return make_person(Role.AGENCY_ADMIN, ids["L1"], starts=FOUNDED)


@pytest.fixture
def executive(ids, make_person):
    return make_person(Role.AGENCY_EXECUTIVE, ids["L1"], starts=FOUNDED)


@pytest.fixture
def chief(ids, make_person):
    return make_person(Role.DISTRICT_CHIEF, ids["A1"], starts=FOUNDED)
