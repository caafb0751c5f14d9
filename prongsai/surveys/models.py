"""Links to the surveys. Codes, envelopes and answers live in schemas of their own (see 0002)."""

from contextlib import AbstractContextManager
from enum import StrEnum

from django.db import models
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Q

from prongsai.core import clock, database_roles
from prongsai.core.db import Timed
from prongsai.surveys.types import ChannelKind, Instrument, ProgressState, SlipForm


class Channel(Timed):
    """One link: what it asks about whom, from when to when, and the way it is handed out."""

    code = models.CharField(max_length=6, unique=True)
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT)
    fiscal_year = models.PositiveSmallIntegerField()
    framework = models.CharField(max_length=60)
    instrument = models.CharField(max_length=3, choices=Instrument.choices)
    part = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=ChannelKind.choices)
    label = models.CharField(max_length=120, blank=True)
    division = models.ForeignKey(
        "organizations.Division", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The days that count, settled by services/following: own days within those of the calendar.
    # A link without a first or last day of its own follows the calendar.
    opens_on = models.DateField()
    closes_on = models.DateField()
    own_first_day = models.DateField(null=True)
    own_last_day = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "fiscal_year", "instrument"], name="surveys_channel_unit")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(own_last_day__gte=F("own_first_day")), name="surveys_channel_own_days"
            ),
            models.CheckConstraint(
                condition=Q(instrument__in=Instrument.values), name="surveys_channel_instrument"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ChannelKind.values), name="surveys_channel_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.code}"


class SlipBatch(models.Model):
    """That sealed codes were made, and how many; the codes themselves exist on paper only."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="batches")
    count = models.PositiveIntegerField()
    # Empty where no file was made: the demo and the benchmarks.
    form = models.CharField(max_length=3, choices=SlipForm.choices, blank=True)
    made_on = models.DateField()
    # Unspent ones are put aside while the link is closed, and cancelled for good.
    lapsed_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="surveys_slipbatch_count")
        ]

    def __str__(self) -> str:
        return f"{self.channel_id}: {self.count}"


def _state() -> "models.CharField[str, str]":
    return models.CharField(
        max_length=10, choices=ProgressState.choices, default=ProgressState.NO_CHANNEL
    )


class Progress(models.Model):
    """How far the surveys of an agency are, as supervisors may know it: counted every two minutes.

    An empty number of answers means that there are some, but too few to be shown: what must not
    be seen is not kept here either.
    """

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    province = models.ForeignKey(
        "organizations.Unit", null=True, on_delete=models.PROTECT, related_name="+"
    )
    district = models.ForeignKey(
        "organizations.Unit", null=True, on_delete=models.PROTECT, related_name="+"
    )
    iit_state = _state()
    iit_answered = models.PositiveIntegerField(null=True)
    iit_minimum = models.PositiveIntegerField(null=True)
    iit_likely = models.PositiveIntegerField(null=True)
    eit_state = _state()
    eit_answered = models.PositiveIntegerField(null=True)
    eit_minimum = models.PositiveIntegerField(null=True)
    eit_likely = models.PositiveIntegerField(null=True)
    closes_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "unit"], name="surveys_progress_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.fiscal_year}"


class ProgressRun(models.Model):
    """When the progress of a year was counted last."""

    fiscal_year = models.PositiveSmallIntegerField(primary_key=True)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.fiscal_year)


class KitOrder(Timed):
    """Somebody's wish for the kits of all agencies of an area; gone with its files in days."""

    asked_by = models.BigIntegerField()
    # The top of the area; empty for the whole nation.
    unit = models.ForeignKey(
        "organizations.Unit", null=True, on_delete=models.PROTECT, related_name="+"
    )
    fiscal_year = models.PositiveSmallIntegerField()
    instrument = models.CharField(max_length=3, choices=Instrument.choices)
    language = models.CharField(max_length=2)
    parts = models.JSONField()
    total = models.PositiveIntegerField()
    expires_on = models.DateField(db_index=True)
    finished_at = models.DateTimeField(null=True)
    # Why the latest step broke off, for whoever looks into it; emptied by the next that does not.
    problem = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.instrument} {self.fiscal_year}: {self.total}"


class KitItem(models.Model):
    """One channel of an order, and where its files are filed."""

    order = models.ForeignKey(KitOrder, on_delete=models.CASCADE, related_name="items")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(
        "organizations.Unit", null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_done = models.BooleanField(default=False)
    # Why this agency could not be drawn; it is left out until somebody asks for it again.
    problem = models.CharField(max_length=60, blank=True)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "channel"], name="surveys_kititem_once")
        ]
        indexes = [
            models.Index(
                fields=["order", "id"],
                condition=Q(is_done=False, problem=""),
                name="surveys_kititem_todo",
            ),
            models.Index(fields=["order", "province", "id"], name="surveys_kititem_area"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.channel_id}"


class KitFile(models.Model):
    """One finished part, kept until its order expires. It carries a public link and no secret."""

    item = models.ForeignKey(KitItem, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "name"], name="surveys_kitfile_once")
        ]

    def __str__(self) -> str:
        return self.name


class DatabaseRole(StrEnum):
    """Who may touch which schema; the grants are in migration 0002."""

    INTAKE = "prongsai_intake"  # spends codes and drops envelopes
    ISSUER = "prongsai_issuer"  # makes and cancels codes
    MIXER = "prongsai_mixer"  # opens envelopes and releases answers
    READER = "prongsai_reader"  # reads released answers


def acting_as(role: DatabaseRole) -> AbstractContextManager[CursorWrapper]:
    """Give a cursor that may do what ROLE may do, and nothing else, inside one transaction."""
    return database_roles.acting_as(role.value)
