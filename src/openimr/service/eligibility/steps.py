"""A page for one deliberate step in a case: what it does, by which law, what follows, and its form.

Eligibility, records and the changes of a case all use it, so that every such page reads the same way:
the template is ``eligibility/step.html``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openimr.law.model import Law
from openimr.service.cases.domain import Case
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import page
from openimr.service.notices import Draft
from openimr.service.notices.text import render as as_text


@dataclass(frozen=True, slots=True)
class Said:
    """Something said in a box of the page: a title, lines, the law it rests on, and what a person must confirm."""

    title: str
    lines: Sequence[str] = ()
    law: Sequence[Law] = ()
    asks: Sequence[str] = ()
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Clocks:
    """Legal clocks beside each other, as chips of the office, under a title."""

    title: str
    chips: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice as it would go out to one recipient, one paragraph a line."""

    title: str
    to: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Step:
    """What the page shows beside its form."""

    heading: str
    button: str
    back: str
    lead: str = ""
    law: str = ""
    consequences: Sequence[str] = ()
    said: Sequence[Said] = ()
    clocks: Sequence[Clocks] = ()
    previews: Sequence[Preview] = ()
    #: Further buttons that send the same form: (value of "do", words).
    other_buttons: Sequence[tuple[str, str]] = ()
    danger: bool = False
    #: Why it can't be done at all now; the form is not shown then.
    closed: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def show(request: HttpRequest, case: Case, tab: str, step: Step, form: CaseForm | None) -> HttpResponse:
    """The page; 422 where the form was refused, with everything that was typed."""
    refused = form is not None and bool(form.errors)
    context = page(request, case, tab, step=step, form=form, **step.extra)
    return render(request, "eligibility/step.html", context, status=422 if refused else 200)


def preview_of(draft: Draft, to: str) -> Preview:
    """A draft of a notice as it is read."""
    paragraphs = [one for one in as_text(draft).split("\n\n") if one.strip()]
    return Preview(draft.title, to, paragraphs)
