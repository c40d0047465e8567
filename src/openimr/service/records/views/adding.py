"""Adding papers: several at once, each kept or refused by its name."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from openimr.law.documents import types
from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import records as commands
from openimr.service.cases.pages import address, carry_out, opened
from openimr.service.cases.papers import document
from openimr.service.office.dates import said
from openimr.service.records.forms import AddForm
from openimr.service.records.guessing import guess
from openimr.service.records.taking import NotTaken, Taken, clean_name, take, title_of
from openimr.service.records.views.index import show


@requires("records.add")
@require_POST
def add(request: HttpRequest, case_number: str) -> HttpResponse:
    """Keep the files of the form and put them into the case; JSON for the page's own script."""
    case = opened(case_number)
    form = AddForm(request.POST, case=case)
    files = request.FILES.getlist("file")
    taken: list[Taken] = []
    refused: list[NotTaken] = []
    done = False
    if not files:
        form.add_error(None, "No paper came with the form; choose at least one PDF.")
    if form.is_valid():
        taken, refused = take(files)
        if taken:
            done = carry_out(request, form, partial(_put, request, case_number, form, taken), _said(taken))
    why = [one.why for one in refused]
    if request.headers.get("Accept") == "application/json":
        said = [*why, *(str(one) for errors in form.errors.values() for one in errors)]
        return JsonResponse({"added": [one.name for one in taken] if done else [], "refused": said})
    if done:
        for one in why:
            messages.error(request, f"{one} The others were taken.")
        return redirect(address(case_number, "records/"))
    return show(request, opened(case_number), form, refused=why)


@requires("records.add")
@require_POST
def guessed(request: HttpRequest, case_number: str) -> HttpResponse:
    """What a file may be and of what day, as JSON for the page's own script; nothing is kept or recorded."""
    opened(case_number)
    file = request.FILES.get("file")
    name = clean_name(file.name if file else request.POST.get("name"))
    found = guess(name, file.read() if file else None, clock.today())
    kinds = types()
    return JsonResponse(
        {
            "type": found.type,
            "title": kinds.get(found.type or "", ""),
            "why": found.type_why,
            "dated": found.dated.isoformat() if found.dated else None,
            "said": said(found.dated),
            "dated_why": found.dated_why,
        }
    )


def _said(taken: list[Taken]) -> str:
    if len(taken) == 1:
        return f"{taken[0].name} is in the file."
    return f"{len(taken)} papers are in the file."


def _put(request: HttpRequest, number: str, form: AddForm, taken: list[Taken]) -> Any:
    data = form.cleaned_data
    actor = acting(request.user)
    papers = [
        document(
            one.kept,
            type=data["type"],
            title=data["title"] if data["title"] and len(taken) == 1 else title_of(one.name),
            received=data["received"],
            received_from=data["received_from"],
            added_by=actor.id,
            dated=data["dated"],
            author=data["author"] or None,
            channel=data["channel"],
        )
        for one in taken
    ]
    # Adding a paper takes nothing from what somebody else did meanwhile, so the version is not compared.
    return commands.add(
        actor,
        number,
        papers,
        received=data["received"],
        received_from=data["received_from"],
        submission=data["submission"],
    )
