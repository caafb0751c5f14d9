"""The web process, as granian starts it: the intake on its own path, Django on every other."""

import gc
import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
pages = get_wsgi_application()

from prongsai.surveys.intake.server import PREFIX, get_intake  # noqa: E402 - needs the settings

# Built before the first request, or whoever sends that one waits for the forms to be compiled.
intake = get_intake()
# What is there now stays: the collector of cycles need not walk over it again and again.
gc.collect()
gc.freeze()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["PATH_INFO"].startswith(PREFIX):
        return intake(environ, start_response)
    return pages(environ, start_response)
