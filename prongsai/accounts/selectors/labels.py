"""What roles are called, in the reader's language."""

from django.utils.translation import get_language

from prongsai.permissions.roles import ROLE_NAMES, Role


def label_role(role: str) -> str:
    thai, english = ROLE_NAMES[Role(role)]
    return english if get_language() == "en" else thai


def get_role_labels() -> dict[str, str]:
    """Return every role with its name, the widest first."""
    return {role.value: label_role(role) for role in Role}
