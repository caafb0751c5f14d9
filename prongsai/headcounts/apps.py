"""Registers the app with Django."""

from django.apps import AppConfig


class HeadcountsConfig(AppConfig):
    name = "prongsai.headcounts"
