"""Substitutes: who acts for which post, on what ground and for how long."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from prongsai.accounts.rules.appointments import Phrase
from prongsai.core.db import Timed


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Narrows appointments by time."""

    def in_force(self, on: date) -> "AppointmentQuerySet":
        open_end = Q(ends=None) | Q(ends__gte=on)
        return self.filter(open_end, starts__lte=on, ended_at=None)


class Appointment(Timed):
    """A person acts for a post of a unit; the role of the post comes as a grant of its own."""

    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="appointments"
    )
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    phrase = models.CharField(max_length=20)
    # As they read below a signature: kept as they were on the day of the order.
    own_position = models.CharField(max_length=200)
    for_position = models.CharField(max_length=200)
    # Whose post it is; empty while the post is vacant.
    for_person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    order_reference = models.CharField(max_length=200, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    grant = models.OneToOneField(
        "accounts.RoleGrant", on_delete=models.PROTECT, related_name="appointment"
    )
    appointed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_reason = models.CharField(max_length=500, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(phrase__in=[phrase.value for phrase in Phrase]),
                name="accounts_appointment_phrase_known",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="accounts_appointment_period",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("for_person")), name="accounts_appointment_not_self"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(ended_reason=""),
                name="accounts_appointment_ended_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts"], name="accounts_appointment_unit")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.phrase} {self.for_position}"
