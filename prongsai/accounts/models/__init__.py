"""Every table of the app, found here by Django."""

from prongsai.accounts.models.grants import RoleGrant
from prongsai.accounts.models.people import User

__all__ = ["RoleGrant", "User"]
