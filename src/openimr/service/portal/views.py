"""The pages of the portal. None has a case number in its address: the session says which case it is."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from openimr.service import clock
from openimr.service.accounts.access import open_to
from openimr.service.cases.access import verdict
from openimr.service.cases.domain import Case
from openimr.service.cases.refusals import Refused
from openimr.service.cases.selectors import get
from openimr.service.cases.unit import Repeated
from openimr.service.outbox.making import CannotMake
from openimr.service.portal import access, papers, sending
from openimr.service.portal.forms import AnswerForm, CodeForm, RecordsForm
from openimr.service.portal.models import Invitation
from openimr.service.portal.telling import told

#: One sentence for every code that opens nothing: mistyped, taken back, over, or never given.
NOTHING = (
    "This code opens no case. Check each letter and digit; if it still does not work, "
    "call the office and ask for a new one."
)


@open_to("public")
@sensitive_post_parameters("code")
def enter(request: HttpRequest, code: str = "") -> HttpResponse:
    """Type the code, or open the link that holds it; then the case."""
    if request.method == "GET" and not code and getattr(request, "party", None) is not None:
        return redirect("portal:case")
    form = CodeForm(request.POST if request.method == "POST" else None, initial={"code": code})
    status = 200
    if request.method == "POST" and form.is_valid():
        found = access.enter(request, form.cleaned_data["code"])
        if isinstance(found, Invitation):
            return redirect("portal:case")
        if found is None:
            form.add_error("code", NOTHING)
            status = 422
        else:
            minutes = -(-found.seconds // 60)
            form.add_error(
                None, f"Too many codes were tried from here. Wait {minutes} minutes, then try again."
            )
            status = 429
    elif request.method == "POST":
        status = 422
    context = {"form": form, "code": code if request.method != "POST" else "", **_office()}
    return render(request, "portal/enter.html", context, status=status)


@require_POST
@open_to("public")
def leave(request: HttpRequest) -> HttpResponse:
    """Close the case on this device."""
    access.leave(request.session)
    messages.success(request, "Your case is closed on this device. Your code opens it again.")
    return redirect("portal:enter")


@require_safe
@open_to("party")
def case(request: HttpRequest) -> HttpResponse:
    """Where the case stands."""
    found, role = _opened(request)
    context = {
        "told": told(found, role, clock.now()),
        "treatments": [one.normalised.disputed if one.normalised else one.text for one in found.items],
        "questions": sending.open_requests(found, role),
        "served": papers.served(found, role)[:3],
        "takes_records": _takes_records(request, found),
    }
    return render(request, "portal/case.html", _page(request, found, role, "Status", **context))


@require_safe
@open_to("party")
def letters(request: HttpRequest) -> HttpResponse:
    """Everything that was served on this party."""
    found, role = _opened(request)
    served = papers.served(found, role)
    return render(request, "portal/papers.html", _page(request, found, role, "Papers", served=served))


@require_safe
@open_to("party")
def paper(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One of them, as PDF."""
    found, role = _opened(request)
    read = {"notice": papers.notice, "letter": papers.letter}.get(kind)
    try:
        data = read(found, role, number) if read else None
    except CannotMake as problem:
        return _refused(request, found, role, str(problem), status=503)
    if data is None:
        raise Http404("No such paper was served here.")
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}-{kind}-{number}.pdf"'
    return response


@open_to("party")
def send(request: HttpRequest) -> HttpResponse:
    """Send records."""
    found, role = _opened(request)
    form = RecordsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        command = partial(
            sending.send_records, found, role, given["files"], given["kind"], given["submission"]
        )
        if (counted := _carry_out(request, form, command)) is not None:
            if counted:
                messages.success(request, _thanks(*counted))
            return redirect("portal:send")
    context = {
        "form": form,
        "takes_records": _takes_records(request, found),
        "sent": [one for one in found.documents if one.added_by == request.party.id][::-1],  # type: ignore[attr-defined]
    }
    status = 422 if form.errors else 200
    return render(request, "portal/send.html", _page(request, found, role, "Send", **context), status=status)


@require_safe
@open_to("party")
def questions(request: HttpRequest) -> HttpResponse:
    """Questions to this party, and copies of those of the review to others."""
    found, role = _opened(request)
    context = {
        "open": sending.open_requests(found, role),
        "answered": sending.answered(found, role)[::-1],
        "copies": sending.copies(found, role)[::-1],
    }
    return render(request, "portal/questions.html", _page(request, found, role, "Questions", **context))


@open_to("party")
def question(request: HttpRequest, number: int) -> HttpResponse:
    """Answer one."""
    found, role = _opened(request)
    asked = next((one for one in sending.open_requests(found, role) if one.id == number), None)
    if asked is None:
        done = any(one.id == number for one in sending.answered(found, role))
        if not done:
            raise Http404("No such question was put to you.")
        messages.info(request, "This question was answered already.")
        return redirect("portal:questions")
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        command = partial(
            sending.answer, found, role, asked, given["text"], given["files"], given["submission"]
        )
        if _carry_out(request, form, command) is not None:
            messages.success(request, "Thank you. We have your answer.")
            return redirect("portal:questions")
    context = {"form": form, "asked": asked}
    status = 422 if form.errors else 200
    return render(
        request, "portal/question.html", _page(request, found, role, "Questions", **context), status=status
    )


@require_safe
@open_to("party")
def help_page(request: HttpRequest) -> HttpResponse:
    """How to reach the office, and what only the office can do: withdrawing, authorizing, correcting."""
    found, role = _opened(request)
    return render(request, "portal/help.html", _page(request, found, role, "Help"))


def _opened(request: HttpRequest) -> tuple[Case, str]:
    invitation: Invitation = request.invitation  # type: ignore[attr-defined]
    return get(invitation.case_number), invitation.role


_TABS = (
    ("Status", "portal:case"),
    ("Papers", "portal:papers"),
    ("Send", "portal:send"),
    ("Questions", "portal:questions"),
    ("Help", "portal:help"),
)


def _page(request: HttpRequest, case: Case, role: str, here: str, **context: Any) -> dict[str, Any]:
    waiting = len(sending.open_requests(case, role))
    return {
        "number": case.number,
        "role": role,
        "employee": case.employee.name if case.employee else "",
        "tabs": [
            (title, name, title == here, waiting if title == "Questions" else 0) for title, name in _TABS
        ],
        "here": here,
        **_office(),
        **context,
    }


def _office() -> dict[str, Any]:
    return {"organization": settings.OPENIMR_LETTERHEAD}


def _takes_records(request: HttpRequest, case: Case) -> str:
    """Why the case takes no records; "" where it does."""
    return verdict(request.party, "records.add", case).why and (  # type: ignore[attr-defined]
        "This case takes no more records, because the review is over. Call the office if you think that it should."
    )


def _thanks(count: int, known: int) -> str:
    said = "1 paper is" if count == 1 else f"{count} papers are"
    twice = "" if not known else f" {known} of them we had already." if count > 1 else " We had it already."
    return f"Thank you. {said} in the case now.{twice}"


def _carry_out(request: HttpRequest, form: Any, command: Any) -> Any:
    """What the command gave; ``None`` where it was refused, and the form says why. False where it was done before."""
    try:
        return command()
    except Repeated:
        messages.info(request, "We had this already; nothing was done twice.")
        return False
    except Refused as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return None


def _refused(request: HttpRequest, case: Case, role: str, sentence: str, *, status: int) -> HttpResponse:
    context = _page(request, case, role, "Papers", sentence=sentence)
    return render(request, "portal/refused.html", context, status=status)
