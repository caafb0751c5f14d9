"""Rows that hold for a period of days: from the first day, up to but without the last."""

from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import F, Q

from prongsai.core import clock


def on_day(day: date, *, prefix: str = "") -> Q:
    """Return the condition "in force on DAY", for a dated row reached through PREFIX."""
    open_ended = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return open_ended & Q(**{f"{prefix}valid_from__lte": day})


M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows with a period."""

    def on(self, day: date | None = None) -> "DatedQuerySet[M]":
        """Return what is in force on DAY (today)."""
        return self.filter(on_day(day or clock.today()))


class Dated(models.Model):
    """A row that holds from VALID_FROM until the day before VALID_TO; no end means until now."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_period",
            )
        ]

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)
