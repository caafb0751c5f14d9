"""The audit trail: one row an act, chained by hashes, never changed."""

from django.db import models


class Entry(models.Model):
    """One act. The database refuses to change or delete it (see the triggers in the migration)."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    target = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit_id", "-id"], name="audit_entry_unit"),
            models.Index(fields=["user_id", "-id"], name="audit_entry_user"),
            models.Index(fields=["verb", "-id"], name="audit_entry_verb"),
            models.Index(fields=["at"], name="audit_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.target}"
