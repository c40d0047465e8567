"""Applications: filing one, and seeing those that one has filed."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.files import UploadedFile
from ninja.params.functions import File, Form, Header, Query

from openimr.law.documents import types
from openimr.law.forms import Application
from openimr.service import clock
from openimr.service.api import cursors, showing
from openimr.service.api.calling import Caller, call
from openimr.service.api.models import Filing
from openimr.service.api.problems import Problem, no_case
from openimr.service.api.shapes import FiledOut, FiledPage
from openimr.service.cases.commands.intake import file_application
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.filed import WITHHELD
from openimr.service.cases.papers import brought, document, keep
from openimr.service.cases.refusals import Refused
from openimr.service.cases.selectors import get
from openimr.service.cases.unit import Repeated

router = Router(tags=["Applications"])
_PAPERS = File([], description="PDF files: the signed form, the decision, other papers.")
_TYPES = Form([], description="For each file in turn what it is, such as application.")


@router.post(
    "/applications",
    response={201: FiledOut, 200: FiledOut},
    summary="File an application",
    auth=call("applications", "application.file"),
)
def file(
    request: HttpRequest,
    response: HttpResponse,
    key: str = Header(
        ...,
        alias="Idempotency-Key",
        min_length=8,
        max_length=200,
        description="Your own number for this request. Sending it again gives the same case, never a second one.",
    ),
    application: str = Form(
        ...,
        max_length=200_000,
        description="The form as JSON; its fields are in /api/v1/schemas/application.json.",
    ),
    papers: list[UploadedFile] = _PAPERS,
    paper_types: list[str] = _TYPES,
) -> Any:
    """File an application for independent medical review: the form as JSON, and PDFs.

    The answer is 201 with the new case, or 200 where this key filed it before. The day on which it arrived is today.
    """
    caller: Caller = request.caller  # type: ignore[attr-defined]
    form = _form(application)
    if len(papers) != len(paper_types):
        raise Problem(
            422,
            "invalid",
            f"There are {len(papers)} files and {len(paper_types)} types; give one type for each file, in turn.",
            field="paper_types",
        )
    contents = [brought(one) for one in papers]
    digest = _digest(form, contents, paper_types)
    submission = caller.submission(key)
    if known := _known(caller, submission, digest):
        return Status(200, known)
    kept = [
        _paper(data, one.name or "paper", kind, caller)
        for data, one, kind in zip(contents, papers, paper_types, strict=True)
    ]
    try:
        with transaction.atomic():
            case = file_application(caller.filer, form, papers=kept, submission=submission)
            filing = Filing.objects.create(
                token=caller.token, key=submission, content=digest, case_number=case.number, at=clock.now()
            )
    except (Repeated, IntegrityError):
        # The same request came twice at once; the other one was faster.
        if known := _known(caller, submission, digest):
            return Status(200, known)
        raise
    return Status(201, _filed(caller, filing))


@router.get(
    "/applications",
    response=FiledPage,
    summary="List what was filed with this token",
    auth=call("applications", "application.file"),
)
def filed(
    request: HttpRequest, cursor: str | None = None, limit: int = Query(cursors.USUAL, ge=1, le=cursors.MOST)
) -> Any:
    """The applications that were filed with this token, the latest first."""
    caller: Caller = request.caller  # type: ignore[attr-defined]
    rows = Filing.objects.filter(token=caller.token).order_by("-pk")
    if cursor:
        rows = rows.filter(pk__lt=cursors.read(cursor, (int,))[0])
    found = list(rows[: limit + 1])
    return {
        "items": [_filed(caller, one) for one in found[:limit]],
        "next": cursors.write(found[limit - 1].pk) if len(found) > limit else None,
    }


@router.get(
    "/applications/{case_number}",
    response=FiledOut,
    summary="See one that was filed with this token",
    auth=call("applications", "case.view"),
)
def one(request: HttpRequest, case_number: str) -> Any:
    """One application, and how far its case is."""
    caller: Caller = request.caller  # type: ignore[attr-defined]
    filing = Filing.objects.filter(token=caller.token, case_number=case_number).first()
    if filing is None:
        raise no_case(case_number)
    return _filed(caller, filing)


def _form(text: str) -> Application:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Problem(
            422, "invalid", "The field application holds no JSON.", field="application"
        ) from problem
    if not isinstance(data, dict):
        raise Problem(422, "invalid", "The field application must be a JSON object.", field="application")
    # When and how it arrived is what we see, not what somebody says.
    return Application.from_dict({**data, "channel": "api", "received": None})


def _paper(data: bytes | Path, name: str, kind: str, caller: Caller) -> Document:
    if kind not in types():
        raise Problem(
            422,
            "invalid",
            f"{kind!r} is no type of paper; use one of {', '.join(types())}.",
            field="paper_types",
        )
    try:
        kept = keep(data, name)
    except Refused as problem:
        raise Refused(problem.message, law=problem.law, field="papers") from problem
    return document(
        kept,
        type=kind,
        title=name.rpartition(".")[0][:150] or name[:150],
        received=clock.today(),
        received_from=caller.token.party,
        added_by=caller.filer.id,
        channel="electronic",
        in_file=kind not in WITHHELD,
    )


def _digest(form: Application, contents: list[bytes | Path], kinds: list[str]) -> str:
    parts = [json.dumps(form.to_dict(), sort_keys=True)]
    parts += [f"{kind}:{_sha256(data)}" for kind, data in zip(kinds, contents, strict=True)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _sha256(data: bytes | Path) -> str:
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(caller: Caller, submission: str, digest: str) -> dict[str, Any] | None:
    filing = Filing.objects.filter(token=caller.token, key=submission).first()
    if filing is None:
        return None
    if filing.content != digest:
        raise Problem(
            409,
            "key_used",
            f"This Idempotency-Key filed case {filing.case_number} with other contents; take a new key for "
            "another application.",
            field="Idempotency-Key",
        )
    return _filed(caller, filing)


def _filed(caller: Caller, filing: Filing) -> dict[str, Any]:
    case = get(filing.case_number)
    actor = caller.actor(filing.case_number)
    return {"number": filing.case_number, "filed": filing.at, "case": showing.case(caller, actor, case)}
