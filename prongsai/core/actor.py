"""Who acts: built once per request by accounts, passed down instead of a user."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of a person over one unit for a period; the nation is the absence of a unit."""

    id: int
    role: str
    unit_id: int | None = None
    unit_code: str = ""
    unit_name: str = ""
    division_id: int | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, the grants in force today, and the one grant under which the person acts now."""

    user_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    acting: Grant | None = None
    second_factor: bool = False

    @property
    def role(self) -> str | None:
        return self.acting.role if self.acting else None

    @property
    def unit_id(self) -> int | None:
        return self.acting.unit_id if self.acting else None

    @property
    def is_known(self) -> bool:
        return self.user_id is not None

    def under(self, grant: Grant) -> "Actor":
        return replace(self, acting=grant)


NOBODY = Actor(user_id=None, name="")
# Work without a person: schedules, commands, the demo loader. Audited under this name.
SYSTEM = Actor(user_id=None, name="system", acting=Grant(id=0, role="system"))
