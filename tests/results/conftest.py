"""Two districts with an agency each, and their results."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from prongsai.core.actor import SYSTEM
from prongsai.organizations.services.bulk import create_units
from prongsai.organizations.types.units import UnitSpec
from prongsai.results.services.years import store_results
from prongsai.results.types import NewResult


@dataclass
class Place:
    """Ids of units by their code."""

    ids: dict[str, int]


@pytest.fixture
def place(db) -> Place:
    specs = [
        UnitSpec("A1", "อำเภอหนึ่ง", "district", valid_from=date(2018, 1, 1)),
        UnitSpec("A2", "อำเภอสอง", "district", valid_from=date(2018, 1, 1)),
        *(
            UnitSpec(
                f"L{number}",
                f"องค์การบริหารส่วนตำบลที่ {number}",
                "tambon_body",
                name_en=f"Subdistrict Organization {number}",
                parents={"geography": "A1" if number < 4 else "A2"},
                valid_from=date(2018, 1, 1),
            )
            for number in range(1, 5)
        ),
    ]
    return Place(create_units(SYSTEM, specs=specs))


def store(place: Place, code: str, total: str | None, *, year: int = 2568, level: str = "good"):
    result = NewResult(
        unit_id=place.ids[code],
        fiscal_year=year,
        framework=f"nacc-general-{year}",
        total=Decimal(total) if total else None,
        level=level if total else "",
        instruments={"IIT": "93.10", "EIT": "90.00", "OIT": "100.00"},
        indicators={"1": "93.10"},
    )
    store_results(SYSTEM, [result], reason="test")
