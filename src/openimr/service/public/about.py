"""Pages that explain: what the checks look for, and what this is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import openimr
from openimr.letters.checking import Check
from openimr.letters.checking import checks as catalog

_FAMILIES = {
    "SEX": "Sex and pronoun",
    "AGE": "Age",
    "DATE": "Dates",
    "REC": "Dated records",
    "BODY": "Body parts and sides",
    "DOSE": "Drugs and doses",
    "QTY": "Quantities",
    "VISIT": "Visits",
    "DEC": "Decision and rationale",
    "FACT": "Rationale against summary",
    "CIT": "Guidelines cited",
    "CITE": "Guidelines cited",
    "REP": "Said twice",
    "TEXT": "Wording",
    "PRIV": "Privacy of public copies",
    "ITEM": "Missing parts",
    "OUT": "Outcomes",
}


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """Every check of the catalog, by family."""
    found = catalog()
    by_code: dict[str, list[Check]] = {}
    for check in found:
        by_code.setdefault(check.code.partition("-")[0], []).append(check)
    families = [
        {"code": code, "title": _FAMILIES.get(code, code), "checks": members}
        for code, members in by_code.items()
    ]
    return render(
        request,
        "checks.html",
        {"families": families, "total": len(found), "errors": sum(c.severity == "error" for c in found)},
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, and what it does not do."""
    return render(request, "about.html", {"version": openimr.__version__})
