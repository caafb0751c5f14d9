"""Rounds, their agencies and people, cases and attempts; keys of devices; bundles of paper forms.

No row of a case or an attempt names an answer, and no answer is stored here once it is sent.
"""

from django.db import models
from django.db.models import F, Q

from prongsai.core.db import Timed
from prongsai.fieldwork.types import BundleState, Disposition


class Round(Timed):
    """One time of asking people in person or by telephone, in one province."""

    name = models.CharField(max_length=120)
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    framework = models.CharField(max_length=60)
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed_on = models.DateField(null=True)
    forgotten_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="fieldwork_round_window"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An agency of a round: how many people to ask about it, and the way of the answers."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="agencies")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    quota = models.PositiveIntegerField()
    # Channels of surveys; none of them is a link that somebody could open.
    interview_channel = models.BigIntegerField()
    paper_channel = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="fieldwork_agency_once"),
            models.CheckConstraint(condition=Q(quota__gt=0), name="fieldwork_agency_quota"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.unit_id}"

    @property
    def channels(self) -> tuple[int, int]:
        return self.interview_channel, self.paper_channel


class Member(models.Model):
    """Somebody who interviews or keys in paper forms for a round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="fieldwork_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.person_id}"


class Case(models.Model):
    """One number or place of a call list; both are emptied after the round."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cases")
    telephone = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=200, blank=True)
    interviewer = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    disposition = models.CharField(
        max_length=12, choices=Disposition.choices, default=Disposition.NEW
    )
    attempts_made = models.PositiveSmallIntegerField(default=0)
    # As the clock of Bangkok shows it, see rules.attempts; "" where there is none.
    appointment = models.CharField(max_length=16, blank=True)
    # The attempt that its interviewer may still take back, and how the case stood before it.
    last = models.ForeignKey("fieldwork.Attempt", models.PROTECT, null=True, related_name="+")
    disposition_before = models.CharField(max_length=12, blank=True)
    appointment_before = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = [models.Index(fields=["interviewer"], name="fieldwork_case_interviewer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(disposition__in=Disposition.values), name="fieldwork_case_disposition"
            ),
            models.UniqueConstraint(
                fields=["agency", "telephone"],
                condition=~Q(telephone=""),
                name="fieldwork_case_number_once",
            ),
            models.CheckConstraint(
                condition=Q(last=None) | Q(disposition_before__in=Disposition.values),
                name="fieldwork_case_before",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.pk}"


class Attempt(models.Model):
    """One attempt to reach somebody, to the day; its key was drawn on the device."""

    key = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attempts")
    disposition = models.CharField(max_length=12, choices=Disposition.choices)
    day = models.DateField()
    taken_back = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.disposition}"


class FieldKey(models.Model):
    """The key of a day for which devices seal interviews; the private half is itself encrypted."""

    day = models.DateField(unique=True)
    public_key = models.BinaryField()
    private_key = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.day}"


class Bundle(Timed):
    """A bundle of paper forms; after sending only its number and its count are left."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="bundles")
    number = models.CharField(max_length=40)
    count = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=BundleState.choices, default=BundleState.FIRST)
    first_clerk = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    second_clerk = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="fieldwork_bundle_number"),
            models.CheckConstraint(
                condition=Q(count__gt=0) & Q(count__lte=500), name="fieldwork_bundle_count"
            ),
            models.CheckConstraint(
                condition=Q(first_clerk__isnull=True)
                | Q(second_clerk__isnull=True)
                | ~Q(first_clerk=F("second_clerk")),
                name="fieldwork_bundle_two_clerks",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class KeyedForm(models.Model):
    """One paper form as one clerk has keyed it, encrypted; gone once the bundle is sent."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="forms")
    turn = models.PositiveSmallIntegerField()  # 1, 2, and 3 for what was settled
    place = models.PositiveSmallIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bundle", "turn", "place"], name="fieldwork_form_once"),
            models.CheckConstraint(condition=Q(turn__range=(1, 3)), name="fieldwork_form_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.bundle_id}: {self.turn}/{self.place}"
