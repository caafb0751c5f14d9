"""Fixtures of the whole suite."""

from tests.factories.people import make_person, sign_in

__all__ = ["make_person", "sign_in"]
