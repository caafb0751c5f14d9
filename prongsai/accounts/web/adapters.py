"""Where allauth asks us: nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Accounts begin with an invitation, never with a form that is open to all."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
