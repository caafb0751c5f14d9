"""Registers the app with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "prongsai.notifications"
