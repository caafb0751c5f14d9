"""The inbox of each person and the mail on its way."""

from django.db import models
from django.db.models import Q

from prongsai.core.db import Timed


class Notice(Timed):
    """One line in one person's inbox, in the language the person had when it was written."""

    user_id = models.BigIntegerField()
    event = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "-id"], name="notifications_notice_user"),
            models.Index(
                fields=["user_id"],
                condition=Q(read_at__isnull=True),
                name="notifications_notice_unread",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="notifications_notice_url_is_local",
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.user_id}"


class Mail(Timed):
    """One letter to one address; its words are erased as soon as it has left."""

    email = models.EmailField()
    name = models.CharField(max_length=200)
    event = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="notifications_mail_created")]
        constraints = [
            models.CheckConstraint(
                name="notifications_mail_erased_when_done",
                condition=Q(sent_at__isnull=True, failed_at__isnull=True) | Q(body="", url=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"
