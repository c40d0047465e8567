"""The gate before a public copy (:mod:`openimr.letters.deidentify.gate`), as the office calls it."""

from openimr.letters.deidentify.gate import Leak, leaks

__all__ = ["Leak", "leaks"]
