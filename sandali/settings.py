"""Django's settings. What an operator chooses comes from SANDALI_* variables; how the company works is rows in the database."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from sandali.at_rest import AT_REST, WHILE_AT_REST  # noqa: F401 - settings too
from sandali.kit.dates import use_own_zones
from sandali.kit.env import Settings
from sandali.of_cases import CASE_COLUMNS  # noqa: F401 - settings too
from sandali.of_customers import CUSTOMER_COLUMNS, KEPT_OF_CUSTOMERS, SEGMENT_CONDITIONS, TAG_HOLDERS  # noqa: F401 - settings too

env = Settings()
BASE = Path(__file__).resolve().parent
DATA = env.folder("DATA", "data")
DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY", DATA / "secret.key")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", [])

# HylaFAX's programs. They are the operator's word and nobody's who signs in: what is named here is run.
SENDFAX, FAXSTAT = env.text("SENDFAX", "sendfax"), env.text("FAXSTAT", "faxstat")

# The address people open. Links in mails are built from it, never from a request's Host header.
PUBLIC_URL = env.text("URL", f"http://localhost:{os.environ.get('PORT', '8000')}").rstrip("/")
_public = urlsplit(PUBLIC_URL)
SECURE = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname or "localhost", *env.words("HOSTS", ["localhost", "127.0.0.1", "[::1]"])]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
USE_X_FORWARDED_HOST = False
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, least=0, most=5)
if SECURE and TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Ours come first, so that our pages take the place of allauth's.
INSTALLED_APPS = [
    "sandali.desk",
    "sandali.portal",
    "sandali.automation",
    "sandali.health",
    "sandali.team",
    "sandali.transfer",
    "sandali.cases",
    "sandali.resolution",
    "sandali.channels",
    "sandali.sales",
    "sandali.knowledge",
    "sandali.customers",
    "sandali.company",
    "sandali.history",
    "sandali.kit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "template_partials",
]

MIDDLEWARE = [
    "sandali.kit.middleware.security_headers",
    "sandali.desk.middleware.public_host",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sandali.desk.middleware.person_settings",
    "sandali.desk.comfort.leaving.forget_at_sign_out",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "sandali.urls"
WSGI_APPLICATION = "sandali.wsgi.application"
ASGI_APPLICATION = "sandali.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "kit" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sandali.desk.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "sandali.kit.templatetags.kit", "sandali.kit.templatetags.fa", "template_partials.templatetags.partials"],
        },
    }
]

# --- Database: SQLite unless SANDALI_DATABASE names a PostgreSQL database -------------------------------------------
DATABASE_URL = env.text("DATABASE", "")
# Why these pragmas: RELIABILITY 3.12. The worker alone checkpoints, so autocheckpoint is off; FULL, because what a mail
# server was told is stored must survive a power cut; IMMEDIATE, because a lock upgrade in mid-transaction fails at once. Each of
# a dozen threads has a page cache of its own, so it is small (kibibytes): the system's cache stands behind all of them.
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "sandali.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-256;",
    },
}


def postgresql(url: str) -> dict:
    """Django's database settings for `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"},
    }


DATABASES = {"default": postgresql(DATABASE_URL) if DATABASE_URL else SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People and sign-in --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "company.Person"
AUTHENTICATION_BACKENDS = ["sandali.desk.account.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "sandali.company.passwords.NotSimilar"},
    {"NAME": "sandali.company.passwords.MinimumLength", "OPTIONS": {"min_length": 12}},
    {"NAME": "sandali.company.passwords.NotCommon"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "sandali.desk.account.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "sandali.desk.account.forms.SignInForm",
    "reset_password": "sandali.desk.account.forms.ForgottenPasswordForm",
    "reset_password_from_key": "sandali.desk.account.forms.NewPasswordForm",
    "change_password": "sandali.desk.account.forms.ChangePasswordForm",
    "reauthenticate": "sandali.desk.account.forms.ConfirmPasswordForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes us write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "sandali.desk.account.tokens.PasswordLink"
PASSWORD_RESET_TIMEOUT = 3600
# A whole office signs in from one address at nine o'clock; wrong passwords are counted much more strictly, by account too.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/5m/key", "reset_password": "20/m/ip,3/5m/key", "help_verdict": "30/h/ip", "confirmation": "60/h/ip", "understanding": "60/h/ip", "wishes": "60/h/ip", "quote": "60/h/ip", "chat": "120/m/ip,20/m/key", "form": "60/h/key", "form_crowded": "10/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "sandali.desk.account.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "sandali.desk.account.forms.CodeForm",
    "reauthenticate": "sandali.desk.account.forms.ConfirmCodeForm",
    "activate_totp": "sandali.desk.account.forms.ActivateAppForm",
    "add_webauthn": "sandali.desk.account.forms.AddPasskeyForm",
    "edit_webauthn": "sandali.desk.account.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/account/login/"

# --- Sessions, cookies, headers ------------------------------------------------------------------------------------
SESSION_ENGINE = "sandali.kit.sessions"
SESSION_COOKIE_NAME = "__Host-sid" if SECURE else "sid"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "sandali.kit.failures.stale_form"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
# Our own middleware sends these headers (kit/middleware.py), whether or not a proxy said that the request came by https.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
MAX_UPLOAD = 25 * 1024 * 1024

# --- Language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", _("Persian")), ("en", _("English"))]
LOCALE_PATHS = [BASE.parent / "locale" if (BASE.parent / "locale").is_dir() else BASE / "locale"]
LANGUAGE_COOKIE_NAME = "lang"
use_own_zones()  # the pinned tzdata, so that an old host cannot bring back Iran's summer time (O1)
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# --- Files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
FILES = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sandali.kit.assets.HashedFiles"},
}
WHITENOISE_MAX_AGE = 0 if DEBUG else 60

# --- What happened, and the queue ----------------------------------------------------------------------------------
# Rooms above the ground listen to events by name. Each module has AT_ONCE and AFTERWARDS (DESIGN 2).
EVENT_LISTENERS: list[str] = [
    "sandali.sales.handlers",
    "sandali.cases.handlers",
    "sandali.resolution.regrouping.handlers",
    "sandali.resolution.confirmation.handlers",
    "sandali.resolution.promises.handlers",
    "sandali.resolution.standards.handlers",
    "sandali.resolution.exceptions.handlers",
    "sandali.resolution.recovery.handlers",
    "sandali.resolution.understanding.handlers",
    "sandali.resolution.public.handlers",
    "sandali.resolution.reach.handlers",
    "sandali.team.handlers",
    "sandali.desk.sales.handlers",
    "sandali.automation.rules.handlers",
]
# Whether a message is the customer's yes: cases ask the room above them that put the question.
YES_READER = "sandali.resolution.confirmation.confirming.says_yes"
# Who takes the answer of a button under a message of ours: what its data begins with → function(rest, customer, arrival) → a word
# for the customer.
PRESS_READERS = {"ask": "sandali.resolution.confirmation.pressing.take_press"}
# In what language words are written that a job keeps for people: a worker serves no reader of its own.
JOB_LANGUAGE = "sandali.company.queries.company_language"
# Who is told of an event: audience name → function(event) → ids of people. Kinds name their audience.
AUDIENCES = {
    "administrators": "sandali.company.queries.administrators",
    "archive_asker": "sandali.transfer.access.asker_of_archive",
    "case_owner": "sandali.cases.queries.owner_of",
    "case_department": "sandali.cases.queries.department_of",
    "case_followers": "sandali.cases.together.told_followers",
    "forwarders": "sandali.cases.forwards.forwarders",
    "former_owner": "sandali.cases.together.person_named",
    "named_person": "sandali.cases.together.person_named",
    "handover_giver": "sandali.cases.together.giver_of",
    "handover_people": "sandali.cases.together.receivers_of",
    "mentioned": "sandali.cases.together.named_people",
    "named_in_task": "sandali.cases.together.named_in_task",
    "people_named": "sandali.history.rounds.people_named",
    "reminded": "sandali.cases.timing.reminded",
    "task_people": "sandali.cases.work.people_of_task",
    "task_maker": "sandali.cases.work.maker_of_task",
    "channel_keepers": "sandali.channels.queries.keepers",
    "export_asker": "sandali.cases.exporting.asker_of",
    "delivery_writer": "sandali.channels.queries.writer_of",
    "heirs_of_writer": "sandali.cases.queries.heirs_of",
    "unowned_department": "sandali.cases.queries.department_of_worked_on",
    "remedy_asker": "sandali.resolution.remedies.granting.asker_of",
    "remedy_granters": "sandali.resolution.remedies.granting.granters_of",
    "policy_owner": "sandali.resolution.exceptions.queries.owner_of_policy",
    "recovery_owner": "sandali.resolution.recovery.telling_people.recovery_owner",
    "apology_signer": "sandali.resolution.recovery.telling_people.apology_signer",
    "apology_writer": "sandali.resolution.recovery.telling_people.apology_writer",
    "improvement_owner": "sandali.resolution.recovery.telling_people.improvement_owner",
    "improvement_maker": "sandali.resolution.recovery.telling_people.improvement_maker",
    "telling_writer": "sandali.resolution.recovery.telling_people.telling_writer",
    "deal_owner": "sandali.sales.queries.owner_of_deal",
    "entry_author": "sandali.knowledge.queries.author_of",
    "public_leaders": "sandali.resolution.public.queries.leaders",
    "import_asker": "sandali.transfer.access.asker_of_import",
    "suggestion_receivers": "sandali.team.queries.receivers_of",
    "suggestion_voices": "sandali.team.queries.voices_told",
    "suggestion_writer": "sandali.team.queries.writer_of",
    "who_merges": "sandali.customers.queries.who_merges",
    "webhook_keepers": "sandali.automation.sending.keepers",
    "suggestion_round": "sandali.team.queries.people_of_round",
    "record_keepers": "sandali.health.access.keepers",
}
# Audiences that are a group's: audience name → function(event) → the group, as "department:3". People may mute a group.
AUDIENCE_GROUPS = dict.fromkeys(("case_department", "unowned_department"), "sandali.cases.groups.department_group")
# Task → who is told when a job of it is set aside, as its worker died each time or it kept failing; and when it is tried again.
WHEN_PARKED = {
    "sandali.channels.jobs.send_delivery": "sandali.channels.parking.delivery_parked",
    "sandali.transfer.jobs.work_on_import": "sandali.transfer.actions.import_parked",
    "sandali.transfer.jobs.write_archive": "sandali.transfer.archiving.archive_parked",
    "sandali.health.jobs.look_through": "sandali.health.actions.look_parked",
}
WHEN_UNPARKED = {"sandali.channels.jobs.send_delivery": "sandali.channels.parking.delivery_unparked"}
# Task → how often: seconds, or a cron expression in UTC.
SCHEDULES: dict[str, int | str] = {
    "sandali.company.jobs.forget_kept_answers": "23 * * * *",
    "sandali.automation.jobs.tell_webhooks": 5,
    "sandali.automation.jobs.forget_deliveries": "41 3 * * *",
    "sandali.channels.email.jobs.poll_mailboxes": 60,
    "sandali.channels.jobs.sweep_spool": 15,
    "sandali.channels.jobs.poll_channels": 60,
    "sandali.channels.jobs.ask_channels": 30,
    "sandali.channels.jobs.forget_unmatched": "53 * * * *",
    "sandali.channels.sms.jobs.tell_late_parts": "*/10 * * * *",
    "sandali.channels.jobs.refresh_texts": "17 4 * * *",
    "sandali.cases.jobs.read_arrivals": 15,
    "sandali.cases.jobs.wake_snoozed": 60,
    "sandali.cases.jobs.mail_unread": 60,
    "sandali.cases.jobs_calls.end_lost_calls": 60,
    "sandali.cases.jobs_work.warn_of_tasks": 300,
    "sandali.cases.jobs_routing.give_cases_out": 30,
    "sandali.cases.jobs_freeing.free_left": 600,
    "sandali.cases.jobs_timing.tell_reminders": 30,
    "sandali.resolution.confirmation.jobs.follow_askings": 60,
    "sandali.resolution.promises.jobs.follow_promises": 60,
    "sandali.resolution.standards.jobs.follow_clocks": 60,
    "sandali.resolution.remedies.jobs.escalate": 60,
    "sandali.resolution.letters.jobs.print_letters": 60,
    "sandali.resolution.letters.jobs.forget_prints": "37 * * * *",
    "sandali.resolution.exceptions.jobs.find_affected_cases": 60,
    "sandali.resolution.recovery.jobs.warn_of_recoveries": 300,
    "sandali.resolution.recovery.jobs.tell_everybody": 15,
    "sandali.resolution.understanding.jobs.read_old_moods": 300,
    "sandali.resolution.public.jobs.tell_of_public": 60,
    "sandali.resolution.reach.jobs.note_reaches": 6 * 3600,
    "sandali.team.jobs.tell_of_owed_answers": 300,
    "sandali.customers.jobs.write_old_keys": 3600,
    "sandali.customers.jobs.look_at_changed": "10 0 * * *",
    "sandali.sales.jobs.tell_of_next_steps": 300,
    "sandali.health.jobs.look_at_night": "10 23 * * *",
    "sandali.transfer.jobs.forget_files": "47 3 * * *",
    "sandali.automation.rules.jobs.run_timed_rules": 300,
    "sandali.desk.me.jobs.send_notices": 15,
    "sandali.cases.jobs.pack_figures": 600,
    "sandali.cases.jobs.forget_exports": "29 * * * *",
    "sandali.history.jobs.clear_finished_jobs": "17 * * * *",
    "sandali.history.jobs.clear_notices": "23 * * * *",
    "sandali.history.jobs.look_after_database": "40 0 * * *",
}
# Jobs that wait for somebody else's server. One thread of a worker takes none of them (M6).
FAR_TASKS = [
    "sandali.automation.jobs.send_to_webhook",
    "sandali.channels.email.jobs.fetch_mailbox",
    "sandali.channels.jobs.send_delivery",
    "sandali.desk.account.mails.send_change",
    "sandali.desk.account.mails.send_password_link",
    "sandali.desk.me.jobs.mail_notices",
    "sandali.desk.me.jobs.push_notices",
    "sandali.desk.me.jobs.push_trial",
]
# The task that reads what arrived; the room below names it here because it may not import it.
ARRIVAL_TASK = "sandali.cases.jobs.read_arrivals"
TASKS = {"default": {"BACKEND": "sandali.history.queue.Backend"}}
# Counters of attempts, used second-factor codes and password links. In the database, so that they hold for all processes, over a
# restart, and without Redis (M2).
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "limits", "OPTIONS": {"MAX_ENTRIES": 100_000}}
}
UNDO_SECONDS = env.number("UNDO_SECONDS", 10, least=0, most=60)
WORKER_THREADS = env.number("WORKER_THREADS", 3, least=1, most=32)
WEB_THREADS = env.number("WEB_THREADS", 4, least=1, most=64)

# System mail (invitations, password resets). Customers' mail goes out by its channel, never by this.
EMAIL_URL = env.text("EMAIL", "")
_mail = urlsplit(EMAIL_URL)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_URL else "django.core.mail.backends.console.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "sandali@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "filters": {"hide_tokens": {"()": "sandali.kit.log_lines.HideTokens"}},
    "loggers": {
        "httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"},  # they would log every address that we ask, with what is secret in it
        "django.request": {"filters": ["hide_tokens"]}, "django.security.DisallowedHost": {"filters": ["hide_tokens"]},
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
