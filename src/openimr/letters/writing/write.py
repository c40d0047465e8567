"""The verbs: a letter as bytes in one format, and a letter as a file."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from openimr.letters.cover import Cover
from openimr.letters.deidentify import cover_terms, public_cover, public_determination
from openimr.letters.model import Determination
from openimr.letters.writing import docx, html, pdf, text
from openimr.letters.writing.compose import compose
from openimr.letters.writing.content import Letter

_RENDERERS: dict[str, Callable[[Letter], bytes]] = {
    "pdf": pdf.render,
    "docx": docx.render,
    "html": html.render,
    "txt": text.render,
}
#: The formats that a letter can be written in, which are also the endings of the files.
FORMATS = tuple(_RENDERERS)


def render(
    determination: Determination,
    format: str,  # noqa: A002 - the contract's name
    *,
    public: bool = False,
    cover: Cover | None = None,
) -> bytes:
    """The letter in ``format`` ("pdf", "docx", "html" or "txt"); the same input gives the same bytes.

    With ``public`` it is the de-identified copy (see :mod:`openimr.letters.deidentify`). What the law
    requires and the data lacks is left out, never invented: see ``missing_content``.

    Raises:
        ValueError: there is no such format.
        UnwritableText: the letter holds a character that the format cannot show.
    """
    renderer = _RENDERERS.get(format)
    if renderer is None:
        raise ValueError(f"There is no format {format!r}; a letter is written as {', '.join(FORMATS)}.")
    cover = cover or Cover()
    if public:
        terms = cover_terms(cover)
        determination, cover = public_determination(determination, terms), public_cover(cover, terms)
    return renderer(compose(determination, cover))


def write(
    determination: Determination,
    path: str | os.PathLike[str],
    *,
    public: bool = False,
    cover: Cover | None = None,
) -> None:
    """Write the letter to ``path``, whose ending (.pdf, .docx, .html, .txt) says the format.

    The file appears whole or not at all.

    Raises:
        ValueError: the ending names no format.
        UnwritableText: the letter holds a character that the format cannot show.
        OSError: the file cannot be written.
    """
    target = Path(path)
    data = render(determination, target.suffix.lower().lstrip("."), public=public, cover=cover)
    scratch = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        with scratch.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
