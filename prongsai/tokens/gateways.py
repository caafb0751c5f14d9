"""The folder of the issuer's private keys, outside the database."""

import os
import secrets
from pathlib import Path

from django.conf import settings


class RoundKeys:
    """Private halves of the rounds' keys, one file each, durable until destroyed."""

    def __init__(self) -> None:
        self.folder = Path(settings.TOKENS_KEYS)

    def save(self, channel_code: str, private_key: bytes) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(self._path(channel_code), flags, mode=0o600), "wb") as file:
            file.write(private_key)
            file.flush()
            os.fsync(file.fileno())

    def find(self, channel_code: str) -> bytes | None:
        path = self._path(channel_code)
        return path.read_bytes() if path.exists() else None

    def destroy(self, channel_code: str) -> None:
        """Overwrite and remove a key; doing it again does no harm."""
        path = self._path(channel_code)
        if not path.exists():
            return
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()

    def _path(self, channel_code: str) -> Path:
        return self.folder / f"{channel_code}.key"
