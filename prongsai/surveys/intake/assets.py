"""The few kilobytes of style and script of the respondent's pages, kept in memory."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "surveys"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file under an address that changes with its content, so it may be kept for ever."""

    path: str
    content_type: str
    content: bytes


def _load() -> dict[str, Asset]:
    assets = {}
    for file in sorted(FOLDER.iterdir()):
        content = file.read_bytes()
        version = hashlib.sha256(content).hexdigest()[:10]
        path = f"/s/-/{file.stem}.{version}{file.suffix}"
        packed = gzip.compress(content, 9, mtime=0)
        assets[f"{file.stem}_{file.suffix[1:]}"] = Asset(path, TYPES[file.suffix], packed)
    return assets


ASSETS = _load()
BY_PATH = {asset.path: asset for asset in ASSETS.values()}
