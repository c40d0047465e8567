"""From bytes to a document, in this process."""

from __future__ import annotations

import hashlib

from openimr.pages.kinds import kind_of
from openimr.pages.limits import Limits, in_force, too_large
from openimr.pages.model import Document
from openimr.pages.plain import read_text


def extract(data: bytes, limits: Limits | None = None) -> Document:
    """Read a PDF or a text file from its bytes, in this process and so without protection from it.

    Only for code that already runs in a limited child (a job of :class:`openimr.pages.Pool`); everything
    else calls :func:`openimr.pages.read`.

    Args:
        data: the file's bytes; what they are is told by their content.
        limits: those of this process by default.

    Raises:
        UnreadableFile: as for :func:`openimr.pages.read`.
    """
    if limits is None:
        limits = in_force()
    if len(data) > limits.file_bytes:
        raise too_large(limits)
    digest = hashlib.sha256(data).hexdigest()
    if kind_of(data) == "text":
        return Document("text", digest, read_text(data, limits))
    from openimr.pages.pdf import extract_pages  # PDFium is loaded only where it is needed

    return Document("pdf", digest, extract_pages(data, limits))
