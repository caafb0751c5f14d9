"""What the tests of imports share."""

from datetime import date

from prongsai.core.actor import SYSTEM
from prongsai.organizations.models import (
    Unit,
    UnitDomain,
    UnitEvent,
    UnitProfile,
    UnitRelation,
    UnitVersion,
)
from prongsai.organizations.services.checks import check_file
from tests.factories.organizations import make_spec, make_units
from tests.organizations.sheets import make_csv

DAY = date(2026, 1, 1)


def check(*rows, headings, make=make_csv, name="units.csv"):
    data = make(*rows, headings=headings)
    return check_file(SYSTEM, data=data, file_name=name, effective_on=DAY)


def take_picture():
    """Return everything that an import may touch."""
    return (
        list(Unit.objects.order_by("id").values()),
        list(UnitVersion.objects.order_by("unit", "valid_from").values()),
        list(
            UnitRelation.objects.order_by("child", "kind", "valid_from").values(
                "child", "kind", "parent", "valid_from", "valid_to"
            )
        ),
        list(UnitEvent.objects.order_by("id").values("id")),
        list(UnitDomain.objects.order_by("unit", "host").values("unit", "host")),
        list(UnitProfile.objects.order_by("unit").values("unit", "website")),
    )


def make_tree():
    return make_units(
        make_spec("P", unit_class="province"),
        make_spec("Q", unit_class="province"),
        make_spec("OLD", name_th="ชื่อเดิม", geography="P", website="https://old.example.go.th"),
    )
