"""Taking away: a search as a file, and what changed since."""

from itertools import chain
from typing import Any, Literal

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router
from ninja.params.functions import Query

from openimr.archive.connection import rows
from openimr.archive.exporting import selecting
from openimr.archive.exporting.rows import row
from openimr.archive.index.fields import VERSION
from openimr.archive.query.tree import QueryProblem
from openimr.service.api.archive.asking import ASKED, Asked, pointed
from openimr.service.api.archive.opening import anybody
from openimr.service.api.archive.shapes import ChangesOut
from openimr.service.api.problems import Problem
from openimr.service.bootstrap import wiring
from openimr.service.database import limiting
from openimr.service.takeaway.downloading import FORMS, limited, lines
from openimr.service.takeaway.limits import FILES, ROWS, too_often

router = Router(tags=["The archive"])

#: Without a token, changes can be asked for that lie so many revisions back.
RECENT = 10_000
_OTHERWISE = (
    "Take a release below /archive/releases/, with its data dictionary and checksums, or ask the office for a token "
    "and send it as Authorization: Bearer."
)


@router.get(
    "/archive/export",
    summary="Export a search",
    auth=anybody,
    openapi_extra={
        "responses": {
            200: {
                "description": "The items in the order of their keys, with the columns of the data dictionary",
                "content": {
                    "application/x-ndjson": {"schema": {"type": "string"}},
                    "text/csv": {"schema": {"type": "string"}},
                },
            }
        }
    },
)
def export(
    request: HttpRequest,
    asked: Asked = ASKED,
    format: Literal["jsonl", "csv"] = Query("jsonl", description="JSON lines, or CSV (RFC 4180)."),  # noqa: A002
) -> Any:
    """Every item of a search, however many, with the columns of `/archive/dictionary/`.

    Without a token at most 10,000 items, 60 files in an hour, and never the whole archive: that is in the releases.
    """
    archive = wiring().archive
    filters = asked.filters()
    token = getattr(request, "token", None)
    if token is None and not asked.q.strip() and not filters:
        raise Problem(
            403,
            "whole_archive",
            f"The whole archive is not given without a token in one request. {_OTHERWISE}",
        )
    try:
        total = selecting.count(archive, asked.q, filters)
        if token is None and total > ROWS:
            raise Problem(
                403,
                "too_many_rows",
                f"This search has {total:,} items; without a token {ROWS:,} can be taken at once: narrow it. {_OTHERWISE}",
            )
        if token is None and (seconds := _too_often(request)):
            raise Problem(
                429,
                "too_many",
                f"Without a token an address may take {FILES.most} files an hour; wait {seconds} s.",
                wait=seconds,
            )
        name, media = FORMS[format]
        pages = lines(archive, name, asked.q, filters, site=request.build_absolute_uri("/").rstrip("/"))
        # The header and the first rows now: what fails then is an answer of its own and no half file.
        first = [next(pages), next(pages, b"")]
    except QueryProblem as problem:
        raise pointed(problem, archive, asked.q) from problem
    return StreamingHttpResponse(
        chain(first, pages),
        content_type=media,
        headers={
            "Content-Disposition": f'attachment; filename="openimr-search.{format}"',
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex",
        },
    )


@router.get("/archive/changes", response=ChangesOut, summary="See what changed", auth=anybody)
def changes(
    request: HttpRequest,
    since: int = Query(
        ...,
        ge=0,
        le=2**63 - 1,
        description="Changes after this revision. A release names its own in manifest.json.",
    ),
    limit: int = Query(100, ge=1, le=1_000),
) -> Any:
    """What came and went since a revision, in its order, for mirrors: `item` null takes everything of `unit` away.

    Begin with a release and its revision, and go on with `until` while `more`. Without a token only the last 10,000
    revisions can be asked for.
    """
    last = int(
        rows(
            limited,
            "SELECT greatest((SELECT max(revision) FROM archive.entry), (SELECT max(revision) FROM archive.gone), 0)",
        )[0][0]
    )
    if getattr(request, "token", None) is None and since < last - RECENT:
        raise Problem(
            403,
            "whole_archive",
            f"Without a token changes can be asked for since revision {last - RECENT}, not earlier. {_OTHERWISE}",
            field="since",
        )
    found = rows(limited, _CHANGES, [since, limit + 1, since, VERSION, limit + 1, limit + 1])
    more, found = len(found) > limit, found[:limit]
    site = request.build_absolute_uri("/").rstrip("/")
    return {
        "since": since,
        "until": found[-1][0] if found else since,
        "more": more,
        "changes": [
            {
                "revision": revision,
                "unit": unit,
                "item": None if document is None else row(document, site=site),
            }
            for revision, unit, document in found
        ],
    }


def _too_often(request: HttpRequest) -> int:
    with limiting.limited():
        return too_often(request, FILES)


_CHANGES = """
SELECT * FROM (
    (SELECT revision, unit, NULL::text AS document FROM archive.gone WHERE revision > %s ORDER BY revision LIMIT %s)
    UNION ALL
    (SELECT revision, unit, document FROM archive.entry WHERE revision > %s AND version = %s
     ORDER BY revision LIMIT %s)
) AS changes ORDER BY revision LIMIT %s
"""
