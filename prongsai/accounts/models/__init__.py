"""Every table of the app, found here by Django."""

from prongsai.accounts.models.appointments import Appointment
from prongsai.accounts.models.attempts import AttemptCounter
from prongsai.accounts.models.grants import RoleGrant
from prongsai.accounts.models.handovers import Handover, HandoverChoice
from prongsai.accounts.models.invitations import Invitation, Recovery
from prongsai.accounts.models.people import User
from prongsai.accounts.models.sessions import SignIn

__all__ = [
    "Appointment",
    "AttemptCounter",
    "Handover",
    "HandoverChoice",
    "Invitation",
    "Recovery",
    "RoleGrant",
    "SignIn",
    "User",
]
