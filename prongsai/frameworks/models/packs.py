"""Frameworks made in this installation: drafts that change, frozen ones that never do."""

from django.db import models
from django.db.models import F, Q

from prongsai.core import clock
from prongsai.core.db import Timed


class FrozenFramework(Timed):
    """The rules of one programme, form and year, as text and hash; the database refuses changes."""

    name = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
    # The document as JSON in the order of its author, every number exact.
    text = models.TextField()
    made_by_id = models.BigIntegerField()
    made_by_name = models.CharField(max_length=200)
    approved_by_id = models.BigIntegerField()
    approved_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="frameworks_frozen_by_two", condition=~Q(approved_by_id=F("made_by_id"))
            ),
            models.CheckConstraint(
                name="frameworks_frozen_digest", condition=Q(digest__regex="^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FrameworkDraft(Timed):
    """A framework somebody is working on; VERSION grows with every change."""

    name = models.CharField(max_length=80)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    made_by_name = models.CharField(max_length=200)
    changed_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField(default=clock.now)
    # What it became; a draft without it is still open.
    frozen = models.OneToOneField(
        FrozenFramework, null=True, on_delete=models.PROTECT, related_name="draft"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="frameworks_one_open_draft", fields=["name"], condition=Q(frozen__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"
