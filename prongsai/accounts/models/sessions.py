"""Where somebody is signed in."""

from django.db import models

from prongsai.core.db import Timed


class SignIn(Timed):
    """One session of one person, described just well enough to be recognised and ended."""

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    # The neighbourhood of the address (/24, /56), never the address.
    network = models.CharField(max_length=60, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-seen_at"], name="accounts_signin_person")]

    def __str__(self) -> str:
        return f"{self.browser} {self.system}"
