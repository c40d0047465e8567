"""What the viewer's template is given, and the answer that is a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from openimr.service.viewer import drawing, finding
from openimr.service.viewer.drawing import LARGE, NORMAL, THUMBNAIL, Unshowable
from openimr.service.viewer.paper import OnPageOpened, Paper

#: Widths of the page, in percent of its column.
ZOOMS = (50, 75, 100, 125, 150, 200, 300)
#: Thumbnails that stand beside a page.
_BLOCK = 12
#: Up to so many pages the text is read at once, to say what stands on a page.
_SHORT = 60
_SAID = 160


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A page in the column: its picture, whether it was opened, whether words were found on it."""

    number: int
    picture: str
    height: int
    opened: bool
    hit: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """The open page, turned: the box it is shown in, how its picture is moved into it, and what is lit."""

    number: int
    picture: str
    sharp: str
    width: float
    height: float
    box: tuple[float, float]
    transform: str
    lit: list[tuple[float, float, float, float]]
    said: str


def shown(
    request: HttpRequest, paper: Paper, *, on_page_opened: OnPageOpened | None = None
) -> dict[str, Any]:
    """The context of ``viewer/_viewer.html``: ``{"viewer": ...}``.

    Page, zoom, turn and words come from the address (``page``, ``zoom``, ``turn``, ``words``); what makes no
    sense there is taken for the nearest that does. The page counts as opened once its picture is drawn.
    """
    ask = request.GET
    turn = _number(ask.get("turn"), 0) % 360 // 90 * 90
    zoom = min(ZOOMS, key=lambda step: abs(step - _number(ask.get("zoom"), 100)))
    words = " ".join(ask.get("words", "").replace("\x00", "")[: finding.LONGEST].split())
    context: dict[str, Any] = {"paper": paper, "words": words, "zoom": zoom, "turn": turn, "problem": ""}
    total, number = paper.pages, 1
    try:
        points = drawing.sizes(paper)
        total = len(points)
        number = min(max(_number(ask.get("page"), 1), 1), total)
        width = NORMAL if zoom <= 100 else LARGE
        drawing.picture(paper, number, width)
        found, said = _search(paper, words, total)
        rectangles = finding.lit(paper, number, words) if found and found.hits else []
        context |= {
            "leaf": _leaf(paper, number, points[number - 1], width, turn, rectangles, said),
            "found": found,
            "thumbnails": _thumbnails(paper, number, points, found),
        }
        if found:
            listed = [hit.page for hit in found.hits]
            context |= {
                "hit_before": max((page for page in listed if page < number), default=None),
                "hit_after": min((page for page in listed if page > number), default=None),
            }
        if on_page_opened:
            on_page_opened(paper.id, number, request.user)
            if paper.opened is not None:
                context["opened"] = len(paper.opened | {number})
    except Unshowable as problem:
        context["problem"] = str(problem)
    first = (number - 1) // _BLOCK * _BLOCK + 1
    at = ZOOMS.index(zoom)
    return {
        "viewer": {
            **context,
            "number": number,
            "total": total,
            "before": number - 1 if number > 1 else None,
            "after": number + 1 if number < total else None,
            "ahead": f"{paper.base}{number + 1}-{NORMAL}.png" if "leaf" in context and number < total else "",
            "smaller": ZOOMS[at - 1] if at else None,
            "larger": ZOOMS[at + 1] if at + 1 < len(ZOOMS) else None,
            "turned": (turn + 90) % 360,
            "block_before": first - 1 if first > 1 else None,
            "block_after": first + _BLOCK if first + _BLOCK <= total else None,
        }
    }


def alone(request: HttpRequest) -> bool:
    """Whether the viewer on the page asks for itself: its fragment is enough then."""
    return request.headers.get("HX-Target") == "viewer"


def saved(paper: Paper, name: str) -> FileResponse:
    """The paper as it came, to keep as a file; nothing in it runs on this site.

    Raises:
        Http404: it is not in the storage.
    """
    try:
        file = paper.storage.path(paper.sha256).open("rb")
    except (OSError, ValueError) as problem:
        raise Http404("The paper is not in the storage; tell the administrator.") from problem
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response


def picture_response(paper: Paper, page: int, width: int) -> HttpResponse:
    """The picture of a page for the browser to keep for an hour; 404 with the sentence where there is none."""
    try:
        data = drawing.picture(paper, page, width)
    except Unshowable as problem:
        return HttpResponse(str(problem), status=404, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _search(paper: Paper, words: str, total: int) -> tuple[finding.Found | None, list[str] | None]:
    """What was found, and the pages' texts as far as they are known."""
    found = finding.search(paper, words) if words else None
    try:
        return found, drawing.texts(paper, read=total <= _SHORT)
    except Unshowable:
        # It can be looked at, if not read.
        return found, None


def _leaf(
    paper: Paper,
    number: int,
    points: tuple[float, float],
    width: int,
    turn: int,
    rectangles: list[tuple[float, float, float, float]],
    texts: list[str] | None,
) -> Leaf:
    wide, high = points
    moves = {
        0: "",
        90: f"translate({high:g} 0) rotate(90)",
        180: f"translate({wide:g} {high:g}) rotate(180)",
        270: f"translate(0 {wide:g}) rotate(270)",
    }
    text = " ".join(texts[number - 1].split()) if texts and number <= len(texts) else ""
    said = text if len(text) <= _SAID else text[:_SAID].rsplit(" ", 1)[0] + " …"
    return Leaf(
        number,
        f"{paper.base}{number}-{width}.png",
        f"{paper.base}{number}-{LARGE}.png",
        wide,
        high,
        (high, wide) if turn in (90, 270) else (wide, high),
        moves[turn],
        rectangles,
        said,
    )


def _thumbnails(
    paper: Paper, number: int, points: list[tuple[float, float]], found: finding.Found | None
) -> list[Thumbnail]:
    first = (number - 1) // _BLOCK * _BLOCK
    hits = {hit.page for hit in found.hits} if found else set()
    opened = (paper.opened or frozenset()) | {number}
    return [
        Thumbnail(
            page,
            f"{paper.base}{page}-{THUMBNAIL}.png",
            max(24, min(240, round(THUMBNAIL * points[page - 1][1] / points[page - 1][0]))),
            page in opened,
            page in hits,
        )
        for page in range(first + 1, min(first + _BLOCK, len(points)) + 1)
    ]


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else otherwise
