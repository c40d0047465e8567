"""The public form: nobody needs an account to ask for a review."""

from __future__ import annotations

import math
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openimr.law.forms import Application
from openimr.service.accounts.access import open_to
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.intake import file_application
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.papers import MIB
from openimr.service.cases.selectors import get
from openimr.service.intake import receipts
from openimr.service.intake.application import attaching
from openimr.service.intake.application.drafts import MOST_PAPERS, Draft
from openimr.service.intake.application.form import ApplicationForm
from openimr.service.intake.limits import PAPERS, RECEIPTS, SENDING, TYPING, too_often
from openimr.service.intake.views import filing

#: The most bytes of one file that the public sends; a longer file comes by mail.
LARGEST = 40 * MIB
_PLACE = "public"
#: Whoever fills in the public form: a party of a case that has no number yet.
APPLICANT = Actor("party:application:applicant", "party")


@open_to("public")
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The form; what was typed so far stands in it."""
    draft = Draft(request, _PLACE)
    if request.method != "POST":
        return _page(request, draft, _form(initial=draft.typed))
    action = request.POST.get("action", "send")
    if seconds := too_often(request, SENDING if action == "send" else PAPERS):
        draft.type_in(request.POST)
        form = _form(initial=draft.typed)
        sentence = (
            "Very many applications came from your address within an hour. What you typed is kept; "
            f"send it again in {math.ceil(seconds / 60)} minutes."
        )
        return _page(request, draft, form, [sentence], status=429)
    refused = filing.handle_papers(request, draft, largest=LARGEST)
    if action != "send":
        if refused:
            return _page(request, draft, _form(initial=draft.typed), refused, status=422)
        if action == "save":
            messages.info(
                request, "What you typed is kept in this browser’s visit, until you close the browser."
            )
        return redirect("apply" if action == "save" else "/apply/#papers")
    form = _form(request.POST)
    if request.POST.get("website"):
        form.add_error(
            None, "The box that people don’t see was filled in, as programs do; empty it and send again."
        )
    for sentence in refused:
        form.add_error(None, sentence)
    if form.is_valid() and not form.errors:
        number = filing.file(form, draft, _file, APPLICANT.id)
        if number:
            return redirect("apply-received", number=receipts.receipt_of(number))
    return _page(request, draft, form, status=422)


@open_to("public")
@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed; nothing is shown."""
    if not too_often(request, TYPING):
        Draft(request, _PLACE).type_in(request.POST)
    return HttpResponse(status=204)


@open_to("public")
@require_POST
def forget_draft(request: HttpRequest) -> HttpResponse:
    """An empty form again."""
    Draft(request, _PLACE).forget()
    messages.info(request, "The form is empty again.")
    return redirect("apply")


@open_to("public")
@require_safe
def received(request: HttpRequest, number: str) -> HttpResponse:
    """What a receipt number tells: that the application arrived. Who filed it may be anybody, so it opens nothing.

    Raises:
        Http404: there is no such receipt.
    """
    if seconds := too_often(request, RECEIPTS):
        return _receipts(request, number, _tried(seconds), status=429)
    case_number = receipts.case_of(number)
    if case_number is None:
        raise Http404("There is no such receipt number.")
    case = get(case_number)
    waits = case.state == "A0"
    context = {"receipt": receipts.receipt_of(case.number), "day": case.received, "waits": waits}
    response = render(request, "intake/received.html", context)
    response["Cache-Control"] = "no-store"
    return response


@open_to("public")
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Type a receipt number to see whether the application arrived."""
    typed = request.GET.get("number", "")
    if not typed:
        return _receipts(request, "", "")
    if seconds := too_often(request, RECEIPTS):
        return _receipts(request, typed, _tried(seconds), status=429)
    case_number = receipts.case_of(typed)
    if case_number is None:
        said = "There is no such receipt number; compare each letter and digit with your receipt."
        return _receipts(request, typed, said, status=404)
    return redirect("apply-received", number=receipts.receipt_of(case_number))


def _tried(seconds: int) -> str:
    return f"Too many receipt numbers were tried from here; wait {math.ceil(seconds / 60)} minutes, then try again."


def _receipts(request: HttpRequest, typed: str, problem: str, status: int = 200) -> HttpResponse:
    context = {"typed": typed[:60], "problem": problem}
    return render(request, "intake/receipt.html", context, status=status)


def _form(data: Any = None, initial: Any = None) -> ApplicationForm:
    form = ApplicationForm(data, initial=initial)
    form.fields["signed"].label = "I sign this application"
    form.fields[
        "signed"
    ].help_text = "By answering yes, the person named under “Signed by” signs it electronically."
    form.fields["consent"].label = "I consent to the release of medical records"
    form.fields[
        "consent"
    ].help_text = "Physicians and the claims administrator may send records on this treatment to the review organization."
    return form


def _page(
    request: HttpRequest,
    draft: Draft,
    form: ApplicationForm,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "papers": filing.papers_of(draft),
        "types": attaching.choices(),
        "refused": refused or [],
        "draft": bool(draft),
        "most": MOST_PAPERS,
        "largest": LARGEST // MIB,
    }
    response = render(request, "intake/apply.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _file(application: Application, papers: tuple[Document, ...], submission: str) -> Case:
    return file_application(APPLICANT, application, papers=papers, submission=submission)
