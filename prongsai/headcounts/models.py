"""What agencies said about their size in a year: every version is kept."""

from django.db import models
from django.db.models import F, Q

from prongsai.core.db import Timed
from prongsai.headcounts.types import PartKind, VersionState


class Setup(Timed):
    """The yearly set-up of one agency."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="setups")
    fiscal_year = models.PositiveSmallIntegerField()
    # The newest version whatever its state, and the one in force.
    latest = models.OneToOneField(
        "headcounts.SetupVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed = models.OneToOneField(
        "headcounts.SetupVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "fiscal_year"], name="headcounts_setup_yearly")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.fiscal_year}"


class SetupVersion(Timed):
    """Figures as they were sent, what the rules made of them, and the decision."""

    setup = models.ForeignKey(Setup, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices)
    framework = models.CharField(max_length=60)
    headcount = models.PositiveIntegerField()
    contacts = models.PositiveIntegerField()
    iit_minimum = models.PositiveIntegerField(null=True)
    eit_minimum = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    explanation = models.CharField(max_length=1000, blank=True)
    # The questions that were asked and answered, as {code: facts}.
    doubts = models.JSONField(default=dict)
    is_late = models.BooleanField(default=False)
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["setup", "number"], name="headcounts_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["setup"],
                condition=Q(state=VersionState.WAITING),
                name="headcounts_version_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(headcount__gt=0), name="headcounts_version_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[VersionState.WAITING, VersionState.WITHDRAWN])
                | Q(decided_at__isnull=False),
                name="headcounts_version_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.RETURNED) | ~Q(decision_reason=""),
                name="headcounts_version_returned_with_reason",
            ),
            # Whoever entered the figures does not confirm them.
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True)
                | Q(made_by_id__isnull=True)
                | ~Q(decided_by_id=F("made_by_id")),
                name="headcounts_version_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.setup_id} v{self.number}"


class SetupPart(models.Model):
    """How a figure splits: staff by division, contacts by service."""

    version = models.ForeignKey(SetupVersion, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=10, choices=PartKind.choices)
    division = models.ForeignKey(
        "organizations.Division", null=True, on_delete=models.PROTECT, related_name="+"
    )
    label = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PartKind.DIVISION, division__isnull=False)
                | Q(kind=PartKind.SERVICE, division__isnull=True) & ~Q(label=""),
                name="headcounts_part_belongs",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Reminder(models.Model):
    """That somebody reminded an agency on a day: once a day is enough."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fiscal_year", "day"], name="headcounts_reminder_daily"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"


class SetupFile(Timed):
    """A table of set-ups that somebody handed in, compared row by row; the newest of a person."""

    code = models.CharField(max_length=12, unique=True)
    user_id = models.BigIntegerField(null=True)
    fiscal_year = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    # Every row as types.FileRow has it; numbers only.
    rows = models.JSONField()

    def __str__(self) -> str:
        return self.code
