"""The mail room: what came in, in the order of work, and taking papers in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from openimr.law import documents
from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases import papers
from openimr.service.cases.actors import acting
from openimr.service.cases.people import shown
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Repeated
from openimr.service.intake.application.attaching import contents, file_name
from openimr.service.intake.application.fields import DayField
from openimr.service.intake.mail import commands, selectors
from openimr.service.intake.mail.paper import CHANNELS
from openimr.service.intake.models import MailItem
from openimr.service.office.asking import AskingForm
from openimr.service.office.clocks import due_chip
from openimr.service.office.parts import Badge, Cell, Column, Crumb, Filter, Row

_SHOWS = [
    ("free", "Not claimed"),
    ("mine", "Mine"),
    ("attached", "Attached to a case"),
    ("opened", "Opened a case"),
    ("returned", "Returned mail"),
    ("discarded", "Discarded"),
    ("all", "Everything"),
]
_ENDS = {
    "attached": ("Attached", "good"),
    "opened": ("Opened a case", "good"),
    "returned": ("Returned mail", "info"),
    "discarded": ("Discarded", "quiet"),
}
_COLUMNS = (
    Column("Number"),
    Column("What it seems to be"),
    Column("Came in"),
    Column("By", narrow=False),
    Column("Pages", numeric=True),
    Column("To sort by"),
    Column("With"),
)


class ArrivalForm(AskingForm):
    """How a delivery came in; one answer for all its papers."""

    submission = forms.CharField(widget=forms.HiddenInput, max_length=64)
    channel = forms.ChoiceField(
        choices=list(CHANNELS.items()),
        widget=forms.RadioSelect(attrs={"class": "tick"}),
        label="How they came in",
        error_messages={"required": "Say how the papers came in."},
    )
    received = DayField(
        label="Stamped on", help_text="Only if they came in before today; else today is recorded."
    )
    urgent = forms.BooleanField(label="Urgent", required=False)


@requires("mail.sort")
@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """The queue, and the place to drop papers."""
    return _page(request, ArrivalForm(initial={"submission": uuid4().hex}))


@requires("mail.sort")
@require_POST
def bring(request: HttpRequest) -> HttpResponseBase:
    """Take papers in: each is kept and numbered, or refused by its name; the others are kept."""
    form = ArrivalForm(request.POST)
    files = request.FILES.getlist("file")
    if form.is_valid() and not files:
        form.add_error(None, "No paper came along; choose one or several PDFs.")
    if not form.is_valid():
        return _page(request, form, status=422)
    actor = acting(request.user)
    taken, refused = [], []
    for place, file in enumerate(files):
        try:
            one = commands.receive(
                actor,
                contents(file, papers.LARGEST),
                file_name(file),
                channel=form.cleaned_data["channel"],
                received=form.cleaned_data["received"],
                urgent=form.cleaned_data["urgent"],
                submission=f"{form.cleaned_data['submission'][:56]}:{place}",
            )
        except Repeated:
            messages.info(request, f"{file_name(file)} was taken in already; nothing was done twice.")
        except Refused as problem:
            refused.append(problem.message)
        else:
            taken.append(one)
    if taken:
        numbers = taken[0].dcn if len(taken) == 1 else f"{taken[0].dcn} to {taken[-1].dcn}"
        papers_ = "One paper" if len(taken) == 1 else f"{len(taken)} papers"
        messages.success(request, f"{papers_} came in: {numbers}.")
    for sentence in refused:
        messages.error(request, sentence)
    return redirect("mail")


@requires("mail.sort")
@require_POST
def claim(request: HttpRequest, dcn: str) -> HttpResponseBase:
    """Take a paper, and go to it."""
    try:
        commands.claim(acting(request.user), dcn)
    except Refused as problem:
        messages.error(request, problem.message)
        return redirect("mail")
    messages.success(request, f"{dcn} is yours.", extra_tags=f"undo:{reverse('mail-put-back', args=[dcn])}")
    return redirect("mail-paper", dcn=dcn)


@requires("mail.sort")
@require_POST
def put_back(request: HttpRequest, dcn: str) -> HttpResponseBase:
    """Give a paper back to the queue."""
    return _done(
        request, lambda: commands.put_back(acting(request.user), dcn), f"{dcn} is back in the queue."
    )


@requires("mail.sort")
@require_POST
def take_back(request: HttpRequest, dcn: str) -> HttpResponseBase:
    """Take a discarded paper back."""
    return _done(
        request, lambda: commands.take_back(acting(request.user), dcn), f"{dcn} is back in the queue."
    )


def _done(request: HttpRequest, command: Any, sentence: str) -> HttpResponseBase:
    try:
        command()
    except Refused as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, sentence)
    return redirect("mail")


def _page(request: HttpRequest, form: ArrivalForm, status: int = 200) -> HttpResponse:
    actor = acting(request.user)
    show, channel = request.GET.get("show", ""), request.GET.get("channel", "")
    words = request.GET.get("q", "")
    found = selectors.queue(actor.id, show, channel, words)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    names = shown(row.claimed_by for row in page)
    counts = selectors.counts(actor.id)
    today = clock.today()
    late = MailItem.objects.filter(done=None, due__lt=today).count()
    kept = {key: value for key, value in (("show", show), ("channel", channel), ("q", words)) if value}
    context = {
        "form": form,
        "crumbs": [Crumb("Mail room")],
        "columns": _COLUMNS,
        "rows": [_row(row, names, actor.id, today) for row in page],
        "page_obj": page,
        "filters": [
            Filter("show", "Show", [(value, title, None) for value, title in _SHOWS], show),
            Filter("channel", "By", [(value, title, None) for value, title in CHANNELS.items()], channel),
        ],
        "words": words,
        "counts": {**counts, "late": late},
        "largest": papers.LARGEST // papers.MIB,
        "filtered": bool(kept),
    }
    return render(request, "intake/mail.html", context, status=status)


def _row(row: MailItem, names: dict[str, str], me: str, today: date) -> Row:
    mine = row.claimed_by == me
    badges = [Badge("Urgent", "warn", "priority_high")] if row.urgent else []
    what = documents.types().get(row.guess or "", "Not known")
    holder = "You" if mine else names.get(row.claimed_by or "", "")
    if row.done:
        text, tone = _ENDS[row.state]
        last = Cell(badge=Badge(text, tone), note=row.case_number or "")  # type: ignore[arg-type]
    else:
        last = Cell(holder or "Nobody")
    return Row(
        cells=(
            Cell(row.dcn, note=row.name, badges=badges),
            Cell(what),
            Cell(when=row.received),
            Cell(capfirst(CHANNELS[row.channel])),
            Cell(str(row.pages)),
            Cell()
            if row.done
            else Cell(clock=due_chip("Service level: two business days", row.due, clock.now())),
            last,
        ),
        address=reverse("mail-paper", args=[row.dcn]),
        key=row.dcn,
        label=row.dcn,
        claim="" if row.done or row.claimed_by else reverse("mail-claim", args=[row.dcn]),
        tone="bad"
        if not row.done and row.due < today
        else "warn"
        if row.urgent and not row.done
        else "plain",
    )
