"""Registers the app with Django."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "prongsai.fieldwork"
