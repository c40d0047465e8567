"""Sorting one paper: its pages at the left, at the right what it is and where it goes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from openimr.law import documents
from openimr.law.states import state
from openimr.service.accounts.access import requires
from openimr.service.accounts.permissions import may
from openimr.service.cases import selectors as cases
from openimr.service.cases.actors import acting
from openimr.service.cases.people import shown
from openimr.service.cases.refusals import Conflict, NotFound, Refused
from openimr.service.cases.unit import Repeated
from openimr.service.intake.application.fields import DayField
from openimr.service.intake.mail import commands, outgoing, selectors
from openimr.service.intake.mail.paper import CHANNELS, Paper, Part
from openimr.service.intake.views.papers import pages_of
from openimr.service.ledger.models import Event
from openimr.service.office.asking import AskingForm
from openimr.service.office.parts import Badge, Crumb
from openimr.service.office.parts import Event as Shown
from openimr.service.viewer import alone

#: Documents that one paper may carry; a thicker bundle is attached as it is and described in the case.
PLACES = 5
_RANGE_HINT = "Only where the paper carries several documents, such as 3-7."


class SortForm(AskingForm):
    """What the paper is. The guess stands in the first row and is marked; nothing else is chosen beforehand."""

    submission = forms.CharField(widget=forms.HiddenInput, max_length=64)
    expected = forms.IntegerField(widget=forms.HiddenInput)
    urgent = forms.BooleanField(label="Urgent", required=False)
    received_from = forms.ChoiceField(label="From", required=False)

    def __init__(self, data: Any = None, *, paper: Paper) -> None:
        super().__init__(data, initial=_initial(paper))
        self.paper = paper
        self.fields["received_from"].choices = [  # type: ignore[attr-defined]
            ("", "Not stated"),
            *((one, one.capitalize()) for one in documents.senders()),
        ]
        for place in range(PLACES):
            self.fields |= {
                f"type_{place}": forms.ChoiceField(
                    label="Type of document",
                    choices=[("", "Choose"), *documents.types().items()],
                    required=False,
                ),
                f"title_{place}": forms.CharField(label="Title", max_length=200, required=False),
                f"pages_{place}": forms.RegexField(
                    r"^\s*\d{1,4}\s*(?:[-–]\s*\d{1,4}\s*)?$",
                    label="Pages",
                    required=False,
                    error_messages={"invalid": "Type pages as 3 or 3-7."},
                    widget=forms.TextInput(attrs={"class": "short", "placeholder": "all"}),
                ),
                f"dated_{place}": DayField(label="Dated"),
            }

    def rows(self) -> list[dict[str, Any]]:
        """The documents for the page; ``open`` says whether the row is used."""
        names = ("type", "title", "pages", "dated")
        rows = []
        for place in range(PLACES):
            fields = {name: self[f"{name}_{place}"] for name in names}
            used = any(one.value() or one.errors for one in fields.values())
            rows.append({**fields, "open": place == 0 or used, "place": place})
        return rows

    def clean(self) -> dict[str, Any]:
        """A row with something in it needs a type."""
        cleaned = super().clean() or {}
        for place in range(PLACES):
            rest = any(cleaned.get(f"{name}_{place}") for name in ("title", "pages", "dated"))
            if rest and not cleaned.get(f"type_{place}"):
                self.add_error(f"type_{place}", "Say what type of document this is.")
        return cleaned

    def parts(self) -> list[Part]:
        """The documents that were described."""
        found = []
        for place in range(PLACES):
            kind = self.cleaned_data.get(f"type_{place}")
            if not kind:
                continue
            pages = (self.cleaned_data.get(f"pages_{place}") or "").replace("–", "-")
            first, _, last = pages.partition("-")
            found.append(
                Part(
                    type=kind,
                    title=self.cleaned_data.get(f"title_{place}") or None,
                    first=int(first) if first.strip() else None,
                    last=int(last) if last.strip() else None,
                    dated=self.cleaned_data.get(f"dated_{place}"),
                )
            )
        return found


def _initial(paper: Paper) -> dict[str, Any]:
    out: dict[str, Any] = {
        "submission": uuid4().hex,
        "expected": paper.version,
        "urgent": paper.urgent,
        "received_from": paper.received_from or "",
    }
    parts = paper.parts or ((Part(type=paper.guess.type),) if paper.guess.type else ())
    for place, part in enumerate(parts[:PLACES]):
        pages = str(part.first or "") + (f"-{part.last}" if part.last and part.last != part.first else "")
        out |= {
            f"type_{place}": part.type,
            f"title_{place}": part.title or "",
            f"pages_{place}": pages,
            f"dated_{place}": part.dated,
        }
    return out


@requires("mail.sort")
@require_safe
def paper(request: HttpRequest, dcn: str) -> HttpResponse:
    """The sorting page; to the viewer on it the open page alone."""
    one = _get(dcn)
    if alone(request):
        return render(request, "viewer/_viewer.html", pages_of(request, one))
    return _page(request, one, SortForm(paper=one))


@requires("mail.sort")
@require_POST
def sort(request: HttpRequest, dcn: str) -> HttpResponseBase:
    """Say what the paper is, and send it on: into a case, or to the form of a new one."""
    one = _get(dcn)
    form = SortForm(request.POST, paper=one)
    action = request.POST.get("action", "save")
    case_number = (request.POST.get("typed_case") or request.POST.get("case") or "").strip().upper()
    if action == "attach" and not case_number:
        form.add_error(None, "Choose the case that the paper belongs to, or type its number.")
    if not form.is_valid():
        return _page(request, one, form, case_number=case_number, status=422)
    actor = acting(request.user)
    terms: dict[str, Any] = {
        "received_from": form.cleaned_data["received_from"] or None,
        "urgent": form.cleaned_data["urgent"],
        "expected": form.cleaned_data["expected"],
        "submission": form.cleaned_data["submission"],
    }
    try:
        if action == "attach":
            commands.attach(actor, dcn, case_number, form.parts(), **terms)
        else:
            commands.describe(actor, dcn, form.parts(), **terms)
    except Repeated:
        messages.info(request, "This was recorded already; nothing was done twice.")
    except Conflict as problem:
        form = SortForm(_again(request, _get(dcn)), paper=_get(dcn))
        form.add_error(None, problem.message)
        return _page(request, _get(dcn), form, case_number=case_number, status=409)
    except Refused as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return _page(request, one, form, case_number=case_number, status=422)
    if action == "attach":
        return _onward(request, actor.id, dcn, f"{dcn} is in case {case_number}.")
    if action == "open":
        return redirect("mail-case", dcn=dcn)
    messages.success(request, f"What {dcn} is has been noted.")
    return redirect("mail-paper", dcn=dcn)


@requires("mail.sort")
@require_POST
def discard(request: HttpRequest, dcn: str) -> HttpResponseBase:
    """Put the paper away, with the reason."""
    actor = acting(request.user)

    def command() -> Paper:
        return commands.discard(actor, dcn, request.POST.get("reason", ""), **_terms(request))

    undo = f"undo:{reverse('mail-take-back', args=[dcn])}"
    return _ending(request, dcn, command, f"{dcn} was discarded.", undo, "discard")


@requires("mail.sort")
@require_POST
def returned(request: HttpRequest, dcn: str) -> HttpResponseBase:
    """A paper of ours came back."""
    actor = acting(request.user)

    def command() -> Paper:
        return commands.returned(
            actor,
            dcn,
            request.POST.get("reason", ""),
            outgoing=request.POST.get("outgoing") or None,
            case_number=(request.POST.get("case_number") or "").strip().upper() or None,
            **_terms(request),
        )

    return _ending(request, dcn, command, f"{dcn} is noted as returned mail.", "", "returned")


@requires("mail.sort")
@require_safe
def find_case(request: HttpRequest, dcn: str) -> HttpResponse:
    """Cases for the words that are typed: a part of the sorting page."""
    words = request.GET.get("find", "")[:120]
    return render(request, "intake/_found.html", {"found": _found(words), "words": words.strip()})


def _found(words: str) -> list[Any]:
    if not words.strip():
        return []
    rows = list(cases.find(words)[:8])
    for row in rows:
        row.title = state(row.state).title  # type: ignore[attr-defined]
    return rows


def _ending(
    request: HttpRequest, dcn: str, command: Any, done: str, undo: str, where: str
) -> HttpResponseBase:
    try:
        command()
    except Repeated:
        messages.info(request, "This was recorded already; nothing was done twice.")
    except Refused as problem:
        one = _get(dcn)
        more: dict[str, Any] = {"problem": problem.message, "where": where, "typed": request.POST}
        return _page(request, one, SortForm(paper=one), status=422, **more)
    else:
        return _onward(request, acting(request.user).id, dcn, done, undo)
    return redirect("mail")


def _onward(request: HttpRequest, actor: str, dcn: str, done: str, undo: str = "") -> HttpResponseBase:
    """To the next paper of one's own, else to the queue."""
    messages.success(request, done, extra_tags=undo)
    following = selectors.queue(actor, "mine").exclude(dcn=dcn).values_list("dcn", flat=True).first()
    return redirect("mail-paper", dcn=following) if following else redirect("mail")


def _terms(request: HttpRequest) -> dict[str, Any]:
    expected = request.POST.get("expected", "")
    return {
        "expected": int(expected) if expected.isdecimal() else None,
        "submission": request.POST.get("submission", "")[:64] or None,
    }


def _again(request: HttpRequest, one: Paper) -> Any:
    data = request.POST.copy()
    data["expected"], data["submission"] = str(one.version), uuid4().hex
    return data


def _get(dcn: str) -> Paper:
    try:
        return selectors.get(dcn)
    except NotFound as problem:
        raise Http404(problem.message) from problem


def _page(
    request: HttpRequest,
    one: Paper,
    form: SortForm,
    *,
    case_number: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    actor = acting(request.user)
    names = shown([one.claimed_by, one.done_by])
    suggested = selectors.suggestions(one) if one.state == "new" else []
    words = request.GET.get("find", "")
    about = one.case_number or (suggested[0].number if suggested else "") or case_number
    context = {
        "paper": one,
        "form": form,
        **pages_of(request, one),
        "crumbs": [Crumb("Mail room", reverse("mail")), Crumb(one.dcn)],
        "channel": CHANNELS[one.channel],
        "guessed": documents.types().get(one.guess.type or ""),
        "suggested": [(each, state(each.state).title) for each in suggested],
        "case_number": case_number,
        "words": words,
        "found": _found(words),
        "twins": selectors.same_bytes(one),
        "holder": "you" if one.claimed_by == actor.id else names.get(one.claimed_by or "", ""),
        "mine": one.claimed_by == actor.id,
        "badge": Badge("Urgent", "warn", "priority_high") if one.urgent else None,
        "outgoing": outgoing.find(about) if about else [],
        "files_applications": bool(may(actor, "application.file")),
        "events": _history(one),
        "titles": [part.title or documents.types()[part.type] for part in one.parts],
        "done_by": names.get(one.done_by or "", ""),
        "can_take_back": one.state == "discarded",
        **more,
    }
    return render(request, "intake/paper.html", context, status=status)


def _history(one: Paper) -> list[Shown]:
    from openimr.service.intake.mail.paper import EVENTS

    entries = list(Event.objects.filter(stream=f"mail:{one.dcn}").order_by("-number"))
    names = shown(entry.actor for entry in entries)
    return [
        Shown(
            what=EVENTS[entry.type].title,
            when=entry.at,
            who=names[entry.actor],
            details=[("Reason", entry.data["reason"])] if entry.data.get("reason") else [],
            number=entry.number,
            hash=entry.hash,
        )
        for entry in entries
    ]
