"""The file of anchors: one line a day that an outside party can keep."""

import os
from pathlib import Path

from django.conf import settings

from prongsai.audit.types.trail import Head


def append_anchor(head: Head) -> Path:
    """Append the line and make sure that it is on the disk."""
    path = Path(settings.AUDIT_ANCHOR_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(head.text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return path
