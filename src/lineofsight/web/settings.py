"""Settings. What an installation may choose is read from its home's `settings.toml`; the rest is decided here."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from .home import database, home, secret_key, settings_file

HOME: Path = home()
CHOSEN = settings_file(HOME)

SECRET_KEY = secret_key(HOME)
DEBUG = False
ADDRESS: str = os.environ.get("LINEOFSIGHT_ADDRESS", CHOSEN.get("address", "http://127.0.0.1:8000")).rstrip("/")
SECURE = ADDRESS.startswith("https://")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", ADDRESS.split("//", 1)[1].split("/")[0].rsplit(":", 1)[0]]
CSRF_TRUSTED_ORIGINS = [ADDRESS]

# The day on which a made-up agency lives; a real one has none.
_today = str(os.environ.get("LINEOFSIGHT_TODAY") or CHOSEN.get("today") or "")
FIXED_TODAY: date | None = date.fromisoformat(_today) if _today else None

# Days from the end of a period until its figures are released to people outside: time for late entries.
RELEASE_AFTER_DAYS = int(CHOSEN.get("release_after_days", 10))

INSTALLED_APPS = [
    "lineofsight.apps.agency",
    "lineofsight.apps.forms",
    "lineofsight.apps.records",
    "lineofsight.apps.imports",
    "lineofsight.apps.framework",
    "lineofsight.apps.figures",
    "lineofsight.apps.reports",
    "lineofsight.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lineofsight.web.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lineofsight.web.middleware.KeptForNobodyElse",
    "lineofsight.web.middleware.PageAboveWhatOnlyTakesForms",
    "lineofsight.web.middleware.ProblemsAsPages",
]

ROOT_URLCONF = "lineofsight.web.urls"
WSGI_APPLICATION = "lineofsight.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lineofsight.web.context.the_house",
            ],
        },
    }
]

COTTON_ISOLATE_BY_DEFAULT = True  # a component knows its attributes and the context processors, not the page around it

DATABASES = {"default": database(HOME, os.environ.get("LINEOFSIGHT_DATABASE", CHOSEN.get("database", "")))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Not for pages: allauth and our one-time codes count here who tries too often.
CACHES = {
    "default": {"BACKEND": "lineofsight.web.attempts.AttemptsFile", "LOCATION": HOME / "attempts" / "attempts.sqlite3"}
}

# Sign-in -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "agency.StaffMember"
AUTHENTICATION_BACKENDS = ["lineofsight.web.authentication.OnePasswordChecked"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("sign_in_name", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "lineofsight.web.accounts.StaffOnlyAdapter"
SOCIALACCOUNT_ADAPTER = "lineofsight.web.accounts.SingleSignOnAdapter"
ACCOUNT_FORMS = {
    "login": "lineofsight.web.account_forms.SignInForm",
    "reauthenticate": "lineofsight.web.account_forms.ConfirmPasswordForm",
    "change_password": "lineofsight.web.account_forms.NewPasswordForm",
    "reset_password": "lineofsight.web.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "lineofsight.web.account_forms.ChosenAnewForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
# Who tries too often is told by the address of their machine, not by that of the proxy they all come through.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if CHOSEN.get("behind_proxy") else 0
MFA_ADAPTER = "lineofsight.web.accounts.SecondStepAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # administrators enter addresses; some staff members have none
MFA_FORMS = {
    "activate_totp": "lineofsight.web.account_forms.ConnectAppForm",
    "add_webauthn": "lineofsight.web.account_forms.PasskeyForm",
    "authenticate": "lineofsight.web.account_forms.SecondStepForm",
    "reauthenticate": "lineofsight.web.account_forms.ConfirmCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Line of Sight"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a posted form may not lead to another address (form-action below)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": CHOSEN.get("single_sign_on", [])},
}
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "lineofsight_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "lineofsight_csrf"
CSRF_FAILURE_VIEW = "lineofsight.web.views.form_expired"

# Safety ------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CHOSEN.get("behind_proxy") else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# Mail --------------------------------------------------------------------------------------------------------
MAIL = CHOSEN.get("mail", {})
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if MAIL else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = MAIL.get("host", "")
EMAIL_PORT = MAIL.get("port", 587)
EMAIL_HOST_USER = MAIL.get("user", "")
EMAIL_HOST_PASSWORD = MAIL.get("password", "")
EMAIL_USE_TLS = MAIL.get("starttls", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = MAIL.get("from", "lineofsight@localhost")

# Work in the background --------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Language and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
# One language until a whole catalogue of another exists: half a translation is worse than none.
LANGUAGES = [("en-us", _("English"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
FORMAT_MODULE_PATH = ["lineofsight.web.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = CHOSEN.get("time_zone", "America/New_York")
USE_THOUSAND_SEPARATOR = True

# Files -------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
IMPORTS_ROOT = HOME / "imports"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
