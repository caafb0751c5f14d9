"""Published results, and the runs that they come from; nothing here is ever edited."""

from django.db import models
from django.db.models import F

from prongsai.core.db import Timed
from prongsai.results.types import RunState


class YearResult(Timed):
    """One unit's published result of one fiscal year under one framework."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    framework = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    # None for years that were stored from elsewhere.
    run = models.ForeignKey("results.ScoringRun", null=True, on_delete=models.PROTECT)
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
        indexes = [
            models.Index(fields=["fiscal_year", "unit"], name="results_year_unit"),
            models.Index(
                "fiscal_year", F("total").desc(nulls_last=True), "id", name="results_year_total"
            ),
            models.Index(fields=["fiscal_year", "total", "id"], name="results_year_lowest"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.fiscal_year} {self.total}"


class MarkUpload(Timed):
    """A file of marks of disclosure items; of several files the newest counts, agency by agency."""

    framework = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    agencies = models.PositiveIntegerField()
    user_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["framework", "-created_at"], name="results_upload_newest")]

    def __str__(self) -> str:
        return self.file_name


class UnitMarks(models.Model):
    """The marks of one agency in one file: item to exact text."""

    upload = models.ForeignKey(MarkUpload, on_delete=models.PROTECT, related_name="marks")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    items = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "unit"], name="results_marks_once")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.unit_id}"


class ScoringRun(Timed):
    """One scoring of a year and form: what it rests on and what came of it, named by hashes."""

    framework = models.CharField(max_length=60)
    fiscal_year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=RunState.WAITING.value)
    note = models.CharField(max_length=500, blank=True)
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    framework_hash = models.CharField(max_length=64)
    framework_text = models.TextField()
    engine_version = models.CharField(max_length=40)
    threshold = models.PositiveIntegerField()
    # Of everything that was scored, also of what is withheld: never published.
    input_hash = models.CharField(max_length=64, blank=True)
    # Of the open data and of the list of its files: what is published and approved.
    data_hash = models.CharField(max_length=64, blank=True)
    package_hash = models.CharField(max_length=64, blank=True)
    agencies = models.PositiveIntegerField(default=0)
    states = models.JSONField(default=dict)
    levels = models.JSONField(default=dict)
    problem = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="results_run_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.number}"


class AgencyScore(models.Model):
    """The score of one agency in one run: figures and reasons as far as they may be open."""

    run = models.ForeignKey(ScoringRun, on_delete=models.PROTECT, related_name="scores")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    level = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20)
    instruments = models.JSONField()
    indicators = models.JSONField()
    notices = models.JSONField()
    explanation = models.BinaryField()  # compressed JSON

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "unit"], name="results_score_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit_id} {self.total}"


class RunFile(models.Model):
    """A piece of one file of the open data of a run."""

    run = models.ForeignKey(ScoringRun, on_delete=models.PROTECT, related_name="pieces")
    path = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "path", "number"], name="results_piece_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.path} {self.number}"


class Publication(Timed):
    """A run became public, by the word of two people."""

    run = models.OneToOneField(ScoringRun, on_delete=models.PROTECT, related_name="publication")
    asked_by_name = models.CharField(max_length=200)
    approved_by_id = models.BigIntegerField(null=True)
    approved_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return str(self.run_id)
