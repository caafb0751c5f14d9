"""The intake's own processes: they answer /s/ and know no sessions, no pages and no people."""

import secrets

from config import env
from config.settings.base import *  # noqa: F403 - the one place where overriding is the point
from config.settings.base import FIRST_PARTY_APPS

INSTALLED_APPS = [*FIRST_PARTY_APPS, "django.contrib.auth", "django.contrib.contenttypes"]
MIDDLEWARE = []
# Reads links, calendars and names every two seconds; answers go through a connection of their own.
DATABASES = {
    "default": env.database(
        env.secret("PRONGSAI_DATABASE_URL"), pool={"min_size": 1, "max_size": 2, "timeout": 10}
    )
}
SURVEYS_LEDGER_KEY = env.secret("PRONGSAI_LEDGER_KEY")
SURVEYS_MIXER_KEYS = env.text("PRONGSAI_MIXER_KEYS")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
# Nothing is signed here: a machine that takes answers need not hold what protects the site.
SECRET_KEY = secrets.token_urlsafe(48)
IDENTITY_PEPPER = SECRET_KEY
