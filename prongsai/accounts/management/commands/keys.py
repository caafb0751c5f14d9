"""`prongsai keys rotate`: after the secret key was changed."""

from argparse import ArgumentParser
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from prongsai.accounts.services.ciphers import encrypt_anew
from prongsai.core.actor import SYSTEM


class Command(BaseCommand):
    help = "Encrypt the stored secrets of second factors with the newest secret key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["rotate"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = encrypt_anew(SYSTEM)
        except InvalidToken:
            raise CommandError(
                "A stored secret was encrypted with a key that is not known here; nothing was"
                " changed. Name that key in PRONGSAI_OLD_SECRET_KEYS and try again."
            ) from None
        self.stdout.write(f"ok: {count} secrets are encrypted with the newest key")
