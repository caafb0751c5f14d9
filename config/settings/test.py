"""The test suite: a database of its own that may lose data, quick hashing, mail in memory."""

import os

from config import embedded, env
from config.settings.base import *  # noqa: F403 - the one place where overriding is the point
from config.settings.base import VAR

url = env.text("PRONGSAI_DATABASE_URL")
if not url:
    url = embedded.ensure_running(VAR / "test-postgres", durable=False)
    os.environ["PRONGSAI_DATABASE_URL"] = url  # for the commands that tests start
# Two who wait for one another without the database knowing are an error, not a hang.
DATABASES = {"default": env.database(url, options="-c lock_timeout=120s")}
SECRET_KEY = "only-for-tests"  # noqa: S105 - protects nothing
IDENTITY_PEPPER = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
