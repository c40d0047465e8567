"""The registry's pages: list, entry, adding, changing. None of them shows a name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from openimr.law.reviewers import certified, licensed
from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.people import shown
from openimr.service.cases.refusals import Conflict, NotFound, Refused
from openimr.service.cases.unit import Repeated
from openimr.service.office.dates import said
from openimr.service.office.parts import Badge, Cell, Column, Crumb, Event, Filter, Row
from openimr.service.reviewers import recording, registry
from openimr.service.reviewers.expiring import STEPS, expiring
from openimr.service.reviewers.facts import Registered
from openimr.service.reviewers.forms import Entry
from openimr.service.reviewers.loads import loads
from openimr.service.reviewers.matching import Load
from openimr.service.reviewers.models import ReviewerRow
from openimr.vocabulary import states

PLACE = "/office/reviewers/"
PER_PAGE = 50
_COLUMNS = [
    Column("Code"),
    Column("Degree"),
    Column("Boards", narrow=False),
    Column("Licensed in"),
    Column("Open cases", numeric=True),
    Column("Today", numeric=True, narrow=False),
    Column("Standing"),
]
_ANSWER = {
    "ok": Badge("Current", "good"),
    "not ok": Badge("Not good", "bad"),
    "unknown": Badge("Not known", "warn"),
}
_TITLES = {
    "reviewer.registered": "Put on the panel",
    "reviewer.changed": "Entry changed",
    "reviewer.identity_sealed": "Sealed data written",
}


@requires("reviewer.manage")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Who is on the panel, with what runs out."""
    chosen = {
        name: request.GET.get(name, "")[:80] for name in ("q", "specialty", "state", "standing", "expiry")
    }
    today = clock.today()
    days = int(chosen["expiry"]) if chosen["expiry"] in {str(one) for one, _ in STEPS} else None
    rows = registry.find(
        chosen["q"],
        chosen["specialty"],
        chosen["state"],
        chosen["standing"],
        today + timedelta(days=days) if days else None,
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    has = loads(today)
    context = {
        "columns": _COLUMNS,
        "rows": [_row(registry.registered(one), has.get(one.code, Load()), today) for one in page],
        "filters": _filters(chosen),
        "search": chosen["q"],
        "count": f"{page.paginator.count} reviewer{'s' if page.paginator.count != 1 else ''}",
        "page_obj": page,
        "kept": urlencode({name: value for name, value in chosen.items() if value}),
        "crumbs": [Crumb("Reviewers")],
    }
    return render(request, "reviewers/list.html", context)


def _row(one: Registered, load: Load, today: Any) -> Row:
    facts = one.facts
    ending = expiring(facts, today)
    badges = [each.badge for each in ending[:3]]
    if not one.active:
        badges.insert(0, Badge("Takes no cases", "quiet"))
    if away := one.away(today):
        badges.insert(0, Badge(f"Away until {said(away.last)}", "info"))
    cells = [
        Cell(one.code),
        Cell(facts.degree or "Not stated"),
        Cell(", ".join(each.specialty for each in facts.boards) or "None"),
        Cell(", ".join(each.state for each in facts.licenses) or "None"),
        Cell(str(load.open)),
        Cell(
            f"{load.today} of {facts.capacity_per_day}"
            if facts.capacity_per_day is not None
            else str(load.today)
        ),
        Cell(badges=badges or [Badge("Nothing runs out soon", "quiet")]),
    ]
    tone = "bad" if any(each.days < 0 for each in ending) else "plain"
    return Row(cells, f"{PLACE}{one.code}/", one.code, one.code, tone=tone)  # type: ignore[arg-type]


def _filters(chosen: dict[str, str]) -> list[Filter]:
    kinds: set[str] = set()
    held: set[str] = set()
    for boards, codes in ReviewerRow.objects.values_list("specialties", "states"):
        kinds.update(filter(None, boards.split("|")))
        held.update(filter(None, codes.split("|")))
    return [
        Filter("specialty", "Specialty", [(one, one, None) for one in sorted(kinds)], chosen["specialty"]),
        Filter(
            "state",
            "Licensed in",
            [(one, states.name(one) or one, None) for one in sorted(held)],
            chosen["state"],
        ),
        Filter(
            "standing",
            "On the panel",
            [("active", "Takes cases", None), ("inactive", "Takes no cases", None)],
            chosen["standing"],
        ),
        Filter(
            "expiry",
            "Runs out within",
            [(str(days), f"{days} days", None) for days, _ in STEPS],
            chosen["expiry"],
        ),
    ]


@requires("reviewer.manage")
@require_safe
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of one reviewer, and how it came to be known."""
    one = _get(code)
    facts, today = one.facts, clock.today()
    events = list(registry.history(code)[:200])
    names = shown(each.actor for each in events)
    context = {
        "one": one,
        "facts": _facts(one),
        "licenses": [(each, _ANSWER[licensed(each, today)[0]]) for each in facts.licenses],
        "boards": [(each, _ANSWER[certified(each, today)[0]]) for each in facts.boards],
        "ending": [each.badge for each in expiring(facts, today)],
        "events": [
            Event(
                what=_TITLES.get(each.type, each.type),
                when=each.at,
                who=f"{names[each.actor]} ({each.role.replace('_', ' ')})",
                details=_details(each.data),
                number=each.number,
                hash=each.hash,
            )
            for each in events
        ],
        "load": loads(today).get(code, Load()),
        "crumbs": [Crumb("Reviewers", PLACE), Crumb(code)],
    }
    return render(request, "reviewers/entry.html", context)


def _facts(one: Registered) -> list[tuple[str, Any]]:
    facts = one.facts
    return [
        ("Degree", facts.degree),
        ("Years of practice", facts.years),
        ("Hours a week", facts.weekly_hours),
        (
            "Disciplinary action",
            {"none": "None taken or pending"}.get(facts.discipline or "", facts.discipline),
        ),
        ("Qualified medical evaluator", None if facts.qme is None else "Yes" if facts.qme else "No"),
        ("Cases a day", facts.capacity_per_day),
        ("Languages", ", ".join(facts.languages)),
        ("On the panel", "Takes cases" if one.active else "Takes no cases"),
        ("Name, contact, license numbers", "Sealed: written, never shown (LC 4610.6(f))"),
    ]


def _details(data: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    if data.get("changed"):
        found.append(("Changed", ", ".join(name.replace("_", " ") for name in data["changed"])))
    if data.get("fields"):
        found.append(("Sealed", ", ".join(name.replace("_", " ") for name in data["fields"])))
    if data.get("reason"):
        found.append(("Why", data["reason"]))
    return found


@requires("reviewer.manage")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put somebody on the panel; the code is the next free one."""
    filled = Entry(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        done = _record(request, filled, "")
        if done:
            return redirect(f"{PLACE}{done}/")
    crumbs = [Crumb("Reviewers", PLACE), Crumb("Add")]
    return render(
        request, "reviewers/form.html", {"entry": filled, "title": "Add a reviewer", "crumbs": crumbs}
    )


@requires("reviewer.manage")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an entry; what stood there before stays in the ledger."""
    one = _get(code)
    filled = Entry(request.POST or None, registered=one)
    if request.method == "POST" and filled.is_valid():
        done = _record(request, filled, code)
        if done:
            return redirect(f"{PLACE}{done}/")
    crumbs = [Crumb("Reviewers", PLACE), Crumb(code, f"{PLACE}{code}/"), Crumb("Change")]
    return render(
        request,
        "reviewers/form.html",
        {"entry": filled, "title": f"Change the entry of {code}", "crumbs": crumbs},
    )


def _record(request: HttpRequest, filled: Entry, code: str) -> str | None:
    """The code, where it was recorded; else the form holds why not."""
    said, form = filled.form.cleaned_data, filled.form
    one, actor = filled.registered_as(code), acting(request.user)
    try:
        if code:
            new = recording.change(
                actor,
                one,
                said["reason"],
                filled.identity(),
                expected=said["expected"],
                submission=said["submission"],
            )
        else:
            new = recording.register(actor, one, filled.identity(), submission=said["submission"])
    except Repeated:
        messages.info(request, "This was recorded already; nothing was done twice.")
        return code or PLACE
    except Conflict as problem:
        form.add_error(None, problem.message)
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data["expected"] = str(registry.get(code).version)
        form.data = data
        return None
    except Refused as problem:
        law = f" ({problem.law})" if problem.law else ""
        form.add_error(problem.field if problem.field in form.fields else None, f"{problem.message}{law}")
        return None
    messages.success(request, f"The entry of {new.code} is recorded.")
    return new.code


def _get(code: str) -> Registered:
    try:
        return registry.get(code)
    except NotFound as problem:
        raise Http404(problem.message) from problem
