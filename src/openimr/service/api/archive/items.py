"""One item, one letter: what they say, what is like them, where their words stand elsewhere, how they are cited."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Path, Query

from openimr import archive as letters
from openimr.archive.answers import hit_json, permalink
from openimr.archive.citing import Citation, cite, cite_letter, cite_search
from openimr.archive.comparing import elsewhere as shared
from openimr.archive.comparing import like as comparing
from openimr.archive.comparing.answers import letters_json, run_json
from openimr.archive.exporting import selecting
from openimr.archive.exporting.rows import row
from openimr.archive.query.tree import QueryProblem
from openimr.archive.searching import Hit, with_filters
from openimr.service import clock
from openimr.service.api.archive.asking import ASKED, Asked, pointed
from openimr.service.api.archive.opening import anybody
from openimr.service.api.archive.shapes import (
    ArchiveItemOut,
    ArchiveLetterOut,
    CitationOut,
    ElsewhereOut,
    LikeOut,
)
from openimr.service.api.problems import Problem
from openimr.service.bootstrap import wiring
from openimr.service.library.asking import Asked as Page
from openimr.service.takeaway.downloading import limited

router = Router(tags=["The archive"])
_ADDRESS = Path(
    ...,
    max_length=100,
    description="Last part of the letter's address, most often its case number; of a DMHC case the reference.",
    example="CM16-0248698",
)
_NUMBER = Path(..., ge=0, le=9_999, description="Of the item in its letter; of a DMHC case 1.", example=1)
#: Characters of a text that is sent: an address takes no more.
_LONGEST = 3_000


@router.get("/archive/items/{address}/{number}", response=ArchiveItemOut, summary="See an item", auth=anybody)
def item(request: HttpRequest, address: str = _ADDRESS, number: int = _NUMBER) -> Any:
    """Everything that the archive says of a disputed item, rationale and summary included, as in an export."""
    key = _hit(address, number).key
    found = selecting.documents(limited, [key])
    if not found:
        raise _no_item(address, number)
    return row(found[0], site=_site(request))


@router.get(
    "/archive/items/{address}/{number}/like", response=LikeOut, summary="Find like items", auth=anybody
)
def like(
    request: HttpRequest,
    address: str = _ADDRESS,
    number: int = _NUMBER,
    limit: int = Query(10, ge=1, le=comparing.MOST, description="Items of each decision."),
) -> Any:
    """Items with the same treatment, the most alike first, decided either way; why, and which facts differ."""
    found = comparing.like(wiring().archive, _hit(address, number).key, limit=limit)
    return {
        "item": hit_json(found.item),
        "upheld": [_like(one) for one in found.upheld],
        "overturned": [_like(one) for one in found.overturned],
    }


@router.get(
    "/archive/items/{address}/{number}/elsewhere",
    response=ElsewhereOut,
    summary="Find an item's words elsewhere",
    auth=anybody,
)
def elsewhere(
    request: HttpRequest,
    address: str = _ADDRESS,
    number: int = _NUMBER,
    limit: int = Query(50, ge=1, le=200, description="Runs."),
) -> Any:
    """Runs of ten words or more of its rationale that stand in other letters, and in how many.

    The work is bounded: for words that very many letters share the counts are lower limits, and `exact` is false.
    """
    key = _hit(address, number).key
    return _elsewhere(key, shared.elsewhere(wiring().archive, key, limit=limit))


@router.get("/archive/elsewhere", response=ElsewhereOut, summary="Find a text in the archive", auth=anybody)
def text_elsewhere(
    request: HttpRequest,
    text: str = Query(
        ...,
        min_length=1,
        max_length=_LONGEST,
        description="A passage; runs of ten words or more of it are looked for.",
        example="The MTUS does not support the use of this medication for longer than four weeks",
    ),
    limit: int = Query(50, ge=1, le=200, description="Runs."),
) -> Any:
    """Runs of ten words or more of a text that stand in letters, and in how many."""
    try:
        return _elsewhere(None, shared.elsewhere(wiring().archive, text=text, limit=limit))
    except QueryProblem as problem:
        raise Problem(400, "query", problem.sentence, field="text") from problem


@router.get(
    "/archive/items/{address}/{number}/citation", response=CitationOut, summary="Cite an item", auth=anybody
)
def item_citation(request: HttpRequest, address: str = _ADDRESS, number: int = _NUMBER) -> Any:
    """The citation as a sentence, for BibTeX, and for RIS."""
    hit = _hit(address, number)
    link = _site(request) + permalink(hit.key)
    return _citation(link, cite(hit, link))


@router.get("/archive/letters/{address}", response=ArchiveLetterOut, summary="See a letter", auth=anybody)
def letter(
    request: HttpRequest,
    address: str = _ADDRESS,
    spans: bool = Query(False, description="With the places in the original that each value was read from."),
) -> Any:
    """The determination as `openimr read` prints it (`determination/1`), and where the original is."""
    found = letters.get(limited, address)
    if found is None:
        raise _no_letter(address)
    determination = found.determination
    if not spans:
        determination = {name: value for name, value in determination.items() if name != "spans"}
    page = f"{_site(request)}/letters/{found.slug}/"
    return {
        "letter": found.slug,
        "origin": found.origin,
        "kind": found.kind,
        "sha256": found.sha256,
        "reader": found.reader,
        "links": {
            "page": page,
            "original": f"{page}copies/original/",
            "findings": f"{page}copies/findings/",
        },
        "determination": determination,
    }


@router.get(
    "/archive/letters/{address}/citation", response=CitationOut, summary="Cite a letter", auth=anybody
)
def letter_citation(request: HttpRequest, address: str = _ADDRESS) -> Any:
    """The citation as a sentence, for BibTeX, and for RIS."""
    found = wiring().archive.search("", filters=[("letter", address)], limit=1, relax=False)
    held = next((hit.fields for hit in found.hits if hit.fields.get("programme") == "imr"), None)
    if held is None:
        raise _no_letter(address)
    link = f"{_site(request)}/letters/{held['address']}/"
    return _citation(link, cite_letter(held, link))


@router.get("/archive/citation", response=CitationOut, summary="Cite a search", auth=anybody)
def search_citation(
    request: HttpRequest,
    asked: Asked = ASKED,
    sort: Literal["relevance", "date"] = Query("relevance"),
) -> Any:
    """What was asked, how many items it had, and on which day: the archive grows."""
    archive = wiring().archive
    filters = asked.filters()
    try:
        total = selecting.count(archive, asked.q, filters)
    except QueryProblem as problem:
        raise pointed(problem, archive, asked.q) from problem
    link = f"{_site(request)}/archive/{Page(asked.q, filters, sort).query()}"
    return _citation(link, cite_search(with_filters(asked.q, filters), total, link, on=clock.today()))


def _hit(address: str, number: int) -> Hit:
    keys = [f"{address}#{number}", *([address] if number == 1 else [])]
    found = wiring().archive.get(keys)
    for key in keys:
        if key in found:
            return found[key]
    raise _no_item(address, number)


def _no_item(address: str, number: int) -> Problem:
    return Problem(404, "not_found", f"The archive holds no item {number} of a letter {_short(address)}.")


def _no_letter(address: str) -> Problem:
    return Problem(404, "not_found", f"The archive holds no letter {_short(address)}.")


def _short(value: str) -> str:
    return f"“{value[:40]}{'…' if len(value) > 40 else ''}”"


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _citation(address: str, made: Citation) -> dict[str, str]:
    return {"address": address, "plain": made.plain, "bibtex": made.bibtex, "ris": made.ris}


def _like(one: comparing.LikeItem) -> dict[str, Any]:
    return {
        "score": one.score,
        "because": [{"kind": reason.kind, "values": list(reason.values)} for reason in one.because],
        "differs": [
            {"fact": fact.fact, "title": fact.title, "here": list(fact.here), "there": list(fact.there)}
            for fact in one.differs
        ],
        "hit": hit_json(one.hit),
    }


def _elsewhere(key: str | None, found: shared.Elsewhere) -> dict[str, Any]:
    return {
        "key": key,
        "words": found.words,
        "share": round(found.share, 6),
        "letters": letters_json(found.letters),
        "exact": found.exact,
        # Of what the command line prints too, the shapes of the API take what is theirs.
        "runs": [{**run_json(run), "text": found.text[run.start : run.end]} for run in found.runs],
    }
