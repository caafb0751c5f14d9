"""The folder of the issuer's private keys, outside the database."""

from django.conf import settings

from prongsai.core.key_folders import KeyFolder


class RoundKeys(KeyFolder):
    """Private halves of the rounds' keys, by the code of the round's link."""

    def __init__(self) -> None:
        super().__init__(settings.TOKENS_KEYS)
