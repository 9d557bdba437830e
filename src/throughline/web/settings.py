"""Every setting, from the environment alone. `docs/reference/settings.md` lists them; a wrong one stops the start.

`THROUGHLINE_DATA` is the folder of everything this service keeps: the database where it is SQLite, the sealed files, the
key that signs cookies. Nothing a person wrote lies in it in plain text.
"""

from __future__ import annotations

import os
import secrets
import warnings
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from throughline.domain.errors import InputError

env = environ.Env()
_TRUE, _FALSE = ("on", "true", "yes", "1"), ("off", "false", "no", "0")


class WrongSetting(InputError, ImproperlyConfigured):
    """A setting cannot be used, so nothing starts. The message never holds what was given: it may be a secret."""


def setting(name: str) -> str | None:
    """THROUGHLINE_<name>, or the content of the file that THROUGHLINE_<name>_FILE names."""
    given, file = (env.str(f"THROUGHLINE_{name}{ending}", default="") for ending in ("", "_FILE"))
    if not file:
        return given or None
    if given:
        raise WrongSetting(f"THROUGHLINE_{name} and THROUGHLINE_{name}_FILE are both given. Take one of them out.")
    try:
        return Path(file).read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        raise WrongSetting(f"The file that THROUGHLINE_{name}_FILE names cannot be read as text.") from None


def is_on(name: str, *, default: bool) -> bool:
    """A switch: on or off, and nothing else."""
    text = (setting(name) or ("on" if default else "off")).lower()
    if text not in (*_TRUE, *_FALSE):
        raise WrongSetting(f"THROUGHLINE_{name} is neither on nor off.")
    return text in _TRUE


def number(name: str, default: int, *, least: int = 1) -> int:
    """A whole number, `least` or more."""
    text = setting(name) or str(default)
    if not text.isdecimal() or int(text) < least:
        raise WrongSetting(f"THROUGHLINE_{name} is not a whole number from {least} up.")
    return int(text)


def cookie_signing_key(folder: Path) -> str:
    """The key that signs cookies: the one given, or one of this installation's own, made at its first start."""
    given = setting("SECRET_KEY")
    if given:
        return given
    kept = folder / "secret-key"
    if not kept.exists():
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(64))
    return kept.read_text().strip()


def database(url: str) -> dict[str, Any]:
    """The database that an address names: SQLite or PostgreSQL, each so that two requests at once lose nothing of each other."""
    with warnings.catch_warnings():  # they repeat the address, which may hold a password; what is wrong is said below
        warnings.simplefilter("ignore")
        found: dict[str, Any] = env.db_url_config(url)
    match found.get("ENGINE", "").rpartition(".")[2]:
        case "sqlite3":
            found["OPTIONS"] = {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                " PRAGMA temp_store=MEMORY;",
            }
        case "postgresql":
            found |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        case _:
            raise WrongSetting(
                "THROUGHLINE_DATABASE_URL is not the address of a PostgreSQL or SQLite database; it begins with"
                " postgresql:// or sqlite:///."
            )
    return found


WEB = Path(__file__).resolve().parent
DATA = Path(setting("DATA") or "throughline-data").resolve()
FILES = DATA / "files"
HEADS = DATA / "heads"
for folder in (DATA, FILES, HEADS):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = cookie_signing_key(DATA)
DEBUG = False
ALLOWED_HOSTS = [host for host in (setting("HOSTS") or "127.0.0.1,localhost").split(",") if host]
IS_BEHIND_TLS = is_on("TLS", default=False)
PROXIES = number("PROXIES", 1 if IS_BEHIND_TLS else 0, least=0)
"""How many servers stand in front and add to `X-Forwarded-For` where a request came from."""
EXIT_TO = setting("EXIT_TO") or "https://www.bbc.co.uk/weather"
"""Where “Exit this page” goes: a page that nobody wonders at."""
NOTICE = setting("NOTICE") or ""
"""What every page says at its top, such as that this is an example."""
LOCK_AFTER_SECONDS = 60 * number("LOCK_AFTER_MINUTES", 15)
SESSION_COOKIE_AGE = 60 * 60 * number("SIGN_OUT_AFTER_HOURS", 12)
LARGEST_FILE_BYTES = 2**20 * number("LARGEST_FILE_MIB", 2048)
LARGEST_IMPORT_BYTES = 2**20 * number("LARGEST_IMPORT_MIB", 512)
"""An export is read in memory, never from a disk: this much of it at once."""
ARGON2_MEMORY_KIB = 1024 * number("ARGON2_MEMORY_MIB", 64)
ARGON2_AT_ONCE = number("ARGON2_AT_ONCE", 4)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "throughline.web.accounts",
    "throughline.web.cases",
    "throughline.web.imports",
    "throughline.web.helplines",
    "throughline.web.sharing",
    "throughline.web.desk",
    "throughline.web.recovery",
    "throughline.web.supervision",
    "throughline.web.figures",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "throughline.web.middleware.nothing_kept",
    "throughline.web.middleware.in_its_language",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "throughline.web.middleware.no_nul",
    "throughline.web.middleware.sealed",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "throughline.web.urls"
WSGI_APPLICATION = "throughline.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "throughline.web.page.on_every_page",
            ],
            "builtins": ["django.templatetags.i18n", "throughline.web.templatetags.words"],
            "libraries": {"guide": "throughline.web.templatetags.guide"},
        },
    }
]
FORM_RENDERER = "throughline.web.page.FormLook"

DATABASES = {"default": database(setting("DATABASE_URL") or f"sqlite:///{DATA / 'diary.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
LOGIN_URL = "signing:sign-in"
LOGIN_REDIRECT_URL = "diary:home"

SESSION_ENGINE = "throughline.web.accounts.sessions"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_BEHIND_TLS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "form"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "throughline.web.page.form_refused"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if IS_BEHIND_TLS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["throughline.web.cases.uploads.RefusingUploads"]
"""Django's own handlers write what is uploaded to a disk in plain text; ours are put in by `middleware.sealed`."""

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static_built"]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [WEB / "locale"]
LANGUAGES = [
    (LANGUAGE_CODE, "English"),
    *(
        (code, name)
        for code, name in (("cy", "Cymraeg"),)
        if (WEB / "locale" / code / "LC_MESSAGES" / "django.mo").exists()
    ),
]
"""Each by the name it calls itself. One whose catalogue was not compiled is not offered."""
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"plain": {"()": "throughline.web.quiet_logs.WithoutWords"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "ERROR", "propagate": False},
        "throughline": {"handlers": ["terminal"], "level": "INFO", "propagate": False},
    },
}
