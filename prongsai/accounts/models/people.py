"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower

from prongsai.core import clock

# How a name is looked up and sorted, computed by the database so that no writer can forget it.
_TITLE = r"^(นางสาว|นาย|นาง|น\.ส\.|ว่าที่\s*|ร้อยตรี|ดร\.|พ\.ต\.|Mr\.|Mrs\.|Ms\.|Miss )+\s*"


def _replace(text: Any, pattern: str, by: str) -> Func:
    return Func(text, Value(pattern), Value(by), Value("g"), function="regexp_replace")


def _search_key() -> Func:
    return Lower(_replace(F("full_name"), r"[\s.,()-]+", ""))


def _sort_key() -> Func:
    """Titles do not count, nor tone marks; a leading vowel follows its consonant."""
    letters = _replace(_replace(F("full_name"), _TITLE, ""), "[\u0e3a\u0e47-\u0e4e]", "")
    return Lower(_replace(letters, "([เแโใไ])([ก-ฮ])", r"\2\1"))


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail whatever the case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One real person; what the person may do hangs on grants, never on this row."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=200)
    position = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="th")
    # Of a citizen's number only a keyed hash, for sign-in by an identity provider.
    identity_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    name_search = models.GeneratedField(
        expression=_search_key(),
        output_field=models.CharField(max_length=200, db_collation="C"),
        db_persist=True,
    )
    name_sort = models.GeneratedField(
        expression=_sort_key(),
        output_field=models.CharField(max_length=200, db_collation="C"),
        db_persist=True,
    )
    date_joined = models.DateTimeField(default=clock.now, editable=False)
    # The grant last chosen in the context switcher: where the next session begins.
    last_grant = models.ForeignKey(
        "accounts.RoleGrant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_lower")]
        indexes = [
            models.Index(fields=["name_sort", "id"], name="accounts_user_name"),
            # The few who are left out of what counts roles.
            models.Index(fields=["id"], condition=Q(is_active=False), name="accounts_user_gone"),
        ]

    def __str__(self) -> str:
        return self.full_name
