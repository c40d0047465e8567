"""The Final Determination letter: read it, check it, write it."""

from openimr.letters.checking import check, checks
from openimr.letters.codec import finding_to_json, from_json, to_json
from openimr.letters.cover import Cover, Recipient
from openimr.letters.model import Determination, Finding
from openimr.letters.reading import read, read_document
from openimr.letters.writing import render, write

__all__ = [
    "Cover",
    "Determination",
    "Finding",
    "Recipient",
    "check",
    "checks",
    "finding_to_json",
    "from_json",
    "read",
    "read_document",
    "render",
    "to_json",
    "write",
]
