"""The audit trail: one row an act, sealed into one chain of hashes, never changed."""

from django.db import models


class Entry(models.Model):
    """One act. The database refuses to change or remove it (see the triggers in the migrations)."""

    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    target = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        # Every search of the audit page walks one of these backwards from the newest.
        indexes = [
            models.Index(fields=["at", "id"], name="audit_entry_at"),
            models.Index(fields=["unit_id", "at", "id"], name="audit_entry_unit_at"),
            models.Index(fields=["user_name", "at", "id"], name="audit_entry_name_at"),
            models.Index(fields=["verb", "at", "id"], name="audit_entry_verb_at"),
            models.Index(fields=["target", "at", "id"], name="audit_entry_target_at"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb} {self.target}"


class Seal(models.Model):
    """The place of one entry in the chain; made by the database itself at commit, without gaps."""

    number = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["hash"], name="audit_seal_hash")]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
