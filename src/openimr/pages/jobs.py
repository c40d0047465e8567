"""What the limited child does for the verbs of this room: the job ``openimr.pages.jobs:do``."""

from __future__ import annotations

import base64
from mmap import mmap
from typing import Any

from openimr.pages.limits import in_force


def do(data: bytes | mmap, options: dict[str, Any]) -> object:
    """``options["verb"]`` is read, sizes, boxes, words or render; the rest of the options are its arguments.

    ``data`` is known to begin as a PDF.

    Boxes go over the pipe as [x0, y0, x1, y1].
    """
    verb = options["verb"]
    if verb == "read":
        from openimr.pages.pdf import extract_pages

        return [[page.text, page.width, page.height] for page in extract_pages(data, in_force())]
    if verb == "sizes":
        from openimr.pages.pdf import page_sizes

        return page_sizes(data, in_force())
    if verb == "boxes":
        from openimr.pages.places import boxes_of

        return boxes_of(data, [tuple(span) for span in options["spans"]], in_force())
    if verb == "words":
        from openimr.pages.places import words_of

        return words_of(data, options["page"], in_force())
    if verb == "render":
        from openimr.pages.picture import png_of

        png = png_of(data, options["page"], options["scale"], in_force())
        return None if png is None else base64.b64encode(png).decode("ascii")
    raise ValueError(f"no such verb: {verb}")
