"""Registers the app with Django."""

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "prongsai.frameworks"
