"""Static files: shipped in the package, served under names that carry a hash of what is in them."""

from pathlib import Path

from openimr.service.home import Home

STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent.parent / "static"]
STATIC_ROOT = Home().root / "cache" / "static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
