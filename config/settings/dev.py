"""The demo and a developer's machine: embedded database, mail into files, a banner that says so."""

from config import env
from config.settings.base import *  # noqa: F403 - the one place where overriding is the point
from config.settings.base import VAR

DEMO = True
TIME_TRAVEL = True
DATABASES = {
    "default": env.database(
        env.text("PRONGSAI_DATABASE_URL", "postgresql:///prongsai"),
        pool={"min_size": 1, "max_size": 12, "timeout": 10},
    )
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
