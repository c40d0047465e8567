"""The database, as its owner and as the web pages see it.

``DATABASE_URL`` names the owner's; ``OPENIMR_WEB_DATABASE_URL`` may name another login for the pages.
Without either it is the embedded one, which ``openimr serve`` starts.
"""

import os

from openimr.service.database import Embedded, from_url
from openimr.service.home import Home

if url := os.environ.get("DATABASE_URL"):
    _owner = from_url(url)
    _web_url = os.environ.get("OPENIMR_WEB_DATABASE_URL")
    _web = from_url(_web_url) if _web_url else _owner.as_web()
else:
    _embedded = Embedded(Home().root / "database")
    _owner, _web = _embedded.owner, _embedded.web

#: Pages use ``default``; migrations and loading use ``owner``.
DATABASES = {"default": _web.django(), "owner": {**_owner.django(), "CONN_MAX_AGE": 0}}
