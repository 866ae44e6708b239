"""The one settings file. Runs with no configuration; production sets variables (README, table of variables)."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sakip.environment import Environment, read_secrets_file

# Lets Django's classes be written with their types (`ModelForm[Program]`) while the program runs.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

read_secrets_file(BASE_DIR / "var" / "secrets.env")
env = Environment()

# Where generated things live: database, uploads, collected static files, demo accounts.
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

# --- Basics -----------------------------------------------------------------------------------------------------
DEBUG = env.boolean("DEBUG", False)
# The fallback only serves commands on an installation that was never set up; sakip.wsgi refuses to serve with it.
INSECURE_SECRET_KEY = "django-insecure-only-for-commands-before-set-up"
SECRET_KEY = env.text("SECRET_KEY") or INSECURE_SECRET_KEY
PUBLIC_BASE_URL = env.text("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
_public = urlsplit(PUBLIC_BASE_URL)
if _public.scheme not in ("http", "https") or not _public.hostname:
    raise ImproperlyConfigured("PUBLIC_BASE_URL: write the whole address, for example https://sakip.example.go.id")
HTTPS = _public.scheme == "https"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", f"{_public.hostname},127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]
ROOT_URLCONF = "sakip.urls"
WSGI_APPLICATION = "sakip.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "sakip.apps.SakipAdminConfig",
    "sakip.jobs",
    "indicators",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "import_export",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sakip.middleware.PageCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "sakip.middleware.NotStoredMiddleware",
    "sakip.middleware.NullCharacterMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sakip.middleware.BodySizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sakip.middleware.PasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sakip.middleware.DenialMiddleware",
    "sakip.middleware.WrongMethodMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database: no transaction per request; services own theirs ---------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'sakip.sqlite3'}"), conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: with the default mode most racing writes end in "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # Tests use a file as well: a memory database hides lost races.
    _name = Path(str(DATABASES["default"]["NAME"]))
    DATABASES["default"]["TEST"] = {"NAME": str(_name.with_name(f"test_{_name.name}"))}

# --- Language, numbers, time: Indonesian only, never LocaleMiddleware --------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = env.text("TIME_ZONE", "Asia/Jakarta")
USE_TZ = True

# --- Accounts ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "indicators.Pengguna"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "admin:login"
SESSION_COOKIE_AGE = env.integer("SESSION_HOURS", 8, minimum=1) * 3600
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "sakip.views.csrf_failure"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = env.integer("LOGIN_LOCK_MINUTES", 15, minimum=1) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Addresses of proxies in front whose X-Forwarded-For is believed; none means the client connects directly.
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")
AXES_CLIENT_IP_CALLABLE = "sakip.network.client_address"

# --- Security ----------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# Messages stay on the server: one of them may hold a password that is shown once.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Files -------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "media")
MEDIA_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sakip.static_files.HashedStaticFiles"},
}
# Compressed at collection, except what already is and the report's fonts, which no browser asks for.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "ttf"]
FILE_UPLOAD_PERMISSIONS = 0o640
# The largest evidence file that is accepted, and the largest scan of a document, in bytes.
MAX_UPLOAD_BYTES = env.integer("MAX_UPLOAD_MB", 10, minimum=1) * 1024 * 1024
MAX_SCAN_BYTES = env.integer("MAX_SCAN_MB", 50, minimum=1) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A pasted column or the stock admin's actions on a long list send many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Jobs --------------------------------------------------------------------------------------------------------
# A job whose worker gave no sign of life for so long is taken up again by another.
JOB_LEASE_SECONDS = env.integer("JOB_LEASE_SECONDS", 60, minimum=5)

# --- Signing -----------------------------------------------------------------------------------------------------
SIGNER = env.text("SIGNER", "pkcs12")
SIGNING_TIMEOUT_SECONDS = env.integer("SIGNING_TIMEOUT_SECONDS", 30, minimum=1)
SIGNING_TRUST_ROOTS = env.text("SIGNING_TRUST_ROOTS")
# The Pemda's Esign Client Service, for SIGNER=bsre: its address, the installation's account there, the version of the
# protocol that it speaks (1 or 2), and the certificates that its TLS is checked against (blank: those of the system).
BSRE_URL = env.text("BSRE_URL")
BSRE_USER = env.text("BSRE_USER")
BSRE_PASSWORD = env.text("BSRE_PASSWORD")
BSRE_VERSION = env.integer("BSRE_VERSION", 1, minimum=1)
BSRE_TIMEOUT_SECONDS = env.integer("BSRE_TIMEOUT_SECONDS", 60, minimum=30)
BSRE_CA_FILE = env.text("BSRE_CA_FILE")
# Whom a signature asks over the network; nobody by default.
SIGNING_TSA_URL = env.text("SIGNING_TSA_URL")
SIGNING_TSA_USER = env.text("SIGNING_TSA_USER")
SIGNING_TSA_PASSWORD = env.text("SIGNING_TSA_PASSWORD")
SIGNING_TSA_TIMEOUT_SECONDS = env.integer("SIGNING_TSA_TIMEOUT_SECONDS", 10, minimum=1)
SIGNING_TSA_AUTHORITIES = env.text("SIGNING_TSA_AUTHORITIES")
SIGNING_LONG_TERM = env.boolean("SIGNING_LONG_TERM", False)
# Only for `ensure_demo_certificate`; without it one is generated.
SIGNING_DEMO_PASSPHRASE = env.text("SIGNING_DEMO_PASSPHRASE")

# --- import-export -----------------------------------------------------------------------------------------------
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

# --- Mail and logging --------------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "sakip": {"level": "INFO"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        # They tell every finding over a stranger's file with its traceback; the verdict has it in words.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}

# --- Demo --------------------------------------------------------------------------------------------------------
DEMO_PASSWORD = env.text("SAKIP_DEMO_PASSWORD")
