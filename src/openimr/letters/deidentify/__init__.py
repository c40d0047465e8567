"""The de-identified copy of a letter and of its data: what could tell who somebody is, taken out or masked.

Structured data first (:mod:`~openimr.letters.deidentify.known`: every form of the names and numbers that the case gives),
then what is found in the text: numbers by what stands before them or by their shape, organizations, and names. In a text, what
identifies somebody becomes ``[redacted]``, which does not show its length. Kept, as in the letters that the Division of
Workers' Compensation publishes: case number, dates of the case, age up to 89, sex, clinical facts, and the reviewer's
licenses and specialties. What is left goes through :mod:`~openimr.letters.deidentify.gate` before it is published.
"""

from openimr.letters.deidentify.known import Term
from openimr.letters.deidentify.letter import cover_terms, public_cover, public_determination, public_fields
from openimr.letters.deidentify.redacting import REDACTED, Recognizer, mask, redact

__all__ = [
    "REDACTED",
    "Recognizer",
    "Term",
    "cover_terms",
    "mask",
    "public_cover",
    "public_determination",
    "public_fields",
    "redact",
]
