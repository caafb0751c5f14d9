"""Makers of units and of actors who look at them."""

from datetime import date
from typing import Any

from prongsai.core.actor import SYSTEM, Actor, Grant
from prongsai.organizations.services.bulk import create_units
from prongsai.organizations.types.units import RelationKind, UnitClass, UnitSpec

LONG_AGO = date(2020, 1, 1)


def make_unit(code: str, *, on: date = LONG_AGO, **fields: Any) -> int:
    """Create one unit (an อบต. where nothing else is said) and return its id."""
    return make_units(make_spec(code, **fields), on=on)[code]


def make_units(*specs: UnitSpec, on: date = LONG_AGO) -> dict[str, int]:
    return create_units(SYSTEM, specs=specs, on=on, reason="test")


def make_spec(code: str, **fields: Any) -> UnitSpec:
    """Describe a unit; `line`, `geography` and `supervision` name its parents."""
    parents: dict[str, str] = {
        kind: fields.pop(kind) for kind in RelationKind.values if kind in fields
    }
    fields.setdefault("name_th", f"หน่วยงาน {code}")
    fields.setdefault("unit_class", UnitClass.TAMBON_BODY)
    return UnitSpec(code=code, parents=parents, **fields)


def make_actor(role: str, unit_id: int | None = None) -> Actor:
    """Return somebody who acts in a role over a unit (the nation without one)."""
    grant = Grant(id=1, role=role, unit_id=unit_id)
    return Actor(user_id=1, name="ผู้ทดสอบ", grants=(grant,), acting=grant)
