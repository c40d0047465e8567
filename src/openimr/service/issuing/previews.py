"""Letters on the screen: the PDF before it is signed, and pictures of the pages of any letter."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.http import Http404, HttpResponse

from openimr import pages
from openimr.letters import to_json
from openimr.letters.cover import Cover
from openimr.letters.model import Determination
from openimr.pages import UnreadableFile
from openimr.service.bootstrap import wiring
from openimr.service.issuing.making import written

#: Letters that are kept written: those that somebody looks at just now.
_KEPT = 16
#: Pixels per point.
_SCALE = 1.6
_written: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to show: its number, and its size in points, rounded."""

    number: int
    width: int
    height: int


def preview(determination: Determination, cover: Cover) -> bytes:
    """The letter as it would be signed, written once for all its pages.

    Raises:
        NotMade: it can't be written.
    """
    told = json.dumps(to_json(determination), sort_keys=True) + repr(cover)
    key = hashlib.sha256(told.encode()).hexdigest()
    with _lock:
        if key in _written:
            _written.move_to_end(key)
            return _written[key]
    pdf = written(determination, cover)
    with _lock:
        _written[key] = pdf
        while len(_written) > _KEPT:
            _written.popitem(last=False)
    return pdf


def sheets(pdf: bytes) -> tuple[Sheet, ...]:
    """The pages of a letter."""
    return tuple(
        Sheet(number, round(width), round(height))
        for number, (width, height) in enumerate(pages.sizes(pdf), start=1)
    )


def picture(pdf: bytes, number: int) -> HttpResponse:
    """One page as PNG, for nobody's cache but the reader's own.

    Raises:
        Http404: the letter has no such page.
    """
    folder = wiring().cache / "letter-pages"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"{hashlib.sha256(pdf).hexdigest()}-{number}.png"
    if kept.exists():
        data = kept.read_bytes()
    else:
        try:
            data = pages.render(pdf, number, scale=_SCALE)
        except (ValueError, UnreadableFile) as problem:
            raise Http404(str(problem)) from problem
        scratch = kept.with_name(f".{kept.name}.{secrets.token_hex(4)}")
        scratch.write_bytes(data)
        scratch.replace(kept)
    return private(data, "image/png")


def file(pdf: bytes, name: str) -> HttpResponse:
    """A letter's PDF, shown in place."""
    response = private(pdf, "application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def private(data: bytes, content_type: str) -> HttpResponse:
    """Bytes that no cache may keep and no search engine may list."""
    response = HttpResponse(data, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
