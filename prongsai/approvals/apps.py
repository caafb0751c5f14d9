"""Registers the app with Django."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "prongsai.approvals"
