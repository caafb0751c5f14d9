"""Every table of the app, found here by Django."""

from prongsai.accounts.models.appointments import Appointment
from prongsai.accounts.models.grants import RoleGrant
from prongsai.accounts.models.handovers import Handover, HandoverChoice
from prongsai.accounts.models.people import User

__all__ = ["Appointment", "Handover", "HandoverChoice", "RoleGrant", "User"]
