"""More time and a second reviewer: asking for them, and the regulator's answer."""

from __future__ import annotations

from functools import partial

from django import forms

from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import approvals
from openimr.service.cases.domain import Case
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.steps import step

_step = partial(step, tab="Reviewer", back="", template="reviewers/confirm.html", refused=200)


class AskForm(CaseForm):
    """A request to the regulator."""

    needed = ("reason",)

    reason = forms.CharField(
        label="Reason", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(CaseForm):
    """The regulator's answer; neither is chosen beforehand."""

    needed = ("note",)

    granted = forms.ChoiceField(
        label="Answer", choices=[("yes", "Approve"), ("no", "Refuse")], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="In writing", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    @property
    def answer(self) -> tuple[bool, str]:
        """Whether it is granted, and what was written."""
        return self.cleaned_data["granted"] == "yes", self.cleaned_data["note"]


_asks = partial(_step, form_class=AskForm, button="Ask the regulator")
_answers = partial(_step, form_class=AnswerForm, button="Record the answer", done="Your answer is recorded.")


def _extension(case: Case) -> str:
    waiting = next((one for one in case.extensions if one.granted is None), None)
    return f"Asked for: {waiting.reason}" if waiting else "No extension waits for an answer."


def _second(case: Case) -> str:
    asked = case.second_reviewer or {}
    if asked and asked.get("granted") is None:
        return f"Asked for: {asked['reason']}"
    return "No request for a second reviewer waits for an answer."


@_asks(
    "extension.request",
    title="Ask for an extension",
    sentence="The regulator is asked for up to three more days for the determination.",
    consequences=("The clock goes on until the regulator approves.", "There is one extension in a case."),
    law="LC 4610.6(d)(2)",
    done="The regulator was asked for an extension.",
)
def extension(actor: Actor, number: str, form: AskForm) -> Case:
    """Asking for up to three more days."""
    return approvals.request_extension(actor, number, form.cleaned_data["reason"], **form.terms)


@_answers(
    "extension.approve",
    title="Decide on an extension",
    sentence=_extension,
    consequences=("Approved, the determination is due up to three days later.",),
    law="LC 4610.6(d)(2)",
)
def extension_answer(actor: Actor, number: str, form: AnswerForm) -> Case:
    """The regulator's answer to it."""
    return approvals.answer_extension(actor, number, *form.answer, **form.terms)


@_asks(
    "second_reviewer.request",
    title="Ask for a second reviewer",
    sentence="The regulator is asked to approve a second reviewer in writing.",
    consequences=(
        "Each reviewer decides every treatment; both analyses go into the letter.",
        "On a tie the treatment is provided (LC 4610.6(e)).",
    ),
    law="8 CCR 9792.10.6(c)",
    done="The regulator was asked for a second reviewer.",
)
def second(actor: Actor, number: str, form: AskForm) -> Case:
    """Asking for a second reviewer."""
    return approvals.request_second(actor, number, form.cleaned_data["reason"], **form.terms)


@_answers(
    "second_reviewer.approve",
    title="Decide on a second reviewer",
    sentence=_second,
    consequences=("Approved, the panel scheduler chooses a second reviewer.",),
    law="8 CCR 9792.10.6(c)",
)
def second_answer(actor: Actor, number: str, form: AnswerForm) -> Case:
    """The regulator's answer to it."""
    return approvals.answer_second(actor, number, *form.answer, **form.terms)
