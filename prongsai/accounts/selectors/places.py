"""The unit of a grant: where it lies and what it is."""

from dataclasses import dataclass

from prongsai.core.actor import Actor
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.organizations.selectors.units import find_unit, list_units_for
from prongsai.organizations.types.units import UnitFilter, UnitView
from prongsai.permissions.rules import NATION, Scope


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with its scope; the nation has no unit."""

    scope: Scope = NATION
    unit: UnitView | None = None

    @property
    def unit_class(self) -> str | None:
        return self.unit.unit_class if self.unit else None

    @property
    def words(self) -> dict[str, str]:
        """The names to freeze where they must not change any more."""
        if self.unit is None:
            return {"unit_th": "ทั้งประเทศ", "unit_en": "Nationwide"}
        return {"unit_th": self.unit.name_th, "unit_en": self.unit.name_en}


def find_place(unit_id: int | None) -> Place | None:
    """Return where a unit lies today (None is the nation), or None where there is no such unit."""
    if unit_id is None:
        return Place()
    names = get_unit_names([unit_id])
    unit = find_unit(names[unit_id].code) if unit_id in names else None
    return Place(get_scope(unit_id), unit) if unit else None


def list_units_called(actor: Actor, text: str, *, most: int = 6) -> list[tuple[int, str, str]]:
    """Return id, code and Thai name of the units in the actor's area that TEXT may mean.

    A whole code or a whole name is meant alone.
    """
    wanted = text.strip()
    found = list_units_for(actor, wanted=UnitFilter(text=wanted))
    rows = list(found.values_list("unit_id", "unit__code", "name_th")[: most * 10])
    exact = [row for row in rows if wanted.casefold() in {row[1].casefold(), row[2].casefold()}]
    return exact if len(exact) == 1 else rows[:most]
