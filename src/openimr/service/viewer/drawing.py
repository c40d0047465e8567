"""Pictures of pages, drawn once in the limited child process and kept on disk; and the sizes of pages."""

from __future__ import annotations

import io
import json
import os
import secrets
from pathlib import Path

from PIL import Image, ImageChops

from openimr import pages
from openimr.pages import Limits, UnreadableFile
from openimr.service.bootstrap import wiring
from openimr.service.viewer.paper import Paper

#: Widths of pictures in pixels: a thumbnail, the page, the page on sharp or large screens.
THUMBNAIL, NORMAL, LARGE = 120, 900, 1600
WIDTHS = (THUMBNAIL, NORMAL, LARGE)
MIB = 1 << 20
#: A file of 5,000 faxed pages has about 250 MB.
LIMITS = Limits(file_bytes=300 * MIB, pages=6000, characters=60_000_000, memory=1536 * MIB, seconds=60.0)
#: Kept pictures may take so much; the longest unused go first.
ROOM = 4096 * MIB
#: After so many drawings it is looked whether there is still room.
_EVERY = 500
#: Channels further apart than this are color, of 255.
_TINT = 12
_BEYOND = [255 * (apart > _TINT) for apart in range(256)]

_drawn = 0


class Unshowable(Exception):
    """A page can't be shown; the message is one sentence for people."""


def picture(paper: Paper, page: int, width: int) -> bytes:
    """Page ``page`` (from 1) as PNG, ``width`` pixels wide (one of :data:`WIDTHS`).

    Raises:
        Unshowable: there is no such page or width, or the paper can't be opened.
    """
    if width not in WIDTHS:
        raise Unshowable(f"There is no picture {width} pixels wide; {NORMAL} and {LARGE} there are.")
    points = sizes(paper)
    if not 1 <= page <= len(points):
        raise Unshowable(f"“{paper.title}” has no page {page}; it has {len(points):,}.")
    kept = _folder(paper) / f"{page}-{width}.png"
    if kept.exists():
        os.utime(kept)
        return kept.read_bytes()
    scale = min(max(width / points[page - 1][0], 0.01), 10.0)
    try:
        drawn = small(pages.render(_file(paper), page, scale=scale, limits=LIMITS))
    except (UnreadableFile, ValueError) as problem:
        raise Unshowable(f"Page {page} of “{paper.title}” can’t be shown: {problem}") from problem
    _keep(kept, drawn)
    return drawn


def sizes(paper: Paper) -> list[tuple[float, float]]:
    """Width and height of each page in points, as it is shown.

    Raises:
        Unshowable: the paper can't be opened, or holds a page without size.
    """
    kept = _folder(paper) / "sizes.json"
    if kept.exists():
        return [(width, height) for width, height in json.loads(kept.read_text("ascii"))]
    try:
        found = pages.sizes(_file(paper), limits=LIMITS)
    except UnreadableFile as problem:
        raise Unshowable(f"“{paper.title}” can’t be shown: {problem}") from problem
    if not all(width > 0 and height > 0 for width, height in found):
        raise Unshowable(f"“{paper.title}” can’t be shown: one of its pages has no size.")
    _keep(kept, json.dumps(found).encode("ascii"))
    return found


def texts(paper: Paper, *, read: bool = True) -> list[str] | None:
    """The text of each page; ``None`` for a scan, and without ``read`` also where it was not read before.

    Reading takes seconds for a file of thousands of pages, so only a search does it.

    Raises:
        Unshowable: the paper can't be opened.
    """
    kept = _folder(paper) / "texts.json"
    if kept.exists():
        found: list[str] | None = json.loads(kept.read_text("utf-8"))
        return found
    if not read:
        return None
    try:
        said = [page.text for page in pages.read(_file(paper), limits=LIMITS).pages]
    except UnreadableFile as problem:
        if problem.code != "no_text":
            raise Unshowable(f"“{paper.title}” can’t be searched: {problem}") from problem
        said = []
    words = said if any(text.strip() for text in said) else None
    _keep(kept, json.dumps(words, ensure_ascii=False).encode("utf-8", "replace"))
    return words


def places(paper: Paper, spans: list[pages.Span]) -> list[pages.Box]:
    """Where words stand on their pages, in points from the page's top left corner.

    Raises:
        Unshowable: the paper can't be opened.
    """
    try:
        found = pages.boxes(_file(paper), spans, limits=LIMITS)
    except UnreadableFile as problem:
        raise Unshowable(f"“{paper.title}” can’t be searched: {problem}") from problem
    return [box for span in spans for box in found[span]]


def small(png: bytes) -> bytes:
    """The same picture in 16 grays where it has no color: a page of print in a third of the bytes."""
    with Image.open(io.BytesIO(png)) as image:
        red, green, blue = image.convert("RGB").split()
        colored = [ImageChops.difference(red, other).point(_BEYOND).getbbox() for other in (green, blue)]
        if any(colored):
            return png
        gray = green.point([round(shade / 17) for shade in range(256)])
        made = Image.frombytes("P", gray.size, gray.tobytes())
        made.putpalette([17 * shade for shade in range(16) for _ in "rgb"])
        out = io.BytesIO()
        made.save(out, "PNG", bits=4, compress_level=6)
    return min(out.getvalue(), png, key=len)


def sweep(folder: Path, room: int = ROOM) -> int:
    """Remove the longest unused files below ``folder`` until they take no more than ``room`` bytes; how many."""
    found = []
    for path in folder.glob("*/*"):
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        found.append((stat.st_mtime, stat.st_size, path))
    taken = sum(size for _, size, _ in found)
    removed = 0
    for _, size, path in sorted(found):
        if taken <= room:
            break
        path.unlink(missing_ok=True)
        taken -= size
        removed += 1
    return removed


def _file(paper: Paper) -> Path:
    try:
        return paper.storage.path(paper.sha256)
    except (OSError, ValueError) as problem:
        raise Unshowable(
            f"“{paper.title}” is not in the storage; tell the records staff, and do not count it as read."
        ) from problem


def _folder(paper: Paper) -> Path:
    folder = wiring().cache / "viewer" / paper.sha256
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _keep(path: Path, data: bytes) -> None:
    global _drawn
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        scratch.write_bytes(data)
        scratch.replace(path)
    except OSError:
        # A full disk keeps nothing; the page is shown all the same.
        scratch.unlink(missing_ok=True)
        return
    _drawn += 1
    if _drawn % _EVERY == 0:
        sweep(path.parent.parent)
