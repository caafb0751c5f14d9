"""A real installation: nothing has a default that could be guessed."""

from config import env
from config.settings.base import *  # noqa: F403 - the one place where overriding is the point

SECRET_KEY = env.secret("PRONGSAI_SECRET_KEY")
TIME_TRAVEL = env.flag("PRONGSAI_TRAINING")
SURVEYS_LEDGER_KEY = env.secret("PRONGSAI_LEDGER_KEY")
DATABASES = {
    "default": env.database(
        env.secret("PRONGSAI_DATABASE_URL"),
        pool={
            "min_size": 1,
            "max_size": env.number("PRONGSAI_DATABASE_POOL", 12, least=1, most=200),
            "timeout": 10,
        },
    )
}
IDENTITY_PEPPER = env.secret("PRONGSAI_IDENTITY_PEPPER")
# The prefix makes browsers refuse these cookies from other hosts, paths and plain HTTP.
SESSION_COOKIE_NAME = "__Host-prongsai_session"
CSRF_COOKIE_NAME = "__Host-prongsai_csrf"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.flag("PRONGSAI_TLS_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
