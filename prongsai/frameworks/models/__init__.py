"""Rows of the app, by noun."""

from prongsai.frameworks.models.packs import FrameworkDraft, FrozenFramework
from prongsai.frameworks.models.seasons import Season, SeasonVersion, SeasonWindow, TrainingClock

__all__ = [
    "FrameworkDraft",
    "FrozenFramework",
    "Season",
    "SeasonVersion",
    "SeasonWindow",
    "TrainingClock",
]
