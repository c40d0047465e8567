"""The file of a case: its index, what is missing, what can be done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases import filed
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import acting
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import opened, page
from openimr.service.cases.papers import LARGEST, MIB
from openimr.service.records import showing
from openimr.service.records.forms import AddForm


@requires("file.view")
@require_safe
def records(request: HttpRequest, case_number: str) -> HttpResponse:
    """The page."""
    return show(request, opened(case_number), None)


def show(
    request: HttpRequest, case: Case, form: AddForm | None, *, refused: list[str] | None = None
) -> HttpResponse:
    """The page, with the form for papers as it was sent. ``refused`` are sentences on files that were not taken."""
    now = clock.now()
    actor = acting(request.user)
    reviewer = actor.role == "reviewer"
    may_add = bool(verdict(actor, "records.add", case))
    if form is None and may_add:
        form = AddForm(case=case)
    late = None if reviewer else filed.late(case, now)
    lines = showing.lines(actor, case, describe=may_add)
    context = page(
        request,
        case,
        "Records",
        form=form,
        lines=lines,
        total_pages=sum(one.document.pages or 0 for one in lines if not one.duplicate),
        fresh=[one for one in lines if one.new],
        lacking=[] if reviewer or case.state[0] not in "B" else showing.lacking(case, now),
        judged=case.state in ("B1", "B2", "B3"),
        enough=None if reviewer else filed.may_decide(case),
        late=late,
        clocks=[] if reviewer else showing.record_clocks(case, now),
        actions=[] if reviewer else showing.actions(actor, case, now, late),
        refused=refused or [],
        reviewer=reviewer,
        largest=LARGEST // MIB,
    )
    status = 422 if refused or (form is not None and form.errors) else 200
    return render(request, "records/index.html", context, status=status)
