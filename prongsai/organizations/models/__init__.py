"""The tables of the organisation tree; Django wants them importable from here."""

from prongsai.organizations.models.imports import ImportBatch, ImportRow
from prongsai.organizations.models.places import Place
from prongsai.organizations.models.profiles import (
    ContactCheck,
    Division,
    DivisionVersion,
    UnitDomain,
    UnitProfile,
)
from prongsai.organizations.models.units import (
    Unit,
    UnitEvent,
    UnitEventPart,
    UnitRelation,
    UnitVersion,
)

__all__ = [
    "ContactCheck",
    "Division",
    "DivisionVersion",
    "ImportBatch",
    "ImportRow",
    "Place",
    "Unit",
    "UnitDomain",
    "UnitEvent",
    "UnitEventPart",
    "UnitProfile",
    "UnitRelation",
    "UnitVersion",
]
