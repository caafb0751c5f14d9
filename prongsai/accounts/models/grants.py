"""What people were granted."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Expression, F, Func, Q, Value
from django.db.models.functions import Coalesce

from prongsai.core.db import Timed
from prongsai.permissions.roles import NATIONAL, Role


def _point(value: Expression | F) -> Func:
    return Func(value, value, Value("[]"), function="int8range")


def _days(first: F, last: F) -> Func:
    return Func(first, last, Value("[]"), function="daterange")


def _number(text: F) -> Func:
    template = "(('x' || substr(md5(%(expressions)s), 1, 15))::bit(60)::bigint)"
    return Func(text, template=template)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Narrows grants by time."""

    def unrevoked(self) -> "RoleGrantQuerySet":
        return self.filter(revoked_at=None)

    def in_force(self, on: date) -> "RoleGrantQuerySet":
        open_end = Q(ends=None) | Q(ends__gte=on)
        return self.unrevoked().filter(open_end, starts__lte=on)


class RoleGrant(Timed):
    """One role of one person over one unit (or the nation) for a period; never edited into another.

    A grant ends by its date or by being revoked; the row stays as history.
    """

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    unit = models.ForeignKey(
        "organizations.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    division_id = models.BigIntegerField(null=True, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_reason = models.CharField(max_length=500, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="accounts_grant_role_known",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="accounts_grant_period"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False)
                | Q(role__in=sorted(role.value for role in NATIONAL)),
                name="accounts_grant_unit_unless_national",
            ),
            models.CheckConstraint(
                condition=Q(division_id=None) | Q(role=Role.DIVISION_CONTACT.value),
                name="accounts_grant_division_of_contact",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revoked_reason=""),
                name="accounts_grant_revoked_with_reason",
            ),
            # The same role twice at once over the same unit. Ranges, because the plain types
            # would need an extension that not every PostgreSQL has.
            ExclusionConstraint(
                name="accounts_grant_once",
                expressions=[
                    (_point(F("person")), RangeOperators.OVERLAPS),
                    (_point(Coalesce(F("unit"), 0)), RangeOperators.OVERLAPS),
                    (_point(Coalesce(F("division_id"), 0)), RangeOperators.OVERLAPS),
                    (_point(_number(F("role"))), RangeOperators.OVERLAPS),
                    (_days(F("starts"), F("ends")), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.unit_id or 'nation'}"
