"""What counts as an orphan: accounts, roles and units that nobody looks after."""

from enum import StrEnum

# Whoever has not signed in for this many days is worth a question.
SILENT_DAYS = 30


class OrphanKind(StrEnum):
    """One part of the report, the most pressing first."""

    NO_ADMIN = "no_admin"
    NO_EXECUTIVE = "no_executive"
    ONE_ADMIN = "one_admin"
    NO_CONTACT = "no_contact"
    DISSOLVED = "dissolved"
    NO_ROLE = "no_role"
    SILENT = "silent"


OF_UNITS = frozenset({OrphanKind.NO_ADMIN, OrphanKind.NO_EXECUTIVE, OrphanKind.ONE_ADMIN})
