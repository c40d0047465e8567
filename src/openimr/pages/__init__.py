"""From a file to pages of text, words and boxes, in a child process with hard limits. Every PDF is hostile."""

from openimr.pages.extracting import extract
from openimr.pages.limits import DEFAULT, Limits
from openimr.pages.model import Box, Document, Page, Span, UnreadableFile
from openimr.pages.pool import Pool
from openimr.pages.verbs import boxes, load, read, render, sizes, words

__all__ = [
    "DEFAULT",
    "Box",
    "Document",
    "Limits",
    "Page",
    "Pool",
    "Span",
    "UnreadableFile",
    "boxes",
    "extract",
    "load",
    "read",
    "render",
    "sizes",
    "words",
]
