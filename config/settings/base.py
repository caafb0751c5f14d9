"""Settings shared by every installation; the other files only override."""

from config import env, logs, oidc
from config.wiring import ACCOUNT_FORMS as ACCOUNT_FORMS
from config.wiring import APPROVAL_ACTIONS as APPROVAL_ACTIONS
from config.wiring import MFA_FORMS as MFA_FORMS
from config.wiring import WIRING as WIRING

ROOT = env.ROOT
VAR = env.folder("PRONGSAI_VAR", ROOT / "var")

DEBUG = False
DEMO = False
# Whether `prongsai season travel` may move the clock: for training and demonstrations only.
TIME_TRAVEL = False
DEMO_PASSWORD = env.text("PRONGSAI_DEMO_PASSWORD")
SECRET_KEY = env.secret("PRONGSAI_SECRET_KEY", kept_in=VAR / "secret_key")
SECRET_KEY_FALLBACKS = env.words("PRONGSAI_OLD_SECRET_KEYS")
ALLOWED_HOSTS = env.words("PRONGSAI_HOSTS", "127.0.0.1 localhost [::1]")
PORT = env.number("PORT", 8000, least=1, most=65535)
SITE_URL = env.text("PRONGSAI_SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "prongsai.results",
    "prongsai.feedback",
    "prongsai.integrity",
    "prongsai.pressure",
    "prongsai.fieldwork",
    "prongsai.surveys",
    "prongsai.headcounts",
    "prongsai.tokens",
    "prongsai.organizations",
    "prongsai.accounts",
    "prongsai.frameworks",
    "prongsai.approvals",
    "prongsai.documents",
    "prongsai.notifications",
    "prongsai.audit",
    "prongsai.demo",
    "prongsai.home",
    "prongsai.ui",
    "prongsai.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "django_linear_migrations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "prongsai.ui.middleware.health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "prongsai.frameworks.web.middleware.season_clock",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "prongsai.accounts.web.middleware.actor",
    "prongsai.ui.middleware.keep_private",
    "prongsai.ui.middleware.tell_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "prongsai.accounts.web.middleware.second_factor",
    "prongsai.ui.middleware.errors",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "prongsai.ui.templatetags.ui",
                "prongsai.ui.templatetags.ui_blocks",
                "prongsai.ui.templatetags.ui_charts",
                "prongsai.ui.templatetags.ui_formats",
                "django.templatetags.i18n",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "prongsai.ui.context.page",
            ],
        },
    }
]
FORM_RENDERER = "prongsai.ui.forms.Renderer"
CSRF_FAILURE_VIEW = "prongsai.ui.errors.csrf_failure"

# Thai first: the words in the code are Thai, the catalogue holds the English.
LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [ROOT / "prongsai" / "locale"]
LANGUAGE_COOKIE_NAME = "prongsai_language"
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "media"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "prongsai.accounts.web.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# An account begins with an invitation that reached its address: that is the verification.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class, not a secret
# Our own counters in the database hold for all nodes; the ones in the cache would only double.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "prongsai.accounts.web.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://")
SOCIALACCOUNT_ADAPTER = "prongsai.accounts.web.other_login.OtherLoginAdapter"
SOCIALACCOUNT_PROVIDERS = oidc.read_providers()
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# Only a keyed hash of a citizen's number is stored; the key lies outside the database.
IDENTITY_PEPPER = env.secret("PRONGSAI_IDENTITY_PEPPER", kept_in=VAR / "identity_pepper")
PASSWORD_RESET_TIMEOUT = 60 * 60
# How many proxies of ours stand in front and write X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PRONGSAI_PROXIES", 0, most=5)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

SESSION_COOKIE_NAME = "prongsai_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "prongsai_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", *oidc.get_origin(SOCIALACCOUNT_PROVIDERS)],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000

# The survey's secrets lie outside the database; the mixer's folder only where the mixer runs.
SURVEYS_LEDGER_KEY = env.secret("PRONGSAI_LEDGER_KEY", kept_in=VAR / "keys" / "ledger")
SURVEYS_MIXER_KEYS = env.text("PRONGSAI_MIXER_KEYS", str(VAR / "keys" / "mixer"))
PRESSURE_KEYS = env.text("PRONGSAI_PRESSURE_KEYS", str(VAR / "keys" / "pressure"))
TOKENS_KEYS = env.text("PRONGSAI_TOKEN_KEYS", str(VAR / "keys" / "tokens"))
FIELDWORK_KEYS = env.text("PRONGSAI_FIELDWORK_KEYS", str(VAR / "keys" / "fieldwork"))
SURVEYS_DATABASE_URL = env.text("PRONGSAI_INTAKE_DATABASE_URL")
SURVEYS_LEAST_GROUP = env.number("PRONGSAI_LEAST_GROUP", 10, least=3, most=1000)
SURVEYS_WORK_BITS = env.number("PRONGSAI_WORK_BITS", 18, least=1, most=28)

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("PRONGSAI_MAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.number("PRONGSAI_MAIL_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = env.text("PRONGSAI_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("PRONGSAI_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("PRONGSAI_MAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("PRONGSAI_MAIL_FROM", "prongsai@demo.invalid")

LOGGING = logs.describe(level=env.text("PRONGSAI_LOG_LEVEL", "WARNING"))
PROCRASTINATE_ON_APP_READY = "config.jobs.prepare"
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": env.number("PRONGSAI_WORKER_JOBS", 4, least=1, most=64),
    "delete_jobs": "successful",
    "shutdown_graceful_timeout": 8,
}

AUDIT_ANCHOR_FILE = VAR / "audit-anchors.txt"

# Who fills the frame of every page.
UI_NAVIGATION = "prongsai.home.navigation.list_entries"
UI_HEADER = "prongsai.home.navigation.get_header"

FIRST_PARTY_APPS = [name for name in INSTALLED_APPS if name.startswith("prongsai.")]
