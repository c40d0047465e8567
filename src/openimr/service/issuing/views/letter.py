"""The letter of a case: its versions, and the stored files themselves."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.accounts.permissions import may
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import acting
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import opened, page
from openimr.service.cases.people import shown
from openimr.service.cases.projecting import clocks
from openimr.service.issuing import clerical, previews, reading
from openimr.service.issuing.covering import SERVICES
from openimr.service.notices.models import Outgoing
from openimr.service.office.clocks import chip


@require_safe
@requires("file.view")
def overview(request: HttpRequest, case_number: str) -> HttpResponse:
    """The versions of the letter, each with what its signature is worth, and what can be done next."""
    case = opened(case_number)
    now = clock.now()
    appeal = next((one for one in clocks(case, now) if one.clock == "I15" and one.due), None)
    held = [_version(case, one) for one in reading.versions(case)]
    proposed = None
    if case.correction:
        who = shown([case.correction["by"]])[case.correction["by"]]
        proposed = {
            **case.correction,
            "rows": clerical.told(case.correction["changes"]),
            "who": who,
            "mine": case.correction["by"] == f"user:{request.user.pk}",
        }
    publishing = verdict(acting(request.user), "letter.publish", case)
    context: dict[str, Any] = {
        "may_publish": bool(publishing),
        # Whoever issued the letter is told that somebody else looks at the copy.
        "publish_why": publishing.why if may(request.user, "letter.publish", case.state) else "",  # type: ignore[arg-type]
        "versions": held,
        "appeal": chip(appeal, now) if appeal else None,
        "papers": _papers(case_number) if case.letters else (),
        "proposed": proposed,
    }
    return render(request, "issuing/overview.html", page(request, case, "Letter", **context))


def _papers(case_number: str) -> list[dict[str, Any]]:
    """The papers of the case by title, the latest first: to whom, and whether they left."""
    found: dict[str, dict[str, Any]] = {}
    for one in Outgoing.objects.filter(case_number=case_number).order_by("-queued", "title", "role")[:80]:
        paper = found.setdefault(one.title, {"title": one.title, "to": [], "sent": True})
        paper["to"].append(f"{one.role}, {one.method}: {one.state}")
        paper["sent"] = paper["sent"] and one.state == "sent"
    return list(found.values())


def _version(case: Case, one: reading.Version) -> dict[str, Any]:
    told: dict[str, Any] = {
        "letter": one.letter,
        "service": SERVICES.get(one.letter.service, one.letter.service),
        "row": one.row,
        "public": one.public,
        "checked": None,
        "problem": "",
    }
    if one.row is None:
        told["problem"] = "The storage has no row for this version; run the check of the storage."
        return told
    try:
        checked = reading.checked(reading.letter(case, one.letter.version), one.row.issued_at)
    except reading.NotHeld as problem:
        told["problem"] = str(problem)
        return told
    told["problem" if isinstance(checked, str) else "checked"] = checked
    return told


@require_safe
@requires("file.view")
def stored(request: HttpRequest, case_number: str, version: int) -> HttpResponse:
    """The signed PDF of a version, byte for byte as it was served."""
    return previews.file(_stored(case_number, version), f"{case_number}-version-{version}.pdf")


@require_safe
@requires("file.view")
def stored_page(request: HttpRequest, case_number: str, version: int, number: int) -> HttpResponse:
    """One page of it, as a picture."""
    return previews.picture(_stored(case_number, version), number)


@require_safe
@requires("file.view")
def published(request: HttpRequest, case_number: str, version: int) -> HttpResponse:
    """The public copy of a version."""
    try:
        return previews.file(reading.public(opened(case_number), version), f"{case_number}.pdf")
    except reading.NotHeld as problem:
        raise Http404(str(problem)) from problem


def _stored(case_number: str, version: int) -> bytes:
    try:
        return reading.letter(opened(case_number), version)
    except reading.NotHeld as problem:
        raise Http404(str(problem)) from problem
