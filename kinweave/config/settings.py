"""Settings. What a service may change comes from the environment and is listed in docs/reference/settings.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from kinweave.config import database
from kinweave.core import clock, key_files


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("KINWEAVE_DATA_DIR", "data")).resolve()
KEYS_DIR = Path(os.environ.get("KINWEAVE_KEYS_DIR", DATA_DIR / "keys")).resolve()
DEMO = _flag("KINWEAVE_DEMO")
HTTPS = _flag("KINWEAVE_HTTPS")
LIBRARY_PATHS = tuple(Path(path) for path in _words("LIBRARY_PATHS"))
RESPONSE_TIMES = (
    Path(os.environ["KINWEAVE_RESPONSE_TIMES"]) if "KINWEAVE_RESPONSE_TIMES" in os.environ else None
)
HELP_COUNTRY = os.environ.get("KINWEAVE_HELP_COUNTRY", "GB")  # for visitors who have chosen none
MANUAL_DIR = DATA_DIR / "manual"  # built by `make docs`; /manual/ serves it
CLOCK_FILE = os.environ.get("KINWEAVE_CLOCK_FILE", "")
if CLOCK_FILE and DEMO:
    clock.follow(Path(CLOCK_FILE))

_secret = key_files.read(KEYS_DIR, "secret.key")
SECRET_KEY = (
    _secret.hex() if _secret else secrets.token_hex(32)
)  # before `kinweave init` nothing is signed to last
DEBUG = False
ALLOWED_HOSTS = _words("KINWEAVE_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # allauth's pages of passkeys and sign-ins are written with it
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "kinweave.web",
    "kinweave.shelf",
    "kinweave.audit",
    "kinweave.vault",
    "kinweave.people",
    "kinweave.notices",
    "kinweave.jobs",
    "kinweave.safety",
    "kinweave.treatment",
    "kinweave.measures",
    "kinweave.worksheets",
    "kinweave.therapist",
    "kinweave.client",
    "kinweave.public",
    "kinweave.administration",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kinweave.web.middleware.PrivateHeaders",
    "csp.middleware.CSPMiddleware",
    "kinweave.public.middleware.HelpWithoutDatabase",  # before anything that needs the database (S-40)
    "kinweave.public.middleware.ManualWithoutDatabase",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kinweave.people.middleware.SessionLimits",
    "kinweave.people.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kinweave.people.middleware.SecondFactor",
    "kinweave.vault.middleware.KeysOpenForRequest",
    "kinweave.people.middleware.ReaderTimeZone",
    "kinweave.people.middleware.SentOnce",
    "kinweave.public.middleware.FormsOpenedAsPages",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kinweave.config.urls"
WSGI_APPLICATION = "kinweave.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["kinweave.web.templatetags.kinweave"],
        },
    }
]
FORM_RENDERER = "kinweave.web.forms.Renderer"

DATABASES = {"default": database.from_url(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts (S-12 to S-17)
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "kinweave.people.backends.AccountBackend",
]
PASSWORD_HASHERS = ["kinweave.people.hashers.Argon2id", "django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "kinweave.people.passwords.HardToGuess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "public:start"
ACCOUNT_LOGOUT_REDIRECT_URL = "public:home"
ACCOUNT_ADAPTER = "kinweave.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation, never with a sign-up
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",  # a whole clinic comes in at nine from one address; guessing meets the next line, and axes
    "login_failed": "5/m/ip,5/5m/key",
    "reset_password": "5/m/ip,3/h/key",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "kinweave.people.forms.account.SignInForm",
    "reset_password": "kinweave.people.forms.account.ForgottenForm",
    "reset_password_from_key": "kinweave.people.forms.account.NewPasswordForm",
    "change_password": "kinweave.people.forms.account.OtherPasswordForm",
    "reauthenticate": "kinweave.people.forms.account.IsItYouForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kinweave"
MFA_FORMS = {
    "authenticate": "kinweave.people.forms.account.SecondStepForm",
    "reauthenticate": "kinweave.people.forms.account.IsItYouByCodeForm",
    "activate_totp": "kinweave.people.forms.account.AppForm",
    "add_webauthn": "kinweave.people.forms.account.PasskeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_ADAPTER = "kinweave.people.adapters.SecondFactorAdapter"
USERSESSIONS_TRACK_ACTIVITY = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 5 / 60  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

# Sessions: on the server, ended by idleness and by age (S-14)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-kinweave" if HTTPS else "kinweave"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 24 * 3600
CSRF_COOKIE_NAME = "__Host-kinweave-csrf" if HTTPS else "kinweave-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kinweave.people.kept_words.csrf_failure"
IDLE_MINUTES = {"staff": 15, "client": 30}
ABSOLUTE_HOURS = {"staff": 12, "client": 24}

# The browser talks to nobody but us (S-17)
SECURE_SSL_REDIRECT = HTTPS and not _flag("KINWEAVE_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("KINWEAVE_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Not "no-referrer": browsers then send "Origin: null" with every form, which the protection against forged
# forms must refuse. This one says as little to every other site: nothing.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = os.environ.get("KINWEAVE_TIME_ZONE", "Europe/London")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(
        f"KINWEAVE_TIME_ZONE is {TIME_ZONE!r}, which is no time zone. Use a name such as Europe/London."
    )
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kinweave.web.staticfiles.Storage"},
}
WHITENOISE_MAX_AGE = 31_536_000

# Every form is text; nothing larger than this is ever meant (S-37)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_BACKEND = os.environ.get("KINWEAVE_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = os.environ.get("KINWEAVE_FROM_EMAIL", "messages@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "kinweave.web.logs.WithoutWords"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["private"]}},
    "loggers": {"gunicorn.error": {"propagate": True}},  # the web server's own words pass the same filter
    "root": {"handlers": ["stderr"], "level": os.environ.get("KINWEAVE_LOG_LEVEL", "WARNING")},
}
