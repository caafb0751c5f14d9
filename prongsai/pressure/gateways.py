"""The folder of the desk's private keys, outside the database."""

from django.conf import settings

from prongsai.core.key_folders import KeyFolder


def open_desk_keys() -> KeyFolder | None:
    """Return the private halves of the desk's keys; None where this machine is not the desk's."""
    return KeyFolder(settings.PRESSURE_KEYS) if settings.PRESSURE_KEYS else None
