"""What an agency says about itself: contact, website, official hosts, divisions."""

from typing import ClassVar

from django.db import models

from prongsai.core.db import Timed
from prongsai.organizations.models.periods import Dated, DatedQuerySet
from prongsai.organizations.models.units import Unit


class UnitProfile(models.Model):
    """How to reach an agency today."""

    unit = models.OneToOneField(
        Unit, on_delete=models.PROTECT, primary_key=True, related_name="profile"
    )
    website = models.URLField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    # Rises with every change: a form that was opened before somebody else saved is refused.
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.website


class UnitDomain(Timed):
    """A host name that officially belongs to an agency (lower case, punycode)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="domains")
    host = models.CharField(max_length=253)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "host"], name="organizations_unitdomain_once")
        ]
        indexes = [models.Index(fields=["host"], name="organizations_domain_host")]

    def __str__(self) -> str:
        return self.host


class ContactCheck(models.Model):
    """An agency confirmed its contact data for a fiscal year (Buddhist era), with what it said."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contact_checks")
    fiscal_year = models.PositiveSmallIntegerField()
    confirmed_at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=200)
    content = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fiscal_year"], name="organizations_contactcheck_yearly"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.fiscal_year}"


class Division(Timed):
    """A division (กอง) of an agency; it keeps its id through renames."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="divisions")

    def __str__(self) -> str:
        return str(self.pk)


class DivisionVersion(Dated):
    """What a division is called, for a period; versions of one division never overlap."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="versions")
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[DatedQuerySet["DivisionVersion"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return self.name_th
