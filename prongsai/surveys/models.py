"""Links to the surveys. Codes, envelopes and answers live in schemas of their own (see 0002)."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Q

from prongsai.core import clock
from prongsai.core.db import Timed
from prongsai.surveys.types import ChannelKind, Instrument


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
    opens_on = models.DateField()
    closes_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "fiscal_year", "instrument"], name="surveys_channel_unit")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="surveys_channel_window"
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
    made_on = models.DateField()
    cancelled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="surveys_slipbatch_count")
        ]

    def __str__(self) -> str:
        return f"{self.channel_id}: {self.count}"


class DatabaseRole(StrEnum):
    """Who may touch which schema; the grants are in migration 0002."""

    INTAKE = "prongsai_intake"  # spends codes and drops envelopes
    ISSUER = "prongsai_issuer"  # makes and cancels codes
    MIXER = "prongsai_mixer"  # opens envelopes and releases answers
    READER = "prongsai_reader"  # reads released answers


@contextmanager
def acting_as(role: DatabaseRole) -> Iterator[CursorWrapper]:
    """Give a cursor that may do what ROLE may do, and nothing else, inside one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role.value}")
        yield cursor
        cursor.execute("RESET ROLE")
