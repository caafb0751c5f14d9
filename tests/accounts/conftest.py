"""A province with two districts, and an agency in each."""

from dataclasses import dataclass

import pytest
import time_machine

from prongsai.core import clock
from tests.factories.organizations import make_spec, make_units


@dataclass(frozen=True)
class Area:
    """Ids of the units."""

    province: int
    district: int
    other_district: int
    agency: int
    neighbour: int
    far: int


@pytest.fixture
def area(db) -> Area:
    ids = make_units(
        make_spec("P1", unit_class="province", name_th="จังหวัดสมมติ"),
        make_spec("A1", unit_class="district", name_th="อำเภอหนึ่ง", geography="P1"),
        make_spec("A2", unit_class="district", name_th="อำเภอสอง", geography="P1"),
        make_spec("L1", geography="A1", name_th="องค์การบริหารส่วนตำบลหนึ่ง", name_en="Subdistrict One"),
        make_spec("L2", geography="A1", name_th="องค์การบริหารส่วนตำบลสอง"),
        make_spec("L9", geography="A2", name_th="องค์การบริหารส่วนตำบลเก้า"),
    )
    return Area(ids["P1"], ids["A1"], ids["A2"], ids["L1"], ids["L2"], ids["L9"])


@pytest.fixture
def still():
    """Let the clock stand: a wait of two seconds is not over because the machine is slow."""
    with time_machine.travel(clock.real_now(), tick=False):
        yield
