"""Pictures of pages, drawn once and kept on disk."""

from __future__ import annotations

import io
import secrets
from pathlib import Path

from PIL import Image

from openimr import pages
from openimr.service.letters.subject import Subject
from openimr.service.viewer.drawing import small

#: Pixels per point: sharp on a phone, and large enough for a wide screen.
SCALE = 2
#: Enough to see where there is ink.
_ROUGH = 0.4
#: Darker than this is ink, of 255.
_INK = 245


def picture(subject: Subject, page: int, cache: Path) -> bytes:
    """Page ``page`` (from 1) as PNG.

    Raises:
        ValueError: the letter has no such page.
        UnreadableFile: the file has no pictures (it is text), or can't be opened.
    """
    kept = cache / f"{subject.sha256}-{page}.png"
    if kept.exists():
        return kept.read_bytes()
    drawn = small(pages.render(subject.data, page, scale=SCALE))
    scratch = kept.with_name(f".{kept.name}.{secrets.token_hex(4)}")
    scratch.write_bytes(drawn)
    scratch.replace(kept)
    return drawn


def inked(data: bytes, page: int, width: float) -> tuple[float, float]:
    """The left and the right end of what is printed on a page, in points; the whole width if nothing is.

    Raises:
        UnreadableFile: the file can't be opened.
    """
    with Image.open(io.BytesIO(pages.render(data, page, scale=_ROUGH))) as image:
        box = image.convert("L").point([255 * (grey < _INK) for grey in range(256)]).getbbox()
        if box is None:
            return 0.0, width
        return box[0] * width / image.width, box[2] * width / image.width
