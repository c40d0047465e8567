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
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "openimr.service.letters",
    "openimr.service.public",
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
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent.parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "builtins": ["django.templatetags.static", "openimr.service.letters.templatetags.letter"],
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"]),
            ],
        },
    }
]
CSRF_FAILURE_VIEW = "openimr.service.public.problems.csrf_failure"
SILENCED_SYSTEM_CHECKS: list[str] = []
