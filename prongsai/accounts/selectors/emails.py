"""Whether somebody is known, for loaders that must not run twice."""

from prongsai.accounts.models import User


def email_exists(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


def any_person_exists() -> bool:
    return User.objects.exists()
