"""Measures being written, and the versions that were published."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from prongsai.core.db import Timed
from prongsai.feedback.types import MeasureView, Progress, Text


class Measure(Timed):
    """One measure as the agency is writing it."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=10, blank=True)
    said_th = models.CharField(max_length=300)
    said_en = models.CharField(max_length=300, blank=True)
    doing_th = models.CharField(max_length=1000)
    doing_en = models.CharField(max_length=1000, blank=True)
    progress = models.CharField(max_length=10, choices=Progress.choices)
    due_on = models.DateField(null=True)
    link = models.URLField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "fiscal_year"], name="feedback_measure_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__in=Progress.values), name="feedback_measure_progress"
            ),
            models.CheckConstraint(
                condition=~Q(said_th="") & ~Q(doing_th=""), name="feedback_measure_words"
            ),
        ]

    def __str__(self) -> str:
        return self.said_th

    def as_view(self) -> MeasureView:
        return MeasureView(
            id=self.pk,
            indicator=self.indicator,
            said=Text(self.said_th, self.said_en),
            doing=Text(self.doing_th, self.doing_en),
            progress=self.progress,
            due_on=self.due_on,
            link=self.link,
        )


class Publication(Timed):
    """One published version; the next one replaces it on the page, never in the table."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    measures = models.JSONField()
    published_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fiscal_year", "version"], name="feedback_publication_version"
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=models.F("published_by")), name="feedback_publication_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.fiscal_year} v{self.version}"
