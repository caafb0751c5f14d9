"""The country's official areas."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from prongsai.organizations.models.periods import DatedQuerySet
from prongsai.organizations.types.places import PlaceLevel


class PlaceQuerySet(DatedQuerySet["Place"]):
    """Areas; one without a first day has always been there."""

    def current(self) -> "PlaceQuerySet":
        return self.filter(valid_to__isnull=True)


class Place(models.Model):
    """A province, district or sub-district under its official code, as one edition gives it.

    The database refuses two rows of one code that overlap in time.
    """

    code = models.CharField(max_length=6)
    level = models.CharField(max_length=12, choices=PlaceLevel.choices)
    parent_code = models.CharField(max_length=4, blank=True)
    name_th = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    sort_key = models.CharField(max_length=400, db_collation="C")
    search_key = models.CharField(max_length=300, db_collation="C")
    edition = models.CharField(max_length=40)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects: ClassVar[PlaceQuerySet] = PlaceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["code"], name="organizations_place_code"),
            models.Index(fields=["parent_code", "sort_key"], name="organizations_place_parent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[1-9][0-9]([0-9]{2}){0,2}$"),
                name="organizations_place_code_shape",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="organizations_place_period",
            ),
        ]

    def __str__(self) -> str:
        return self.name_th
