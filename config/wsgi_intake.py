"""The intake in processes of its own, as granian starts them; see docs/runbooks/intake.md."""

import gc
import os
from collections.abc import Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.intake")
django.setup()

from prongsai.surveys.intake.server import PREFIX, get_intake  # noqa: E402 - needs the settings

intake = get_intake()
# What is there now stays: the collector of cycles need not walk over it again and again.
gc.collect()
gc.freeze()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["PATH_INFO"].startswith(PREFIX):
        return intake(environ, start_response)
    start_response("404 Not Found", [("content-type", "text/plain"), ("content-length", "0")])
    return [b""]
