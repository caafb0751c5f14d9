"""How far the clock of this installation is moved."""

from datetime import timedelta

from django.conf import settings

from prongsai.frameworks.models import TrainingClock

NOT_AT_ALL = timedelta()


def get_shift() -> timedelta:
    """Return the shift; an installation that may not travel never asks the database."""
    if not settings.TIME_TRAVEL:
        return NOT_AT_ALL
    shift = TrainingClock.objects.values_list("shift", flat=True).first()
    return shift or NOT_AT_ALL
