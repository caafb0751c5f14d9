"""What a log line may say."""

import logging

import pytest

from prongsai.core.discreet_logs import Discreet

TYPED = "answers 1 2 3"
SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"


def write(name, words, *arguments, error=None):
    """Return the line that a record becomes."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, words, arguments, info)
    assert Discreet().filter(record)
    return logging.Formatter("%(message)s").format(record)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/s/AB12CDXYZXYZXYZX", "/s/…"),
        (f"/tokens/me/{SECRET}/sign/", "/tokens/me/…"),
        ("/pressure/case/", "/pressure/…"),
        (f"/accounts/invitation/{SECRET}/", "/accounts/invitation/…/"),
        ("/organizations/700001/", "/organizations/700001/"),
    ],
)
def test_paths_are_shortened(path, shown):
    assert write("django.request", "%s: %s", "Not Found", path) == f"Not Found: {shown}"


def fail():
    try:
        int(TYPED)
    except ValueError as error:
        return error


def test_errors_of_private_paths_are_named_and_placed_only():
    line = write("django.request", "%s: %s", "Server Error", "/tokens/me/x/", error=fail())

    assert "ValueError" in line
    assert "in fail" in line
    assert TYPED not in line


def test_errors_of_the_intake_are_named_and_placed_only():
    assert TYPED not in write("prongsai.surveys.intake.server", "x", error=fail())


def test_errors_elsewhere_are_told_whole():
    line = write("django.request", "%s: %s", "Server Error", "/organizations/", error=fail())

    assert TYPED in line
