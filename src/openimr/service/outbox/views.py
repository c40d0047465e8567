"""The pages of the outbox: what waits, left, failed or came back, for the whole office and for one case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from openimr.service.accounts.access import requires
from openimr.service.accounts.permissions import may, sees
from openimr.service.cases.actors import acting
from openimr.service.cases.pages import opened, page
from openimr.service.cases.people import shown
from openimr.service.cases.refusals import Refused
from openimr.service.notices.models import Outgoing
from openimr.service.office.parts import Crumb, Filter, Tab
from openimr.service.outbox import handling, printing
from openimr.service.outbox.forms import MailedForm, ReturnedForm
from openimr.service.outbox.listing import COLUMNS, PILES, badge, pile, row_of
from openimr.service.outbox.making import LETTER, CannotMake, make
from openimr.service.outbox.making import text as text_of

_PAGE = 50
_ON_DESK = "The reviewer’s work page, with a message to the sealed address"


@requires("outbox.view")
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """The outbox, pile by pile."""
    here = request.GET.get("pile", "hand")
    here = here if here in PILES else "hand"
    words = request.GET.get("q", "").strip()
    rows = _seen(request)
    if words:
        rows = rows.filter(case_number__istartswith=words)
    counted = {key: pile(rows, key).count() for key in PILES}
    chosen = pile(rows, here)
    kinds = sorted(set(chosen.values_list("kind", "title").order_by("kind").distinct("kind")))
    kind = request.GET.get("kind", "")
    if kind:
        chosen = chosen.filter(kind=kind)
    paged = Paginator(chosen, _PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": [
            Tab(
                title,
                f"?{urlencode({'pile': key, 'q': words} if words else {'pile': key})}",
                key == here,
                counted[key],
            )
            for key, (title, _) in PILES.items()
        ],
        "here": here,
        "about": PILES[here][1],
        "words": words,
        "filters": [Filter("kind", "Paper", [(code, title, None) for code, title in kinds], kind)],
        "columns": COLUMNS,
        "rows": [row_of(one) for one in paged.object_list],
        "page_obj": paged,
        "may_send": bool(may(request.user, "outbox.send")),  # type: ignore[arg-type]
        "printable": min(counted["hand"], printing.MOST),
    }
    return render(request, "outbox/papers.html", context)


@requires("outbox.view")
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One paper: what it says, to whom it goes, how far it is."""
    return _one(request, _row(request, number), ReturnedForm())


@requires("outbox.view")
@require_safe
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The paper itself. One that was not made yet is made now."""
    row = _row(request, number)
    try:
        data = make(row)
    except CannotMake as problem:
        messages.error(request, str(problem))
        return redirect("outbox:one", number=number)
    return _file(data, f"{row.case_number}-{row.kind}-{row.role.replace(' ', '-')}.pdf")


@requires("outbox.send")
def mailed(request: HttpRequest) -> HttpResponse:
    """Note that the chosen papers were mailed: asks for the proof of service, then notes it."""
    given = request.POST.getlist("row") or request.GET.getlist("row")
    wanted = [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 18]
    ids = list(_seen(request).filter(pk__in=wanted).values_list("pk", flat=True))
    rows = list(_seen(request).filter(pk__in=ids, sent=None).order_by("queued", "pk"))
    if request.method == "POST" and request.POST.get("action") == "print":
        return _run(request, rows)
    sending = request.method == "POST" and "day" in request.POST
    form = MailedForm(request.POST if sending else None)
    if sending and form.is_valid():
        try:
            count = handling.mailed(acting(request.user), ids, **form.cleaned_data)
        except Refused as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            messages.success(request, f"{count} paper{'' if count == 1 else 's'}: mailed.")
            return redirect("outbox:papers")
    if not rows and not form.errors:
        messages.error(request, "Choose at least one paper that has not left yet.")
        return redirect("outbox:papers")
    context = {
        "form": form,
        "ids": ids,
        "columns": COLUMNS[:4],
        "rows": [row_of(one, short=True) for one in rows],
        "crumbs": [Crumb("Outbox", reverse("outbox:papers")), Crumb("Mailed")],
    }
    return render(request, "outbox/mailed.html", context, status=422 if form.errors else 200)


@requires("outbox.send")
@require_safe
def print_run(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the printer, as one PDF."""
    return _run(request, list(printing.by_hand()[: printing.MOST]))


@require_POST
@requires("outbox.send")
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Try a paper that failed again."""
    _row(request, number)
    return _done(
        request, number, lambda: handling.again(acting(request.user), number), "It is tried again at once."
    )


@require_POST
@requires("outbox.send")
def returned(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a paper came back."""
    row = _row(request, number)
    form = ReturnedForm(request.POST)
    if form.is_valid():
        try:
            handling.came_back(acting(request.user), number, **form.cleaned_data)
        except Refused as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            messages.success(
                request, "Noted. Look for another address, and send the paper again from the case."
            )
            return redirect("outbox:one", number=number)
    return _one(request, row, form, status=422)


@requires("outbox.view")
@require_safe
def of_case(request: HttpRequest, case_number: str) -> HttpResponse:
    """What went out in one case."""
    case = opened(case_number)
    rows = _seen(request).filter(case_number=case.number).order_by("-queued", "-pk")
    context = {"columns": COLUMNS, "rows": [row_of(one, case=False) for one in rows[:500]]}
    return render(request, "outbox/of_case.html", page(request, case, "Notices", **context))


def _one(request: HttpRequest, row: Outgoing, form: ReturnedForm, *, status: int = 200) -> HttpResponse:
    text, problem = "", ""
    if row.kind != LETTER:
        try:
            text = text_of(row)
        except CannotMake as found:
            problem = str(found)
    served: dict[str, Any] = row.served or {}
    may_send = bool(may(request.user, "outbox.send"))  # type: ignore[arg-type]
    by = served.get("by")
    context = {
        "paper": row,
        "badge": badge(row),
        "text": text,
        "problem": problem,
        "served_by": shown([by]).get(by, "") if by else "",
        "how": _ON_DESK if row.role == "reviewer" else handling.METHODS.get(row.method, row.method),
        "may_send": may_send,
        "by_hand": may_send and row.sent is None and row.role != "reviewer",
        "may_note": may_send
        and row.role != "reviewer"
        and not row.returned
        and (row.sent is not None or bool(form.errors)),
        "form": form,
        "crumbs": [Crumb("Outbox", reverse("outbox:papers")), Crumb(f"Paper {row.pk}")],
    }
    return render(request, "outbox/one.html", context, status=status)


def _seen(request: HttpRequest) -> QuerySet[Outgoing]:
    """The rows that the reader may see: those to reviewers bear a code, which not everybody may know."""
    rows = Outgoing.objects.all()
    if not sees(request.user, "reviewer.code"):  # type: ignore[arg-type]
        rows = rows.exclude(role="reviewer")
    return rows


def _row(request: HttpRequest, number: int) -> Outgoing:
    found = _seen(request).filter(pk=number).first()
    if found is None:
        raise Http404("There is no such paper.")
    return found


def _run(request: HttpRequest, rows: list[Outgoing]) -> HttpResponse:
    if not rows:
        messages.info(request, "Nothing waits for the printer.")
        return redirect("outbox:papers")
    if len(rows) > printing.MOST:
        messages.error(request, f"Print at most {printing.MOST} papers in one go.")
        return redirect("outbox:papers")
    unmade = sum(1 for one in rows if not one.sha256)
    if unmade > 20:
        messages.info(request, f"{unmade} of these papers are still being made; wait a minute, then print.")
        return redirect("outbox:papers")
    try:
        data = printing.run(rows)
    except CannotMake as problem:
        messages.error(request, str(problem))
        return redirect("outbox:papers")
    return _file(data, "print-run.pdf")


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _done(request: HttpRequest, number: int, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        act()
    except Refused as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, said)
    return redirect("outbox:one", number=number)
