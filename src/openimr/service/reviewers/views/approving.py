"""More time and a second reviewer: asking for them, and the regulator's answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import approvals
from openimr.service.cases.domain import Case
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import address, carry_out, opened, page
from openimr.service.office.parts import Confirm


class AskForm(CaseForm):
    """A request to the regulator."""

    reason = forms.CharField(
        label="Reason", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(CaseForm):
    """The regulator's answer; neither is chosen beforehand."""

    granted = forms.ChoiceField(
        label="Answer", choices=[("yes", "Approve"), ("no", "Refuse")], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="In writing", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


def _page(
    request: HttpRequest, case: Case, form: CaseForm, confirm: Confirm, command: Callable[[], Any], done: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and carry_out(request, form, command, done):
        return redirect(address(case.number))
    return render(request, "reviewers/confirm.html", page(request, case, "Reviewer", confirm=confirm))


@requires("extension.request")
@require_http_methods(["GET", "POST"])
def extension(request: HttpRequest, case_number: str) -> HttpResponse:
    """Asking for up to three more days."""
    case = opened(case_number)
    form = AskForm(request.POST or None, case=case)
    confirm = Confirm(
        title="Ask for an extension",
        sentence="The regulator is asked for up to three more days for the determination.",
        button="Ask the regulator",
        back=address(case_number),
        consequences=["The clock goes on until the regulator approves.", "There is one extension in a case."],
        form=form,
        law="LC 4610.6(d)(2)",
    )
    command = partial(_ask, approvals.request_extension, request, case_number, form)
    return _page(request, case, form, confirm, command, "The regulator was asked for an extension.")


@requires("extension.approve")
@require_http_methods(["GET", "POST"])
def extension_answer(request: HttpRequest, case_number: str) -> HttpResponse:
    """The regulator's answer to it."""
    case = opened(case_number)
    form = AnswerForm(request.POST or None, case=case)
    waiting = next((one for one in case.extensions if one.granted is None), None)
    confirm = Confirm(
        title="Decide on an extension",
        sentence=f"Asked for: {waiting.reason}" if waiting else "No extension waits for an answer.",
        button="Record the answer",
        back=address(case_number),
        consequences=["Approved, the determination is due up to three days later."],
        form=form,
        law="LC 4610.6(d)(2)",
    )
    command = partial(_answer, approvals.answer_extension, request, case_number, form)
    return _page(request, case, form, confirm, command, "Your answer is recorded.")


@requires("second_reviewer.request")
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest, case_number: str) -> HttpResponse:
    """Asking for a second reviewer."""
    case = opened(case_number)
    form = AskForm(request.POST or None, case=case)
    confirm = Confirm(
        title="Ask for a second reviewer",
        sentence="The regulator is asked to approve a second reviewer in writing.",
        button="Ask the regulator",
        back=address(case_number),
        consequences=[
            "Each reviewer decides every treatment; both analyses go into the letter.",
            "On a tie the treatment is provided (LC 4610.6(e)).",
        ],
        form=form,
        law="8 CCR 9792.10.6(c)",
    )
    command = partial(_ask, approvals.request_second, request, case_number, form)
    return _page(request, case, form, confirm, command, "The regulator was asked for a second reviewer.")


@requires("second_reviewer.approve")
@require_http_methods(["GET", "POST"])
def second_answer(request: HttpRequest, case_number: str) -> HttpResponse:
    """The regulator's answer to it."""
    case = opened(case_number)
    form = AnswerForm(request.POST or None, case=case)
    asked = case.second_reviewer or {}
    confirm = Confirm(
        title="Decide on a second reviewer",
        sentence=f"Asked for: {asked['reason']}"
        if asked and asked.get("granted") is None
        else "No request for a second reviewer waits for an answer.",
        button="Record the answer",
        back=address(case_number),
        consequences=["Approved, the panel scheduler chooses a second reviewer."],
        form=form,
        law="8 CCR 9792.10.6(c)",
    )
    command = partial(_answer, approvals.answer_second, request, case_number, form)
    return _page(request, case, form, confirm, command, "Your answer is recorded.")


def _ask(command: Callable[..., Any], request: HttpRequest, number: str, form: CaseForm) -> Any:
    return command(acting(request.user), number, form.cleaned_data["reason"], **form.terms)


def _answer(command: Callable[..., Any], request: HttpRequest, number: str, form: CaseForm) -> Any:
    said = form.cleaned_data
    return command(acting(request.user), number, said["granted"] == "yes", said["note"], **form.terms)
