"""Reviewers for tests: fit in every respect, unless told otherwise."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from openimr.law.reviewers import Board, License, ReviewerFacts
from openimr.service import clock
from openimr.service.cases.actors import SYSTEM
from openimr.service.reviewers.facts import Absence, Identity, Registered
from openimr.service.reviewers.models import ReviewerRow
from openimr.service.reviewers.recording import change, register

SECRET = "Ottilie Zellwanger-Sealed"
_codes = itertools.count(2001)


def fit(code: str = "", **changes) -> ReviewerFacts:
    """A physician whom no rule bars from a case that asks for pain medicine."""
    today = clock.today()
    given = {
        "code": code,
        "degree": "MD",
        "licenses": (License("CA", None, "physician", "active", None, today + timedelta(days=400)),),
        "boards": (Board("Pain Medicine", None, None, today + timedelta(days=900)),),
        "years": Decimal(12),
        "weekly_hours": Decimal(30),
        "discipline": "none",
        "qme": False,
        "capacity_per_day": 5,
        "languages": ("English",),
        "declared": (),
    }
    return ReviewerFacts(**{**given, **changes})


def on_panel(code: str = "", *, active: bool = True, absences: tuple[Absence, ...] = (), **changes) -> str:
    """Register a fit reviewer, or put the entry as wanted; the code."""
    code = code or f"R-{next(_codes)}"
    one = Registered(fit(code, **{"capacity_per_day": 500, **changes}), absences, active)
    if not ReviewerRow.objects.filter(code=code).exists():
        register(
            SYSTEM,
            one,
            Identity(name=SECRET, email="ottilie@sealed.example", license_numbers={"CA": "A99887766"}),
        )
    else:
        from openimr.service.reviewers.registry import get

        if replace(get(code), version=0) != replace(one, version=0):
            change(SYSTEM, one, "for a test")
    return code


def nobody_else(*codes: str) -> None:
    """Only these are on the panel now."""
    from openimr.service.reviewers.registry import everybody

    for one in everybody():
        if one.code not in codes:
            change(SYSTEM, replace(one, active=False), "for a test")
    for code in codes:
        on_panel(code)
