"""Failed attempts, counted in the database so that all nodes agree."""

from django.db import models
from django.db.models import Q


class AttemptCounter(models.Model):
    """Failures in a row for one purpose and one account or network, known only by a keyed hash."""

    purpose = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()
    # Nothing is tried before this moment.
    open_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "key"], name="accounts_attempt_once"),
            models.CheckConstraint(
                condition=Q(open_at__gte=models.F("failed_at")), name="accounts_attempt_order"
            ),
        ]
        indexes = [models.Index(fields=["failed_at"], name="accounts_attempt_age")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.failures}"
