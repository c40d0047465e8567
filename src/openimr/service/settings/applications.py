"""What the project consists of."""

from pathlib import Path

DEBUG = False
ROOT_URLCONF = "openimr.service.urls"
WSGI_APPLICATION = "openimr.service.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Los_Angeles"
USE_TZ = True
USE_I18N = False

INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # Before the rooms whose tasks it finds.
    "procrastinate.contrib.django",
    "openimr.service.accounts",
    "openimr.service.after",
    "openimr.service.api",
    "openimr.service.cases",
    "openimr.service.intake",
    "openimr.service.issuing",
    "openimr.service.jobs",
    "openimr.service.ledger",
    "openimr.service.letters",
    "openimr.service.notices",
    "openimr.service.office",
    "openimr.service.portal",
    "openimr.service.public",
    "openimr.service.rates",
    "openimr.service.review",
    "openimr.service.reviewers",
    "openimr.service.takeaway",
    "openimr.service.uploads",
]
# Order matters: what refuses a request stands before what reads its body.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "openimr.service.headers.SecureHeaders",
    "csp.middleware.CSPMiddleware",
    "openimr.service.uploads.limits.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "openimr.service.portal.middleware.KnowsParty",
    # After the middleware against forged forms, which reads the body first.
    "openimr.service.nul.NoNul",
    # What says who a party is stands above this line; the gate is the last thing before the view.
    "openimr.service.accounts.gate.Gate",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent.parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "openimr.service.accounts.context.may_of",
                "openimr.service.office.navigation.office_nav",
            ],
            "builtins": [
                "django.templatetags.static",
                "openimr.service.accounts.templatetags.permissions",
                "openimr.service.letters.templatetags.letter",
            ],
            "libraries": {"office": "openimr.service.office.templatetags.office"},
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"]),
            ],
        },
    }
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "openimr.service.public.problems.csrf_failure"
SILENCED_SYSTEM_CHECKS: list[str] = []
