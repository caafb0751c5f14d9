"""A disk of a few megabytes that can really be full, where the machine allows one to be mounted."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTE = 1 << 20


class CannotMount(Exception):
    """Only root with the right to mount can make a disk."""


class SmallDisk:
    """A file system of its own, and the ballast that fills it to the last block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave not one block free."""
        with self._ballast.open("ab") as file:
            step = 16 * MEGABYTE
            while step >= 4096:
                try:
                    os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), step)
                except OSError:
                    step //= 2

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def count_free(self) -> int:
        return os.statvfs(self.folder).f_bavail


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[SmallDisk]:
    """Mount a small disk on FOLDER for the length of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m,mode=0755"
    mounting = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "prongsai-test", str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    if mounting.returncode:
        raise CannotMount(mounting.stderr.strip())
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
