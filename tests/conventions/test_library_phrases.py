"""What the libraries say on our pages, they say in Thai."""

import inspect

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.password_validation import get_default_password_validators
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import fields, formsets, models
from django.utils import translation

from prongsai.accounts.models import User
from prongsai.core.thai_text import is_thai

ADAPTERS = (DefaultAccountAdapter, DefaultMFAAdapter, DefaultSocialAccountAdapter)
BAD_PASSWORDS = ("", "password", "12345678", "somchai.jaidee@demo.invalid")


class Counts(dict):
    """Fills every gap of a phrase that depends on a count."""

    def __missing__(self, key):
        return 3


def list_messages():
    """Return the default messages of every form field, validator and adapter, by name."""
    found = {}
    for module in (fields, models, formsets, validators):
        for name, part in inspect.getmembers(module, inspect.isclass):
            for table in ("default_error_messages", "messages"):
                messages = getattr(part, table, None)
                if isinstance(messages, dict):
                    found |= {f"{name}.{code}": text for code, text in messages.items()}
            found[name] = getattr(part, "message", "")
    for adapter in ADAPTERS:
        found |= {
            f"{adapter.__name__}.{code}": text for code, text in adapter.error_messages.items()
        }
    return {name: message for name, message in found.items() if message}


@pytest.mark.parametrize(("name", "message"), list_messages().items())
def test_messages_of_forms_and_adapters_are_thai(name, message):
    with translation.override("th"):
        text = str(message) or str(message % Counts())
    assert is_thai(text), text


@pytest.mark.parametrize("password", BAD_PASSWORDS)
def test_refused_passwords_are_explained_in_thai(password):
    person = User(email="somchai.jaidee@demo.invalid", full_name="สมชาย ใจดี")
    with translation.override("th"):
        for validator in get_default_password_validators():
            assert is_thai(validator.get_help_text())
            try:
                validator.validate(password, person)
            except ValidationError as refusal:
                assert all(is_thai(message) for message in refusal.messages)  # noqa: PT017 - some accept
