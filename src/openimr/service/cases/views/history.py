"""The history of a case: every event of the ledger, in words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.service.accounts.access import requires
from openimr.service.cases.domain.events import CATALOGUE
from openimr.service.cases.pages import opened, page
from openimr.service.cases.people import shown
from openimr.service.cases.sealing import told
from openimr.service.ledger.models import Event
from openimr.service.office.parts import Event as Entry

#: Fields that are long or shown elsewhere on the case's pages.
_LONG = {
    "application",
    "items",
    "summary",
    "determination",
    "checks",
    "declared",
    "findings",
    "recipients",
    "credentials",
    "confirmed",
}


@requires("case.history")
@require_safe
def history(request: HttpRequest, case_number: str) -> HttpResponse:
    """Everything that happened, newest first; of each entry what this reader may see."""
    case = opened(case_number)
    rows = list(Event.objects.filter(stream=f"case:{case.number}").order_by("-number"))
    reader: Any = request.user
    names = shown((one.actor for one in rows), to=reader)
    events = [
        Entry(
            what=CATALOGUE[one.type].title if one.type in CATALOGUE else one.type,
            when=one.at,
            who=f"{names[one.actor]} ({one.role.replace('_', ' ')})"
            if one.role != "system"
            else names[one.actor],
            details=_details(told(reader, one.type, one.data), names[one.actor]),
            rule=one.rules,
            number=one.number,
            hash=one.hash,
        )
        for one in rows
    ]
    return render(request, "cases/history.html", page(request, case, "History", events=events))


def _details(data: dict[str, Any], who: str) -> list[tuple[str, str]]:
    found = [(_title(key), _words(value)) for key, value in data.items() if key not in _LONG]
    for one in data.get("confirmed", ()) if isinstance(data.get("confirmed"), list) else ():
        if isinstance(one, dict):
            # Whoever sent a notice is who confirmed what in it rests on law that is not verified.
            law = "; ".join(one["law"])
            found.append(
                (f"Confirmed by {who}", f"{one['paragraph']} ({f'{law}; ' if law else ''}{one['why']})")
            )
        else:
            found.append(("Confirmed", _words(one)))
    return found


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{_title(key)}: {_words(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "; ".join(_words(inner) for inner in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)
