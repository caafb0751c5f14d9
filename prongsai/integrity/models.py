"""Runs of the report, what they found, and what people made of it."""

from django.db import models
from django.db.models import F, Q

from prongsai.core.db import Timed
from prongsai.integrity.types import CaseState, Decision, RunState, VersionState


class ThresholdsVersion(Timed):
    """Limits that somebody proposed; with a number once a second person put them in force."""

    state = models.CharField(
        max_length=10, choices=VersionState.choices, default=VersionState.TRYING
    )
    version = models.PositiveIntegerField(null=True, unique=True)
    numbers = models.JSONField()
    hash = models.CharField(max_length=64)
    # The hash of the version that this one is to follow.
    follows = models.CharField(max_length=64)
    reason = models.TextField()
    # Flagged on the latest answers under both versions; empty where there were none to try on.
    effect = models.JSONField(default=dict)
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_name = models.CharField(max_length=200)
    approved_by_id = models.BigIntegerField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="integrity_thresholds_state", condition=Q(state__in=VersionState.values)
            ),
            models.CheckConstraint(
                name="integrity_thresholds_by_two",
                condition=Q(state=VersionState.IN_FORCE)
                & Q(version__isnull=False, in_force_at__isnull=False, approved_by_id__isnull=False)
                & ~Q(approved_by_id=F("proposed_by_id"))
                | ~Q(state=VersionState.IN_FORCE) & Q(version__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version or '?'} #{self.pk}"


class Run(Timed):
    """One computation over all released answers of a year; once ended it never changes."""

    fiscal_year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200)
    thresholds_version = models.PositiveIntegerField()
    thresholds_hash = models.CharField(max_length=64)
    # The newest release that was in: the public chain vouches for the answers.
    data_hash = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True)
    summary = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["fiscal_year", "-id"], name="integrity_run_year")]
        constraints = [
            models.CheckConstraint(
                name="integrity_run_state", condition=Q(state__in=RunState.values)
            ),
            models.UniqueConstraint(
                name="integrity_run_one_at_a_time",
                fields=["fiscal_year"],
                condition=Q(state=RunState.QUEUED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} #{self.pk}"


class Finding(models.Model):
    """What stood out about one survey of one agency in one run; never changed, never deleted."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="findings")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT)
    part = models.CharField(max_length=20)
    respondents = models.PositiveIntegerField()
    flags = models.JSONField()
    # Of how many answers the time, the network and the private question are known.
    known = models.JSONField(default=dict)
    # How far it stands out, for the order of the list: the sum of measures over thresholds.
    weight = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["run", "-weight"], name="integrity_finding_order")]
        constraints = [
            models.UniqueConstraint(name="integrity_finding_once", fields=["run", "unit", "part"])
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.part}"


class Case(Timed):
    """What a person asked, what the agency replied, what was decided and why."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="cases")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT)
    fiscal_year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=CaseState.choices)
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200, blank=True)
    question = models.TextField(blank=True)
    reply_by = models.DateField(null=True)
    replied_by_id = models.BigIntegerField(null=True)
    replied_by_name = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    approved_by_id = models.BigIntegerField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    rule = models.CharField(max_length=20, blank=True)
    discarded = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["fiscal_year", "state"], name="integrity_case_state")]
        constraints = [
            models.UniqueConstraint(
                name="integrity_case_once", fields=["unit", "fiscal_year", "part"]
            ),
            models.CheckConstraint(
                name="integrity_case_state", condition=Q(state__in=CaseState.values)
            ),
            models.CheckConstraint(
                name="integrity_case_asked_until",
                condition=~Q(state=CaseState.ASKED) | Q(reply_by__isnull=False),
            ),
            models.CheckConstraint(
                name="integrity_case_decided_with_reason",
                condition=Q(state=CaseState.DECIDED, decided_at__isnull=False)
                & ~Q(reason="")
                & Q(decision__in=Decision.values)
                | ~Q(state=CaseState.DECIDED) & Q(decision="", decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="integrity_case_discarded_by_two",
                condition=Q(discarded=0) & ~Q(decision=Decision.DISCARD)
                | Q(decision=Decision.DISCARD, discarded__gt=0, approved_by_id__isnull=False)
                & ~Q(rule="")
                & ~Q(approved_by_id=F("decided_by_id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.fiscal_year} {self.part}"
