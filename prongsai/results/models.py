"""Published results; a correction is a new version, never an edit."""

from django.db import models

from prongsai.core.db import Timed


class YearResult(Timed):
    """One unit's published result of one fiscal year under one framework."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    framework = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    level = models.CharField(max_length=20, blank=True)
    instruments = models.JSONField(default=dict)
    indicators = models.JSONField(default=dict)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fiscal_year", "framework", "version"], name="results_one_version"
            ),
            models.CheckConstraint(
                condition=models.Q(total__isnull=True) | models.Q(total__range=(0, 100)),
                name="results_total_0_100",
            ),
            models.CheckConstraint(
                condition=models.Q(fiscal_year__range=(2550, 2700)), name="results_year_is_be"
            ),
        ]
        indexes = [models.Index(fields=["fiscal_year", "unit"], name="results_year_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.fiscal_year} {self.total}"
