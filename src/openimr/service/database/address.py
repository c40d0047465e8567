"""Where a database is and as whom one comes to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

#: Owns the tables; runs migrations and loads letters.
OWNER = "openimr_owner"
#: Serves pages; it can't define tables and sees the archive only to read it.
WEB = "openimr_web"


@dataclass(frozen=True, slots=True)
class Address:
    """A PostgreSQL database. ``role`` is taken on after logging in as ``user``, if it is given."""

    name: str
    user: str | None = None
    password: str | None = None
    host: str | None = None
    port: int | None = None
    role: str | None = None
    options: tuple[tuple[str, str], ...] = ()

    def as_web(self) -> Address:
        """The same database for the pages: with the rights of :data:`WEB` alone."""
        return replace(self, role=WEB)

    def django(self) -> dict[str, Any]:
        """The entry of Django's ``DATABASES``."""
        options: dict[str, Any] = dict(self.options)
        if self.role:
            options["options"] = f"{options.get('options', '')} -c role={self.role}".strip()
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user or "",
            "PASSWORD": self.password or "",
            "HOST": self.host or "",
            "PORT": str(self.port or ""),
            "OPTIONS": options,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }


def from_url(url: str) -> Address:
    """The address that a URL such as ``postgresql://user:password@host:5432/name`` means.

    Raises:
        ValueError: it is no URL of a PostgreSQL database; the message says what it should look like.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise ValueError(
            "DATABASE_URL must name a PostgreSQL database, as in postgresql://user:password@host:5432/openimr."
        )
    query = dict(parse_qsl(parts.query))
    host = parts.hostname or query.pop("host", None)
    return Address(
        name=name,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        host=unquote(host) if host else None,
        port=parts.port,
        options=tuple(sorted(query.items())),
    )
