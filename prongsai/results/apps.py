"""Registers the app with Django."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "prongsai.results"
