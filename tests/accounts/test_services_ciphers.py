"""The secret key can be changed without locking anybody out."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import InvalidToken
from django.core.management import CommandError, call_command

from prongsai.accounts.rules.ciphers import make_cipher
from prongsai.accounts.services.ciphers import encrypt_anew, get_cipher
from prongsai.audit.models import Entry
from prongsai.core.actor import SYSTEM
from prongsai.permissions.roles import Role

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def keys(make_person, settings):
    """Somebody's app and recovery codes, stored under the first key."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "first", []
    person = make_person(Role.AUDITOR).user
    totp = TOTP.activate(person, SECRET).instance
    codes = RecoveryCodes.activate(person)
    return totp, codes.instance, codes.get_unused_codes()


def read_secret(totp):
    return get_cipher().decrypt(Authenticator.objects.get(pk=totp.pk).data["secret"]).decode()


def test_an_older_key_still_reads(keys, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]

    assert read_secret(keys[0]) == SECRET


def test_after_encrypting_anew_the_older_key_is_needed_no_more(keys, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]

    assert encrypt_anew(SYSTEM) == 2

    settings.SECRET_KEY_FALLBACKS = []
    totp, codes, unused = keys
    assert read_secret(totp) == SECRET
    assert RecoveryCodes(Authenticator.objects.get(pk=codes.pk)).get_unused_codes() == unused
    assert Entry.objects.filter(verb="account.encrypt_anew", detail={"count": 2}).exists()


def test_encrypting_anew_twice_changes_nothing_to_read(keys):
    encrypt_anew(SYSTEM)
    encrypt_anew(SYSTEM)

    assert read_secret(keys[0]) == SECRET


def test_an_unknown_key_leaves_everything_as_it_was(keys, settings):
    settings.SECRET_KEY = "second"
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))

    with pytest.raises(CommandError, match="PRONGSAI_OLD_SECRET_KEYS"):
        call_command("keys", "rotate")

    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before


def test_ciphers_of_other_keys_read_nothing():
    token = make_cipher("one").encrypt(b"text")

    with pytest.raises(InvalidToken):
        make_cipher("two").decrypt(token)
    assert make_cipher("two", older=["one"]).decrypt(token) == b"text"
