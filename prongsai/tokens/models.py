"""Rounds and the list of people. Who has a token lies in a schema of its own (see 0002)."""

from contextlib import AbstractContextManager

from django.db import models
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Q

from prongsai.core.database_roles import acting_as
from prongsai.core.db import Timed

ISSUER_ROLE = "prongsai_token_issuer"


class Round(Timed):
    """A window in which an agency's people get tokens, all signed by one key."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT)
    fiscal_year = models.PositiveSmallIntegerField()
    channel_code = models.CharField(max_length=6, unique=True)
    opens_on = models.DateField()
    # Empty where tokens are given out as long as the survey runs, however often it is extended.
    own_last_day = models.DateField(null=True)
    # Settled by services/following whenever the survey link moves.
    closes_on = models.DateField()
    answers_from = models.DateField()
    answers_until = models.DateField()
    public_key = models.BinaryField()
    key_destroyed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(own_last_day__gte=F("opens_on")), name="tokens_round_own_days"
            ),
        ]
        indexes = [models.Index(fields=["unit", "fiscal_year"], name="tokens_round_unit")]

    def __str__(self) -> str:
        return f"{self.channel_code}: {self.opens_on}"


class Member(models.Model):
    """Somebody who may get one token this season, known by a mailbox of the agency."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT)
    fiscal_year = models.PositiveSmallIntegerField()
    email = models.CharField(max_length=254)
    added_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fiscal_year", "email"], name="tokens_member_once"
            ),
            models.CheckConstraint(condition=Q(email__contains="@"), name="tokens_member_email"),
        ]

    def __str__(self) -> str:
        return self.email


def acting_as_issuer() -> AbstractContextManager[CursorWrapper]:
    """Give a cursor that may see and note who has a token, and nothing else of the database."""
    return acting_as(ISSUER_ROLE)
