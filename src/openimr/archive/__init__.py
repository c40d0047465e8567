"""The body of Final Determination letters in PostgreSQL: load, find, get.

The verbs take a DB-API connection and a storage for the original files; they neither open nor commit
a transaction, so what they do stands or falls with the caller's.
"""

from openimr.archive.finding import Facet, Listing, find
from openimr.archive.getting import Held, get, held
from openimr.archive.loading import Loaded, load
from openimr.archive.schema import STEPS, statements
from openimr.archive.storage import Folder, Storage

__all__ = [
    "STEPS",
    "Facet",
    "Folder",
    "Held",
    "Listing",
    "Loaded",
    "Storage",
    "find",
    "get",
    "held",
    "load",
    "statements",
]
