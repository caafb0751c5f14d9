"""Registers the app with Django."""

from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    name = "prongsai.integrity"
