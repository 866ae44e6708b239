"""The one settings file. Runs with no configuration; production sets variables (README, table of variables)."""

import os
import socket
from pathlib import Path
from urllib.parse import quote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sakip.database_url import read_database
from sakip.environment import Environment, split_words
from sakip.environment_file import fill_environment, fill_secrets
from sakip.logs.config import FORMATS, LEVELS, logging_config
from sakip.mail_settings import read_mail_server
from sakip.setting_values import read_hosts, read_link, read_public_address, read_time_zone

# Lets Django's classes be written with their types (`ModelForm[Program]`) while the program runs.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

# What server, worker and commands make is nobody else's: it holds password hashes, sessions and documents.
os.umask(0o077)

# One environment for server, worker and commands: what is not set is read from the installation's file, where there is
# one, and then from what set-up generated.
env = Environment()
_beside = BASE_DIR / "sakip.env"
ENV_FILE = env.text("SAKIP_ENV_FILE", str(_beside) if os.path.lexists(_beside) else "")
ENV_FILE_NAMES = fill_environment(Path(ENV_FILE)) if ENV_FILE else frozenset()
_NOWHERE = f"is neither set nor in {ENV_FILE}" if ENV_FILE else f"is not set, and there is no {_beside} to hold it"
SECRETS_FILE = BASE_DIR / "var" / "secrets.env"
fill_secrets(SECRETS_FILE)

# Where generated things live: database, uploads, collected static files, demo accounts.
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

# --- Basics -----------------------------------------------------------------------------------------------------
DEBUG = env.boolean("DEBUG", False)
PUBLIC_BASE_URL = env.value("PUBLIC_BASE_URL", "http://127.0.0.1:8000", read_public_address)
_HOST = urlsplit(PUBLIC_BASE_URL).hostname or ""
HTTPS = PUBLIC_BASE_URL.startswith("https:")
# Real people's data: what would quietly begin something new or something weaker is refused then.
PRODUCTION = env.boolean("PRODUCTION", HTTPS)
# The fallback only serves commands on an installation that was never set up; sakip.wsgi refuses to serve with it.
INSECURE_SECRET_KEY = "django-insecure-only-for-commands-before-set-up"
SECRET_KEY = env.text("SECRET_KEY") or INSECURE_SECRET_KEY
# Keys that were in force before: what they signed or sealed is still read.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
if PRODUCTION and SECRET_KEY == INSECURE_SECRET_KEY:
    raise ImproperlyConfigured(f"SECRET_KEY {_NOWHERE}: in production nothing starts without it.")
ALLOWED_HOSTS = env.value(
    "ALLOWED_HOSTS",
    f"{_HOST},127.0.0.1,localhost",
    lambda text: read_hosts(split_words(text), public=_HOST, any_host=not PRODUCTION),
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
# Where the source of this installation is handed out; blank: here, as it runs (AGPL, section 13).
SOURCE_URL = env.value("SOURCE_URL", "", read_link)
ROOT_URLCONF = "sakip.urls"
WSGI_APPLICATION = "sakip.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "sakip.apps.SakipAdminConfig",
    "sakip.schema",
    "sakip.jobs",
    "sakip.sign_in",
    "sakip.keeping",
    "sakip.condition",
    "indicators",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "import_export",
    "csp",
]

MIDDLEWARE = [
    "sakip.request_log.RequestLogMiddleware",
    # Before all others, so that it counts what any of them answers.
    "sakip.condition.middleware.CountingMiddleware",
    "sakip.forwarded.ForwardedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "sakip.static_files.StaticFilesMiddleware",
    "sakip.middleware.PageCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "sakip.middleware.NotStoredMiddleware",
    "sakip.middleware.ZoneMiddleware",
    "sakip.middleware.NullCharacterMiddleware",
    "sakip.middleware.SchemaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sakip.middleware.OriginMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sakip.middleware.BodySizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sakip.sign_in.middleware.SessionUseMiddleware",
    "sakip.sign_in.same_account.SameAccountMiddleware",
    "sakip.middleware.PasswordChangeMiddleware",
    "sakip.middleware.AnswerFirstMiddleware",
    "sakip.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sakip.sign_in.drafts.AcceptedDraftMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sakip.middleware.DenialMiddleware",
    "sakip.middleware.WrongMethodMiddleware",
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
            # Every page writes dates, and in one way, and says which program it is of.
            "builtins": ["sakip.templatetags.dates", "sakip.templatetags.installation"],
        },
    },
]

# --- Database: no transaction per request; services own theirs ---------------------------------------------------
_SQLITE = f"sqlite:///{quote(str(VAR_DIR / 'sakip.sqlite3'))}"
if PRODUCTION and not env.text("DATABASE_URL"):
    raise ImproperlyConfigured(
        f"DATABASE_URL {_NOWHERE}: in production nothing starts without it, nor makes a new database. Write "
        f"postgres://user:password@host:5432/name, or {_SQLITE} where that is meant."
    )
DATABASES = {"default": env.value("DATABASE_URL", _SQLITE, lambda url: read_database(url or _SQLITE, beside=BASE_DIR))}
# A connection is kept for the next request of the same thread, so there are never more than threads; a pool within the
# process would hold as many.
DATABASES["default"] |= {"CONN_MAX_AGE": env.integer("DATABASE_CONN_MAX_AGE", 60), "CONN_HEALTH_CHECKS": True}

# --- Language, numbers, time: Indonesian only, never LocaleMiddleware --------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
# How Django itself writes dates and times.
FORMAT_MODULE_PATH = "sakip.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = env.value("TIME_ZONE", "Asia/Jakarta", read_time_zone)
USE_TZ = True

# --- Accounts ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "indicators.Pengguna"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
# The first one hashes; what the second one hashed is still read, and hashed anew at the next sign-in.
PASSWORD_HASHERS = ["sakip.sign_in.hashing.Argon2id", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "admin:login"
SESSION_ENGINE = "sakip.sign_in.sessions"
# A session ends so long after the sign-in, and earlier when nobody uses it.
SESSION_COOKIE_AGE = env.integer("SESSION_HOURS", 8, minimum=1, maximum=8760) * 3600
SESSION_IDLE_MINUTES = env.integer("SESSION_IDLE_MINUTES", 60, minimum=1)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "sakip.views.csrf_failure"
# Proxies in front, whose word on the client's address and https is believed; none: the client connects directly.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")

# --- Second factor: whose sign-in needs one, by the codes of roles (ADR 44) -------------------------------
SECOND_FACTOR_ROLES = env.words("SECOND_FACTOR_ROLES")

# --- Single sign-on by OpenID Connect; without an issuer there is none and nobody is asked over the network -----------
OIDC_ISSUER = env.text("OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET")
OIDC_NAME = env.text("OIDC_NAME", "SSO Pemda")
OIDC_SCOPE = env.text("OIDC_SCOPE", "openid profile")
# Which claim names the account, and the column that it has to equal: username or nip.
OIDC_CLAIM = env.text("OIDC_CLAIM", "preferred_username")
OIDC_ACCOUNT_FIELD = env.text("OIDC_ACCOUNT_FIELD", "username")
# Whether the provider asks for a second factor itself, so that ours is not asked after it.
OIDC_SECOND_FACTOR = env.boolean("OIDC_SECOND_FACTOR", False)
# Whether a password lets only administrators in.
OIDC_ONLY = env.boolean("OIDC_ONLY", False)

# --- Security ----------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
# Probes and Prometheus ask the server itself, beside the web server that speaks https.
SECURE_REDIRECT_EXEMPT = [r"^sehat/$", r"^sehat/siap/$", r"^metrik/$"]
# Who may read the metrics, and which reading is the matter when the server is not ready.
MONITORING_NETWORKS = env.networks("MONITORING_NETWORKS", "127.0.0.1,::1")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000 if HTTPS else 0, maximum=10**9)
# Both bind others, and for long: all names below this one, which may be served by http elsewhere, and the lists that
# browsers ship. So they are choices, and Django's advice to take them (W005, W021) is no finding.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.boolean("HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.boolean("HSTS_PRELOAD", False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
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
# An installed release brings its own (bin/_release.sh), so that the one before goes on serving its pages.
_COLLECTED = BASE_DIR / "collected"
STATIC_ROOT = _COLLECTED if _COLLECTED.is_dir() else VAR_DIR / "static"
# Where the others stand, each of which may have made a page that is still open.
RELEASES_DIR = BASE_DIR.parent if _COLLECTED.is_dir() else None
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "media")
MEDIA_URL = ""
# Where a bucket is named, uploads and documents lie there and not in MEDIA_ROOT: any store that speaks S3.
FILES_S3_BUCKET = env.text("FILES_S3_BUCKET")
FILES_S3_ENDPOINT = env.text("FILES_S3_ENDPOINT")
FILES_S3_REGION = env.text("FILES_S3_REGION", "us-east-1")
FILES_S3_ACCESS_KEY = env.text("FILES_S3_ACCESS_KEY")
FILES_S3_SECRET_KEY = env.text("FILES_S3_SECRET_KEY")
FILES_S3_PREFIX = env.text("FILES_S3_PREFIX").strip("/")
FILES_S3_ENCRYPTION = env.text("FILES_S3_ENCRYPTION")
FILES_S3_CA_FILE = env.file("FILES_S3_CA_FILE")
FILES_S3_TIMEOUT_SECONDS = env.integer("FILES_S3_TIMEOUT_SECONDS", 5, minimum=1)
_bucket = {
    "bucket_name": FILES_S3_BUCKET,
    "endpoint_url": FILES_S3_ENDPOINT or None,
    "region_name": FILES_S3_REGION,
    "access_key": FILES_S3_ACCESS_KEY,
    "secret_key": FILES_S3_SECRET_KEY,
    "location": FILES_S3_PREFIX,
    "verify": FILES_S3_CA_FILE or None,
    "object_parameters": {"ServerSideEncryption": FILES_S3_ENCRYPTION} if FILES_S3_ENCRYPTION else {},
}
# Files of the folder are sent by the web server in front, once we have said who may have them.
FILES_ACCEL = env.boolean("FILES_ACCEL", False)
# That server reads by the folder's group, which new folders inherit; without it they are nobody else's.
FILE_UPLOAD_PERMISSIONS = 0o640 if FILES_ACCEL else 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o710 if FILES_ACCEL else 0o700
STORAGES = {
    "default": {"BACKEND": "sakip.object_store.ObjectStore", "OPTIONS": _bucket}
    if FILES_S3_BUCKET
    else {"BACKEND": "sakip.storage.SyncedStorage"},
    "staticfiles": {"BACKEND": "sakip.static_files.HashedStaticFiles"},
}
# Compressed at collection, except what already is and the report's fonts, which no browser asks for.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "ttf"]
# The largest evidence file that is accepted, and the largest scan of a document, in bytes.
MAX_UPLOAD_BYTES = env.integer("MAX_UPLOAD_MB", 10, minimum=1) * 1024 * 1024
MAX_SCAN_BYTES = env.integer("MAX_SCAN_MB", 50, minimum=1) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A pasted column or the stock admin's actions on a long list send many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Jobs --------------------------------------------------------------------------------------------------------
# A job whose worker gave no sign of life for so long is taken up again by another.
JOB_LEASE_SECONDS = env.integer("JOB_LEASE_SECONDS", 60, minimum=5)

# --- Metrics: what the processes counted, added up when Prometheus asks (ADR 42) ------------------------------------
METRICS_DIR = VAR_DIR / "metrik" / socket.gethostname()

# --- Backup ------------------------------------------------------------------------------------------------------
# Where a worker puts a backup every night; none without it. How many of them are kept.
BACKUP_DIR = env.file("BACKUP_DIR")
BACKUP_KEEP = env.integer("BACKUP_KEEP", 14, minimum=1)
# Keys of age that backups are encrypted for.
BACKUP_KEY_FILE = env.file("BACKUP_KEY_FILE")
# --- Rendering: what one report may cost ------------------------------------------------------------------------
# A year of 55 indicators takes 6 seconds of a processor and 170 MB, one of 1,500 takes 115 seconds and 1,650 MB.
RENDER_TIMEOUT_SECONDS = env.integer("RENDER_TIMEOUT_SECONDS", 900, minimum=1)
RENDER_MEMORY_MB = env.integer("RENDER_MEMORY_MB", 3072, minimum=256)

# --- Signing -----------------------------------------------------------------------------------------------------
SIGNER = env.choice("SIGNER", "pkcs12", ("pkcs12", "bsre"))
SIGNING_TIMEOUT_SECONDS = env.integer("SIGNING_TIMEOUT_SECONDS", 30, minimum=1)
SIGNING_TRUST_ROOTS = env.file("SIGNING_TRUST_ROOTS")
# The Pemda's Esign Client Service, for SIGNER=bsre: its address, the installation's account there, the version of the
# protocol that it speaks (1 or 2), and the certificates that its TLS is checked against (blank: those of the system).
BSRE_URL = env.text("BSRE_URL")
BSRE_USER = env.text("BSRE_USER")
BSRE_PASSWORD = env.text("BSRE_PASSWORD")
BSRE_VERSION = env.integer("BSRE_VERSION", 1, minimum=1)
BSRE_TIMEOUT_SECONDS = env.integer("BSRE_TIMEOUT_SECONDS", 60, minimum=30)
BSRE_CA_FILE = env.file("BSRE_CA_FILE")
# Whom a signature asks over the network; nobody by default.
SIGNING_TSA_URL = env.text("SIGNING_TSA_URL")
SIGNING_TSA_USER = env.text("SIGNING_TSA_USER")
SIGNING_TSA_PASSWORD = env.text("SIGNING_TSA_PASSWORD")
SIGNING_TSA_TIMEOUT_SECONDS = env.integer("SIGNING_TSA_TIMEOUT_SECONDS", 10, minimum=1)
SIGNING_TSA_AUTHORITIES = env.file("SIGNING_TSA_AUTHORITIES")
SIGNING_LONG_TERM = env.boolean("SIGNING_LONG_TERM", False)
# Only for `ensure_demo_certificate`; without it one is generated.
SIGNING_DEMO_PASSPHRASE = env.text("SIGNING_DEMO_PASSPHRASE")

# --- import-export -----------------------------------------------------------------------------------------------
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

# --- Mail: sent by the worker; without a server it is printed in the worker's log -------------------------------------
_mail = read_mail_server(env)
EMAIL_HOST, EMAIL_PORT, EMAIL_SECURITY = _mail.host, _mail.port, _mail.security
EMAIL_BY_ADDRESS = _mail.by_address
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = env.integer("EMAIL_TIMEOUT", 20, minimum=1)
EMAIL_FROM = env.text("EMAIL_FROM")
DEFAULT_FROM_EMAIL = EMAIL_FROM or "sakip@localhost"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
# Addresses outside the installation, such as the Inspektorat's, that get the seals of every office's trail.
SEAL_RECIPIENTS = env.addresses("SEAL_RECIPIENTS")

# --- Logging: what the lines mean stands in docs/operations/logs.md -----------------------------------------------
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", LEVELS)
LOG_FORMAT = env.choice("LOG_FORMAT", "text", tuple(FORMATS))
# Also static files, probes and what the worker does every minute.
LOG_EVERYTHING = env.boolean("LOG_EVERYTHING", False)
LOGGING = logging_config(level=LOG_LEVEL, style=LOG_FORMAT, zone=TIME_ZONE)
# Who is told of errors of the program by mail.
ERROR_RECIPIENTS = env.addresses("ERROR_RECIPIENTS")

# --- Demo --------------------------------------------------------------------------------------------------------
DEMO_PASSWORD = env.text("SAKIP_DEMO_PASSWORD")
