"""The files with the limits of the report: one per version, never edited once it was used."""

import hashlib
from functools import lru_cache
from pathlib import Path

import yaml

from prongsai.integrity.types import Thresholds

FOLDER = Path(__file__).parent / "thresholds"


def list_versions() -> list[int]:
    """Return the numbers of all versions, oldest first."""
    return sorted(int(file.stem.removeprefix("v")) for file in FOLDER.glob("v*.yaml"))


@lru_cache(maxsize=16)
def read_thresholds(version: int | None = None) -> Thresholds:
    """Return one version of the limits, the newest unless another is asked for."""
    wanted = list_versions()[-1] if version is None else version
    content = (FOLDER / f"v{wanted}.yaml").read_bytes()
    read = yaml.safe_load(content)
    return Thresholds(
        version=int(read["version"]),
        basis=str(read["basis"]),
        source=str(read["source"]),
        numbers={name: float(value) for name, value in read["numbers"].items()},
        hash=hashlib.sha256(content).hexdigest(),
    )
