"""The workbench: the case file on one side, the writing on the other; saving and checking as it is typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.commands.panel import held
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Review
from openimr.service.cases.pages import address, opened, page
from openimr.service.cases.refusals import Refused
from openimr.service.review import beside, drafts, file
from openimr.service.review import content as typing
from openimr.service.review.drafts import Kept
from openimr.vocabulary import guidelines

TAB = "Review"
#: What the list of guidelines offers; an edition is a chapter with its year.
_SIDES = (("administrator", "The claims administrator cited"), ("own", "You cite"))


def mine(request: HttpRequest, case: Case) -> Review:
    """The reviewer's own review of the case.

    Raises:
        Http404: they do not hold it.
    """
    try:
        return held(case, acting(request.user))
    except Refused as problem:
        raise Http404(problem.message) from problem


@requires("review.draft")
@require_safe
def workbench(request: HttpRequest, case_number: str) -> HttpResponse:
    """Left the file, right the writing."""
    case = opened(case_number)
    review = mine(request, case)
    kept = drafts.latest(case, review)
    actor = acting(request.user)
    papers = file.opened(case, actor.id)
    context = page(
        request,
        case,
        TAB,
        review=review,
        kept=kept,
        content=kept.content,
        items=items(case, kept.content),
        papers=papers,
        left=file.left(papers),
        first=papers[0].document if papers else None,
        requests=[one for one in case.requests if one.kind == "reviewer"],
        base=address(case.number, "review/"),
        editions=editions(),
        sources=typing.SOURCES,
        summary_words=words(kept.content["summary"]),
        **checks(case, review, kept.content),
    )
    return render(request, "review/workbench.html", context)


def items(case: Case, content: dict[str, Any]) -> list[dict[str, Any]]:
    """Each eligible item with what was typed for it; one empty row more for each side's guidelines."""
    out = []
    for item in case.eligible_items:
        entry = content["items"][str(item.number)]
        sides = [
            {
                "key": side,
                "title": title,
                "rows": [*entry[side], {}],
                "none": entry[f"{side}_none"],
                "name": f"item-{item.number}-{side}",
            }
            for side, title in _SIDES
        ]
        out.append({"item": item, "entry": entry, "sides": sides, "words": words(entry["rationale"])})
    return out


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def editions() -> list[str]:
    """The guideline chapters with the years they were printed with, for choosing while typing."""
    return [f"{one.name} {year}" for one in guidelines.chapters() for year in one.known_years()]


def checks(case: Case, review: Review, content: dict[str, Any]) -> dict[str, Any]:
    """The findings beside the typing, grouped, for the template."""
    found = beside.findings(case, review, content)
    return {"groups": beside.grouped(case, found), "found": len(found)}


@requires("review.draft")
@require_POST
def save(request: HttpRequest, case_number: str) -> HttpResponse:
    """Keep what was typed and check it. To htmx the answer is the state of saving and the findings."""
    case = opened(case_number)
    review = mine(request, case)
    before = drafts.latest(case, review)
    content = typing.from_post(case, request.POST, before.content)
    based_on = request.POST.get("version", "")
    number = int(based_on) if based_on.isascii() and based_on.isdigit() and len(based_on) < 9 else 0
    kept: Kept = drafts.save(case, review, content, number)
    if not request.headers.get("HX-Request"):
        messages.success(request, "Kept.")
        goes_to = {"sign": "review/sign/", "preliminary": "review/preliminary/"}
        return redirect(address(case_number, goes_to.get(request.POST.get("then", ""), "review/")))
    context = {"kept": kept, "base": address(case.number, "review/"), "oob": True}
    if request.POST.get("part") != "signing":
        context |= checks(case, review, kept.content)
    response = render(request, "review/_kept.html", context)
    response["HX-Trigger"] = "review-kept"
    return response


@requires("review.draft")
@require_safe
def versions(request: HttpRequest, case_number: str) -> HttpResponse:
    """Every state that was kept; one can be looked at and taken up again."""
    case = opened(case_number)
    review = mine(request, case)
    rows = drafts.versions(case, review)
    shown = request.GET.get("show", "")
    looked = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 9 else None
    content = drafts.version(case, review, looked) if looked else None
    context = page(
        request,
        case,
        TAB,
        versions=rows,
        looked=looked,
        items=items(case, content) if content else [],
        content=content,
        base=address(case.number, "review/"),
    )
    return render(request, "review/versions.html", context)


@requires("review.draft")
@require_POST
def take_up(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """Go on from an earlier version; what was there stays a version of its own."""
    case = opened(case_number)
    review = mine(request, case)
    content = drafts.version(case, review, number)
    if content is None:
        raise Http404(f"There is no version {number}.")
    drafts.save(case, review, content, drafts.latest(case, review).version)
    messages.success(request, f"You go on from version {number}; what was there is still kept.")
    return redirect(address(case_number, "review/"))
