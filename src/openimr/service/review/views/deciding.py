"""The preliminary decision, comparable letters after it, questions to a party, and signing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.bootstrap import wiring
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import review as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Review
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import address, carry_out, opened, page
from openimr.service.cases.refusals import NotFound
from openimr.service.cases.steps import sent
from openimr.service.review import beside, drafts, file, signing
from openimr.service.review import comparable as comparing
from openimr.service.review import content as typing
from openimr.service.review.drafts import Kept
from openimr.service.review.views.mine import PLACE
from openimr.service.review.views.workbench import TAB, items, mine
from openimr.service.reviewers import registry


@requires("review.preliminary")
@require_http_methods(["GET", "POST"])
def preliminary(request: HttpRequest, case_number: str) -> HttpResponse:
    """Recording what the reviewer thinks before anything comparable may be shown."""
    case = opened(case_number)
    review = mine(request, case)
    kept = drafts.latest(case, review)
    form = CaseForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        chosen = {
            int(number): entry["decision"]
            for number, entry in kept.content["items"].items()
            if entry["decision"]
        }
        command = partial(commands.preliminary, acting(request.user), case_number, chosen, **form.terms)
        if carry_out(request, form, command, "Your preliminary decisions are recorded."):
            return redirect(address(case_number, "review/"))
    context = page(
        request,
        case,
        TAB,
        review=review,
        form=form,
        items=items(case, kept.content),
        ready=all(kept.content["items"][str(one.number)]["decision"] for one in case.eligible_items),
        base=address(case_number, "review/"),
    )
    return render(request, "review/preliminary.html", context)


@requires("comparable.view")
@require_safe
def comparable(request: HttpRequest, case_number: str) -> HttpResponse:
    """Letters of the public archive, treatment by treatment; for a reviewer only after the preliminary decision."""
    case = opened(case_number)
    archive = wiring().archive
    ways = [(item, comparing.ways(archive, item)) for item in case.eligible_items if item.normalised]
    return render(request, "review/comparable.html", page(request, case, TAB, ways=ways))


class QuestionForm(CaseForm):
    """A question to one party."""

    needed = ("to", "text")

    to = forms.ChoiceField(label="To", required=False, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Question",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="It goes to all parties word for word. Do not say who you are.",
    )
    due = forms.DateField(
        label="Answer wanted by", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [(one.role, one.role[:1].upper() + one.role[1:]) for one in self.case.parties]


@requires("review.question")
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, case_number: str) -> HttpResponse:
    """Asking a party; everybody gets a copy, and nobody learns who asks."""
    case = opened(case_number)
    form = QuestionForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        TAB,
        "Your question is in the outbox, with a copy to every party.",
        lambda actor, said: commands.ask(
            actor,
            case_number,
            said["to"],
            said["text"],
            due=said["due"],
            paragraphs=form.paragraphs,
            **form.terms,
        ),
        sends=lambda actor: commands.ask(actor, case_number, case.parties[0].role, "…"),
    ):
        return moved
    usual = commands.answer_clock(case, clock.now())
    context = page(request, case, TAB, form=form, usual=usual, base=address(case_number, "review/"))
    return render(request, "review/question.html", context)


class AnswerForm(CaseForm):
    """What the party said."""

    needed = ("text",)

    text = forms.CharField(
        label="Answer",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Word for word; or that no answer came by the day it was due.",
    )
    documents = forms.MultipleChoiceField(
        label="Documents that came with it", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        documents = self.fields["documents"]
        assert isinstance(documents, forms.MultipleChoiceField)
        documents.choices = [(one.id, one.title) for one in self.case.documents if one.in_file]
        if not documents.choices:
            del self.fields["documents"]


@requires("review.answer")
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """Recording the answer to a reviewer's question."""
    case = opened(case_number)
    asked = next((one for one in case.requests if one.id == number and one.kind == "reviewer"), None)
    if asked is None:
        raise Http404("There is no such question.")
    form = AnswerForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        command = partial(
            commands.answer,
            acting(request.user),
            case_number,
            number,
            said["text"],
            documents=said.get("documents", ()),
            **form.terms,
        )
        if carry_out(request, form, command, "The answer is recorded; the review goes on."):
            return redirect(address(case_number))
    return render(request, "review/answer.html", page(request, case, "Records", form=form, asked=asked))


@requires("review.sign")
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, case_number: str) -> HttpResponse:
    """What is signed, the documents, the attestations, and what is still missing; then the signature."""
    case = opened(case_number)
    review = mine(request, case)
    kept = drafts.latest(case, review)
    content = kept.content
    form = CaseForm(request.POST or None, case=case)
    if request.method == "POST":
        changed = not _same_text(case, review, request.POST.get("version", ""), kept)
        content = typing.from_post(case, request.POST, content)
        kept = drafts.save(case, review, content, kept.version)
        if changed:
            form.add_error(
                None,
                "What you typed was changed in another window since this page was opened. Nothing was signed; look at "
                "it as it is now, and sign again.",
            )
        elif form.is_valid():
            command = partial(commands.sign, acting(request.user), case_number, content, **form.terms)
            if carry_out(request, form, command, f"Your review of case {case_number} is signed."):
                return redirect(PLACE)
    context = page(
        request,
        case,
        TAB,
        review=review,
        form=form,
        kept=kept,
        content=content,
        items=_signed(case, content),
        papers=file.opened(case, acting(request.user).id),
        attestations=typing.ATTESTATIONS,
        problems=_problems(case, review, content),
        errors=_errors(case, review, content),
        base=address(case_number, "review/"),
    )
    return render(request, "review/sign.html", context)


def _same_text(case: Case, review: Review, shown: str, kept: Kept) -> bool:
    """Whether the text that the page showed is still the one that is kept.

    The boxes of the page itself are kept while they are ticked, each as a version of its own, and come with the
    form; they are no change by somebody else.
    """
    if shown == str(kept.version):
        return True
    number = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 9 else 0
    seen = drafts.version(case, review, number)
    boxes = ("documents", "attestations", "answers")
    return seen is not None and all(seen[key] == kept.content[key] for key in seen if key not in boxes)


def _signed(case: Case, content: dict[str, Any]) -> list[dict[str, Any]]:
    """Each item as it would be signed, its guidelines as the letter prints them."""
    out = items(case, content)
    for one in out:
        for side in one["sides"]:
            side["texts"] = [each["text"] for each in beside.cited(side["rows"][:-1])]
    return out


def _problems(case: Case, review: Any, content: dict[str, Any]) -> list[signing.Problem]:
    try:
        one = registry.get(review.reviewer)
    except NotFound:
        one = None
    found = signing.problems(case, review, content, one, clock.today())
    # The boxes on this very page are ticked last; they are not called missing before the first try.
    return [each for each in found if each.field not in ("attestations",)]


def _errors(case: Case, review: Any, content: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings of severity error, each with its key and what was answered."""
    return [
        {"finding": one, "key": beside.key(one), "answer": content["answers"].get(beside.key(one), "")}
        for one in beside.findings(case, review, content)
        if one.severity == "error"
    ]
