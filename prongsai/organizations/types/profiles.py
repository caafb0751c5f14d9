"""What an agency says about itself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach an agency."""

    website: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """The contact, the official hosts, and the confirmation of this fiscal year if there is one."""

    contact: Contact
    revision: int
    domains: tuple[str, ...]
    fiscal_year: int
    confirmed_at: datetime | None = None
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class DivisionView:
    """A division as it stands."""

    id: int
    name_th: str
    name_en: str
    position: int
