"""Checking a Final Determination letter: a linter with codes, one module per family of checks."""

from openimr.letters.checking.engine import check, check_bytes
from openimr.letters.checking.model import Check, Measured
from openimr.letters.checking.registry import UnknownCode, checks

__all__ = ["Check", "Measured", "UnknownCode", "check", "check_bytes", "checks"]
