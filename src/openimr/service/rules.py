"""Which version of the rules is in use; every entry of the ledger names it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import openimr


@cache
def rules_version() -> str:
    """The package's version and a hash of the law's data, such as ``0.3.0+1a2b3c4d5e6f``."""
    digest = hashlib.sha256()
    for path in sorted((files("openimr.law") / "data").iterdir(), key=lambda one: one.name):
        if path.name.endswith(".yaml"):
            digest.update(path.name.encode() + path.read_bytes())
    return f"{openimr.__version__}+{digest.hexdigest()[:12]}"
