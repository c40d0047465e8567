"""The WSGI application, for any WSGI server; ``openimr serve`` runs it in gunicorn."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openimr.service.settings")
application = get_wsgi_application()
