"""Private keys outside the database: a file each, durable until destroyed."""

import os
import secrets
from pathlib import Path

Name = int | str


class KeyFolder:
    """One folder of keys, for the process that needs them and nobody else."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def save(self, name: Name, private_key: bytes) -> None:
        """Write a key so that it survives a power cut; only then may its public half be used."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path, flags = self._path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL
        file = os.open(path, flags, mode=0o600)
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(private_key)
                stream.flush()
                os.fsync(file)
        except OSError:  # no space: half a key must not stand there as if it were one
            path.unlink()
            raise
        self._sync()

    def find(self, name: Name) -> bytes | None:
        path = self._path(name)
        return path.read_bytes() if path.exists() else None

    def destroy(self, name: Name) -> None:
        """Overwrite and remove a key; doing it again does no harm."""
        path = self._path(name)
        if not path.exists():
            return
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        self._sync()

    def list_ids(self) -> list[int]:
        """Return the names of a folder whose keys are numbered."""
        return sorted(int(path.stem) for path in self.folder.glob("*.key"))

    def _path(self, name: Name) -> Path:
        return self.folder / f"{name}.key"

    def _sync(self) -> None:
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
