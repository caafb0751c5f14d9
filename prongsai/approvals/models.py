"""Requests that need a second person."""

from django.db import models
from django.db.models import F, Q

from prongsai.approvals.types import Request, State
from prongsai.core.db import Timed


class Approval(Timed):
    """One request: its content is frozen, and it is decided once (triggers in the migration)."""

    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    payload = models.JSONField()
    payload_hash = models.CharField(max_length=64)
    verb = models.CharField(max_length=60)
    scope_unit_id = models.BigIntegerField(null=True)
    barred = models.JSONField(default=list)
    requested_by_id = models.BigIntegerField()
    requested_by_name = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=State.PENDING.value)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "verb", "scope_unit_id"], name="approvals_waiting"),
            models.Index(fields=["requested_by_id", "-id"], name="approvals_requested_by"),
            models.Index(fields=["decided_by_id", "-id"], name="approvals_decided_by"),
            models.Index(fields=["subject", "-id"], name="approvals_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="approvals_state_known", condition=Q(state__in=[s.value for s in State])
            ),
            models.CheckConstraint(
                name="approvals_two_people",
                condition=~Q(state__in=["approved", "rejected"])
                | Q(decided_by_id__isnull=False) & ~Q(decided_by_id=F("requested_by_id")),
            ),
            models.CheckConstraint(
                name="approvals_withdrawn_by_requester",
                condition=~Q(state="withdrawn") | Q(decided_by_id=F("requested_by_id")),
            ),
            models.CheckConstraint(
                name="approvals_expired_by_nobody",
                condition=~Q(state__in=["pending", "expired"]) | Q(decided_by_id__isnull=True),
            ),
            models.CheckConstraint(
                name="approvals_decided_at_when_decided",
                condition=Q(state="pending", decided_at__isnull=True)
                | ~Q(state="pending") & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="approvals_rejected_with_reason",
                condition=~Q(state="rejected") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="approvals_expires_later", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.UniqueConstraint(
                name="approvals_asked_once",
                fields=["payload_hash"],
                condition=Q(state="pending"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    def as_request(self) -> Request:
        return Request(
            id=self.pk,
            action=self.action,
            subject=self.subject,
            payload=self.payload,
            verb=self.verb,
            scope_unit_id=self.scope_unit_id,
            barred=tuple(self.barred),
            requested_by_id=self.requested_by_id,
            requested_by_name=self.requested_by_name,
            created_at=self.created_at,
            expires_at=self.expires_at,
            state=State(self.state),
            decided_by_id=self.decided_by_id,
            decided_by_name=self.decided_by_name,
            decided_at=self.decided_at,
            reason=self.reason,
        )
