"""Seasons, the versions of their calendars, and the clock of a training installation."""

from django.db import models
from django.db.models import F, Q

from prongsai.core.db import Timed
from prongsai.frameworks.types.seasons import VersionState


class Season(Timed):
    """One fiscal year of one form of one programme."""

    code = models.CharField(max_length=60, unique=True)
    fiscal_year = models.IntegerField()
    programme = models.CharField(max_length=20)
    form = models.CharField(max_length=20)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    # The published version in force; none while the season is a draft.
    current = models.OneToOneField(
        "frameworks.SeasonVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="frameworks_season_once", fields=["fiscal_year", "programme", "form"]
            ),
            models.CheckConstraint(
                name="frameworks_season_buddhist_year",
                condition=Q(fiscal_year__gte=2484, fiscal_year__lte=2743),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SeasonVersion(Timed):
    """One calendar of a season; once published, the database keeps it as it is."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=VersionState.DRAFT.value)
    reason = models.TextField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    approved_by_id = models.BigIntegerField(null=True)
    approved_by_name = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="frameworks_version_number_once", fields=["season", "number"]
            ),
            models.UniqueConstraint(
                name="frameworks_version_one_draft", fields=["season"], condition=Q(state="draft")
            ),
            models.CheckConstraint(
                name="frameworks_version_published_at",
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
            ),
            # What changes after publication has a reason, and two people behind it.
            models.CheckConstraint(
                name="frameworks_version_later_needs_two",
                condition=Q(number__lte=1)
                | ~Q(reason="")
                & Q(made_by_id__isnull=False, approved_by_id__isnull=False)
                & ~Q(approved_by_id=F("made_by_id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.season_id} v{self.number}"


class SeasonWindow(models.Model):
    """When something may be done, for everybody, a class, a size of a class or one unit."""

    version = models.ForeignKey(SeasonVersion, on_delete=models.CASCADE, related_name="windows")
    action = models.CharField(max_length=40)
    name_th = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    unit_class = models.CharField(max_length=30)
    size = models.CharField(max_length=1)
    unit = models.ForeignKey(
        "organizations.Unit", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opens = models.DateTimeField()
    closes = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="frameworks_window_opens_first", condition=Q(closes__gt=F("opens"))
            ),
            models.CheckConstraint(
                name="frameworks_window_one_target",
                condition=Q(unit__isnull=True) & (Q(size="") | ~Q(unit_class=""))
                | Q(unit__isnull=False, unit_class="", size=""),
            ),
            models.UniqueConstraint(
                name="frameworks_window_once",
                fields=["version", "action", "unit_class", "size", "unit", "opens"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.opens}–{self.closes}"


class TrainingClock(models.Model):
    """How far this installation's clock is moved: one row, or none."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    shift = models.DurationField()
    set_at = models.DateTimeField()
    set_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(name="frameworks_clock_single", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return str(self.shift)
