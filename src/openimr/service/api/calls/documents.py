"""Papers of cases: listing, reading, sending."""

import hashlib
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.files import UploadedFile
from ninja.params.functions import File, Form, Header

from openimr.law.documents import senders, types
from openimr.service import clock
from openimr.service.api import showing
from openimr.service.api.calling import Caller, call
from openimr.service.api.problems import Problem
from openimr.service.api.shapes import DocumentOut
from openimr.service.bootstrap import wiring
from openimr.service.cases import filed
from openimr.service.cases.commands import records
from openimr.service.cases.papers import brought, document, keep
from openimr.service.cases.refusals import Refused

router = Router(tags=["Documents"])
_PAPERS = File(..., description="PDF files.")
_TYPES = Form(..., alias="types", description="For each file in turn what it is.")
_RECEIVED = Form(None, description="The day they arrived; today for a party's token.")


@router.get(
    "/cases/{case_number}/documents",
    response=list[DocumentOut],
    summary="List the papers of a case",
    auth=call("documents", "file.view"),
)
def listed(request: HttpRequest, case_number: str) -> Any:
    """The papers; reviewers and clinical staff get those of the medical file."""
    return [showing.document(one) for one in _seen(request)]


@router.get(
    "/cases/{case_number}/documents/{document_id}",
    summary="Read a paper",
    openapi_extra={"responses": {200: {"description": "The PDF", "content": {"application/pdf": {}}}}},
    auth=call("documents", "file.view"),
)
def paper(request: HttpRequest, case_number: str, document_id: str) -> HttpResponse:
    """The PDF, held against its digest."""
    found = next((one for one in _seen(request) if one.id == document_id), None)
    if found is None:
        raise Problem(404, "not_found", f"Case {case_number} has no paper {document_id} that you may see.")
    try:
        data = wiring().papers.get(found.sha256)
    except OSError as problem:
        raise Problem(503, "unreadable", "The paper can't be read from the storage just now.") from problem
    if hashlib.sha256(data).hexdigest() != found.sha256:
        raise Problem(503, "unreadable", "The stored paper is not the one that came; tell the office.")
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{case_number}-{found.id}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@router.post(
    "/cases/{case_number}/documents",
    response={201: list[DocumentOut]},
    summary="Send papers to a case",
    auth=call("records", "records.add"),
)
def send(
    request: HttpRequest,
    case_number: str,
    key: str = Header(..., alias="Idempotency-Key", min_length=8, max_length=200),
    papers: list[UploadedFile] = _PAPERS,
    types_: list[str] = _TYPES,
    received_from: str | None = Form(None, description="Who sent them; a party's token needs none."),
    received: date | None = _RECEIVED,
    expected: int | None = Form(None, description="The version of the case that this rests on."),
) -> Any:
    """Put PDFs into the case as one delivery. A paper that is there already is kept and marked a duplicate."""
    caller: Caller = request.caller  # type: ignore[attr-defined]
    if len(papers) != len(types_):
        raise Problem(422, "invalid", "Give one type for each file, in turn.", field="types")
    outside = caller.role == "party"
    sender = caller.token.party if outside else received_from
    day = clock.today() if outside else received
    if sender not in senders():
        raise Problem(
            422, "invalid", f"Say who sent the papers: one of {', '.join(senders())}.", field="received_from"
        )
    if day is None:
        raise Problem(422, "invalid", "Give the day on which the papers arrived.", field="received")
    made = []
    for one, kind in zip(papers, types_, strict=True):
        if kind not in types():
            raise Problem(
                422, "invalid", f"{kind!r} is no type; use one of {', '.join(types())}.", field="types"
            )
        name = one.name or "paper"
        try:
            kept = keep(brought(one), name)
        except Refused as problem:
            raise Refused(problem.message, law=problem.law, field="papers") from problem
        made.append(
            document(
                kept,
                type=kind,
                title=name.rpartition(".")[0][:150] or name[:150],
                received=day,
                received_from=sender,
                added_by=request.actor.id,  # type: ignore[attr-defined]
                channel="electronic",
            )
        )
    after = records.add(
        request.actor,  # type: ignore[attr-defined]
        case_number,
        made,
        received=day,
        received_from=str(sender),
        expected=expected,
        submission=caller.submission(key),
    )
    ids = {one.id for one in made}
    return Status(201, [showing.document(one) for one in after.documents if one.id in ids])


def _seen(request: Any) -> Any:
    return filed.seen_by(request.caller, request.case)
