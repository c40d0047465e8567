"""The PostgreSQL that the service talks to: the embedded one, or any other by ``DATABASE_URL``."""

from openimr.service.database.address import OWNER, WEB, Address, from_url
from openimr.service.database.embedded import DatabaseProblem, Embedded

__all__ = ["OWNER", "WEB", "Address", "DatabaseProblem", "Embedded", "from_url"]
