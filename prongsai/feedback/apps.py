"""Registers the app with Django."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "prongsai.feedback"
