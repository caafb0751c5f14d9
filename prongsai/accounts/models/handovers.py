"""The yearly hand-over of a unit, kept role by role until it is finished."""

from django.db import models
from django.db.models import Q

from prongsai.accounts.rules.handovers import Choice
from prongsai.core.db import Timed


class Handover(Timed):
    """The hand-over of one unit for one fiscal year (Buddhist era)."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    opened_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "fiscal_year"], name="accounts_handover_yearly")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.fiscal_year}"


class HandoverChoice(models.Model):
    """What becomes of one role; may be changed until the hand-over is finished."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="choices")
    grant = models.ForeignKey("accounts.RoleGrant", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10)
    # The last day of whoever goes, and the first of whoever comes.
    on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    invited_email = models.EmailField(blank=True)
    invited_name = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "grant"], name="accounts_handoverchoice_once"
            ),
            models.CheckConstraint(
                condition=Q(choice__in=[choice.value for choice in Choice]),
                name="accounts_handoverchoice_known",
            ),
            models.CheckConstraint(
                condition=~Q(choice=Choice.REPLACED.value)
                | Q(successor__isnull=False)
                | ~Q(invited_email=""),
                name="accounts_handoverchoice_somebody",
            ),
            models.CheckConstraint(
                condition=Q(choice=Choice.STAYS.value) | Q(on__isnull=False),
                name="accounts_handoverchoice_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.choice}"
