"""Registers the app with Django."""

from django.apps import AppConfig


class PressureConfig(AppConfig):
    name = "prongsai.pressure"
