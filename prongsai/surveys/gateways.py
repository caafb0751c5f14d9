"""The folder of private keys, outside the database, and records published elsewhere."""

import json
import urllib.request
from typing import Any

from django.conf import settings

from prongsai.core.key_folders import KeyFolder


class DayKeys(KeyFolder):
    """Private halves of the day keys."""

    def __init__(self) -> None:
        super().__init__(settings.SURVEYS_MIXER_KEYS)


def fetch_json(address: str) -> Any:
    """Read a published document; web addresses only."""
    if not address.startswith(("https://", "http://")):
        raise ValueError(f"{address} is not a web address")
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - the scheme is checked above
        return json.load(answer)
