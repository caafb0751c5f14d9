"""Registers the app with Django."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "prongsai.surveys"
