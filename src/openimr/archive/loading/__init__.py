"""Loading the archive: one letter that was read, or files by the million; and what has to be read again."""

from openimr.archive.loading.model import (
    Loaded,
    LoadProblem,
    OnProgress,
    Progress,
    Refusal,
    Report,
)
from openimr.archive.loading.one import load
from openimr.archive.loading.remaking import Remade, remake
from openimr.archive.loading.renewing import Stale, backfill, stale
from openimr.archive.loading.run import Connect, load_paths, reread
from openimr.archive.model import Origin

__all__ = [
    "Connect",
    "LoadProblem",
    "Loaded",
    "OnProgress",
    "Origin",
    "Progress",
    "Refusal",
    "Remade",
    "Report",
    "Stale",
    "backfill",
    "load",
    "load_paths",
    "remake",
    "reread",
    "stale",
]
