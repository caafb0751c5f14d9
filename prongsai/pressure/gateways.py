"""The folder of the desk's private keys, outside the database."""

import os
from pathlib import Path

from django.conf import settings


class DeskKeys:
    """Private halves of the desk's keys, one file each, kept as long as reports are."""

    def __init__(self) -> None:
        self.folder = Path(settings.PRESSURE_KEYS) if settings.PRESSURE_KEYS else None

    def save(self, key_id: int, private_key: bytes) -> None:
        """Write a key so that it survives a power cut; only then may its public half be used."""
        if self.folder is None:
            raise RuntimeError("this machine keeps no keys of the desk")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        file = os.open(self.folder / f"{key_id}.key", flags, mode=0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(private_key)
            stream.flush()
            os.fsync(stream.fileno())

    def find(self, key_id: int) -> bytes | None:
        """Return a private key; None where this machine is not the desk's."""
        path = self.folder / f"{key_id}.key" if self.folder else None
        return path.read_bytes() if path and path.exists() else None

    def list_ids(self) -> list[int]:
        return sorted(int(path.stem) for path in self.folder.glob("*.key")) if self.folder else []
