"""Files of agencies: what was checked, what was taken over, how to take it back."""

from django.db import models
from django.db.models import Q

from prongsai.core.db import Timed
from prongsai.organizations.types.imports import ImportAction, ImportState


class ImportBatch(Timed):
    """One file that somebody handed in."""

    code = models.CharField(max_length=12, unique=True)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.CHECKED
    )
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20)
    # The day on which changes of agencies that exist take effect.
    effective_on = models.DateField()
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=200)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.CharField(max_length=1000, blank=True)
    # Ids of every row made or ended, so that undo is exact.
    trace = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.CHECKED, applied_at__isnull=True)
                | ~Q(state=ImportState.CHECKED),
                name="organizations_importbatch_checked_not_applied",
            )
        ]

    def __str__(self) -> str:
        return self.code


class ImportRow(models.Model):
    """One row of the file, compared with what is known."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    unit_code = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=10, choices=ImportAction.choices)
    values = models.JSONField(default=dict)
    # Each field with its value before and after.
    changes = models.JSONField(default=dict)
    # Each fault as column, code and facts (see types.faults).
    problems = models.JSONField(default=list)
    applied = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"], name="organizations_importrow_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"
