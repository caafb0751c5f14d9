"""Units, their names and classes over time, the relations between them and what happened."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from prongsai.core.db import Timed
from prongsai.organizations.models.periods import Dated, DatedQuerySet
from prongsai.organizations.types.units import (
    SIZED,
    EventKind,
    EventPart,
    RelationKind,
    Size,
    UnitClass,
)


class Unit(Timed):
    """A public agency under one code that survives every rename, move and merger."""

    code = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.code


class UnitVersion(Dated):
    """What a unit is called and what it is, for a period.

    The database refuses two versions of one unit that overlap (exclusion constraint, see the
    migration).
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    unit_class = models.CharField(max_length=20, choices=UnitClass.choices)
    size = models.CharField(max_length=1, choices=Size.choices, blank=True)
    place_code = models.CharField(max_length=6, blank=True)
    # Both derive from the names; collation C because the product orders and folds Thai itself.
    sort_key = models.CharField(max_length=800, db_collation="C")
    search_key = models.CharField(max_length=600, db_collation="C")

    objects: ClassVar[DatedQuerySet["UnitVersion"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Dated.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="organizations_version_sort"),
            # What counting and joining need, so that wide rows are left alone.
            models.Index(
                fields=["unit", "valid_from"],
                include=["valid_to", "unit_class"],
                name="organizations_version_days",
            ),
            models.Index(fields=["unit_class", "sort_key"], name="organizations_version_class"),
            models.Index(
                fields=["place_code"],
                name="organizations_version_place",
                opclasses=["varchar_pattern_ops"],
            ),
        ]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(unit_class__in=UnitClass.values),
                name="organizations_unitversion_class_known",
            ),
            models.CheckConstraint(
                condition=Q(size="") | Q(size__in=Size.values, unit_class__in=sorted(SIZED)),
                name="organizations_unitversion_size_fits",
            ),
        ]

    def __str__(self) -> str:
        return self.name_th


class UnitRelation(Dated):
    """CHILD stands under PARENT in one of the trees, for a period.

    The database refuses two parents of one kind at one time; services refuse a cycle.
    """

    child = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=12, choices=RelationKind.choices)

    objects: ClassVar[DatedQuerySet["UnitRelation"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Dated.Meta):
        indexes = [
            models.Index(fields=["child", "kind"], name="organizations_relation_child"),
            # All that the way down needs: it is walked in every request of a wide area.
            models.Index(
                fields=["parent", "kind", "valid_from"],
                include=["child", "valid_to"],
                name="organizations_relation_below",
            ),
        ]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(child=F("parent")), name="organizations_unitrelation_not_self"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RelationKind.values),
                name="organizations_unitrelation_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.kind} {self.parent_id}"


class UnitEvent(Timed):
    """Something that happened to units on a day, who entered it and why."""

    kind = models.CharField(max_length=12, choices=EventKind.choices)
    on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    # What changed, as {field: [before, after]}.
    changes = models.JSONField(default=dict)
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class UnitEventPart(models.Model):
    """A unit's part in an event."""

    event = models.ForeignKey(UnitEvent, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="event_parts")
    part = models.CharField(max_length=12, choices=EventPart.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "unit", "part"], name="organizations_uniteventpart_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.part}"
