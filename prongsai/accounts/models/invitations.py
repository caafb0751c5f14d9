"""Ways into the system for people who are not in yet, or cannot get in any more."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower

from prongsai.core.db import Timed

OPEN = Q(accepted_at=None, revoked_at=None)


class Invitation(Timed):
    """An offer of one role to whoever reads one mailbox; accepted at most once, then history."""

    email = models.EmailField()
    full_name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    unit = models.ForeignKey(
        "organizations.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    division_id = models.BigIntegerField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    # Of a citizen's number only a keyed hash, for sign-in by an identity provider.
    identity_hash = models.CharField(max_length=64, blank=True)
    invited_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Empty until a link was sent: a sensitive role waits for a second person first.
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                F("role"),
                Coalesce(F("unit"), 0),
                Coalesce(F("division_id"), 0),
                condition=OPEN,
                name="accounts_invitation_once_open",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="accounts_invitation_one_end",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accounts_invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(token_hash=None) | Q(sent_at__isnull=False, expires_at__isnull=False),
                name="accounts_invitation_link_expires",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="accounts_invitation_unit")]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id or 'nation'}"


class Recovery(Timed):
    """A way back that two people opened for somebody who lost every key; used at most once."""

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "recoveries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_by=F("approved_by")), name="accounts_recovery_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("approved_by")) & ~Q(person=F("asked_by")),
                name="accounts_recovery_by_others",
            ),
        ]

    def __str__(self) -> str:
        return f"recovery {self.pk}"
