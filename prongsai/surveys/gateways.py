"""The folder of private keys, outside the database, and records published elsewhere."""

import json
import os
import secrets
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings


class KeyFolder:
    """Private halves of the day keys, one file each, durable until destroyed."""

    def __init__(self, folder: Path | str | None = None) -> None:
        self.folder = Path(folder or settings.SURVEYS_MIXER_KEYS)

    def save(self, key_id: int, private_key: bytes) -> None:
        """Write a key so that it survives a power cut; only then may its public half be used."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(key_id)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        file = os.open(path, flags, mode=0o600)
        try:
            os.write(file, private_key)
            os.fsync(file)
        finally:
            os.close(file)
        self._sync()

    def find(self, key_id: int) -> bytes | None:
        path = self._path(key_id)
        return path.read_bytes() if path.exists() else None

    def destroy(self, key_id: int) -> None:
        """Overwrite and remove a key; doing it again does no harm."""
        path = self._path(key_id)
        if not path.exists():
            return
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        self._sync()

    def list_ids(self) -> list[int]:
        return sorted(int(path.stem) for path in self.folder.glob("*.key"))

    def _path(self, key_id: int) -> Path:
        return self.folder / f"{key_id}.key"

    def _sync(self) -> None:
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def fetch_json(address: str) -> Any:
    """Read a published document; web addresses only."""
    if not address.startswith(("https://", "http://")):
        raise ValueError(f"{address} is not a web address")
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - the scheme is checked above
        return json.load(answer)
