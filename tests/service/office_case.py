"""People and cases of the office for tests: an account of each role, and a fictional case in any state.

``a_case`` makes events directly, as the system, so that a test of one area does not hang on the commands of
another. The commands themselves are tested in their own areas and, all together, by the demo's docket.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from openimr.service import clock
from openimr.service.cases.actors import SYSTEM, Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import eligibility, intake, issuing, records, review
from openimr.service.cases.domain.parts import Document, ItemDecision, Refusal
from openimr.service.cases.normalising import normalise
from openimr.service.cases.unit import work
from openimr.service.clock import standing_at
from openimr.service.issuing.numbering import next_case_number

from .office_form import DENIED

REVIEWER = "R-0901"
_count = itertools.count(1)


def person(role: str, **more: Any):
    """An account of a role, with password and second factor."""
    from openimr.service.accounts.models import User

    from .accounts.people import someone

    known = (
        User.objects.filter(reviewer_code=more.get("reviewer_code")).first()
        if more.get("reviewer_code")
        else None
    )
    return known or someone(role, **more)


def client_of(role: str, **more: Any):
    """A browser with a live session of an account of a role; ``client.user`` is the account."""
    from .accounts.people import signed_in

    user = person(role, **more)
    client = signed_in(user)
    client.user = user
    return client


def actor(role: str) -> Actor:
    """Somebody who acts, without an account."""
    return (
        Actor(f"reviewer:{REVIEWER}", role)
        if role == "reviewer"
        else Actor(f"user:{900 + next(_count)}", role)
    )


def application(**changes: Any) -> dict[str, Any]:
    """A fictional form, all filled in; another worker and claim each time."""
    number = next(_count)
    today = clock.today()
    form = {
        **DENIED,
        "priority": "standard",
        "employee": {
            "name": f"Avery Example{number}",
            "address": [f"{number} Sample Street"],
            "city": "Fresno",
            "state": "CA",
            "zip": "93650",
            "phone": "(559) 555-0100",
        },
        "date_of_birth": "1975-04-05",
        "physician": {"name": "Dr. Morgan Sample", "specialty": "Physical Medicine & Rehabilitation", "city": "Fresno", "state": "CA"},
        "claims_administrator": {
            "organization": "Example Claims Services",
            "address": ["P.O. Box 1"],
            "city": "Oakland",
            "state": "CA",
            "zip": "94600",
            "email": "claims@example.org",
        },
        "employer": {"organization": "Example Works Inc."},
        "claim_number": f"EX-{number:06}",
        "injury_date": (today - timedelta(days=500)).isoformat(),
        "rfa_date": (today - timedelta(days=30)).isoformat(),
        "ur_decision_date": (today - timedelta(days=25)).isoformat(),
        "ur_served_date": (today - timedelta(days=24)).isoformat(),
        "treatments": ["Valium 10mg #60"],
        "treatment_given": False,
        "signed_on": (today - timedelta(days=10)).isoformat(),
    }  # fmt: skip
    return {**form, **changes}


def a_document(**changes: Any) -> Document:
    """A document; its bytes are nowhere unless the test puts them there."""
    number = next(_count)
    given = {
        "id": f"d{number:011}",
        "sha256": f"{number:064x}",
        "type": "progress_report",
        "title": "Progress report",
        "pages": 3,
        "size": 1000,
        "dated": clock.today() - timedelta(days=40),
        "author": "Dr. Morgan Sample",
        "received": clock.today() - timedelta(days=5),
        "received_from": "claims administrator",
        "channel": "electronic",
        "added_by": "user:1",
    }
    return Document(**{**given, **changes})


def a_refusal(code: str = "UNSIGNED") -> Refusal:
    """A reason of ineligibility."""
    return Refusal(
        code=code, title="The form is not signed", law=("8 CCR 9792.10.1(b)",), curable=True, how="Sign it."
    )


_SIGNED = {
    "summary": "The injured worker is a 49-year-old male with low back pain.",
    "credentials": {"licensed_states": ["CA"], "certifications": ["Physical Medicine & Rehabilitation"]},
    "attestations": ("qualified", "no conflict", "whole file"),
}
#: State to the events that lead there from the state before it in the list, and that state.
_WAY: dict[str, tuple[str, Any]] = {
    "A1": ("A0", lambda c: [intake.ApplicationMerged(into="CM26-0000001", reason="the same")]),
    "A2": ("A0", lambda c: [*_confirmed(c), intake.ReviewStarted()]),
    "A3": ("A2", lambda c: [eligibility.InformationRequested(to=("employee",), text="Please sign.")]),
    "A4": ("A2", lambda c: [eligibility.Deferred(reasons=(a_refusal("LIABILITY"),))]),
    "A5": ("A2", lambda c: [eligibility.Refused(reasons=(a_refusal(),))]),
    "B0": ("A2", lambda c: [eligibility.Found(items=tuple(i.number for i in c.items), priority="standard", formulary=False)]),
    "B1": ("B0", lambda c: [records.AssignmentNotified(service="electronic")]),
    "B2": ("B1", lambda c: [records.RecordsInsufficient(missing=("medical records",))]),
    "B3": ("B1", lambda c: [records.DocumentAdded(document=a_document()), records.RecordsComplete(at=clock.today())]),
    "C0": ("B3", lambda c: [review.Prepared(specialty="Pain Medicine", issues="Is it needed?")]),
    "C1": ("C0", lambda c: [review.ReviewerAssigned(reviewer=REVIEWER, method="chosen"), review.ReviewerAccepted(review=c.version + 1, attestation="No conflict.")]),
    "C2": ("C1", lambda c: [review.QuestionSent(to="requesting physician", text="Which dose?")]),
    "C3": ("C1", lambda c: [_signing(c)]),
    "D0": ("C3", lambda c: [_released(c, "upheld"), _mailed("upheld")]),
    "D1": ("C3", lambda c: [_released(c, "overturned"), _mailed("overturned")]),
    "D2": ("D1", lambda c: [issuing.TreatmentAuthorized(authorized=clock.today())]),
    "D3": ("D1", lambda c: [issuing.TreatmentNotAuthorized()]),
    "E0": ("D0", lambda c: [issuing.PetitionFiled(filed=clock.today(), by="employee", grounds=(5,))]),
    "E1": ("E0", lambda c: [issuing.PetitionDenied(decided=clock.today())]),
    "E2": ("E0", lambda c: [issuing.PetitionGranted(decided=clock.today(), fact="A report was overlooked.", new_case="CM26-9999999")]),
    "T1": ("B1", lambda c: [records.Terminated(reason="authorized", ended_by="claims administrator")]),
    "T2": ("C1", lambda c: [records.Terminated(reason="settled", ended_by="claims administrator")]),
    "K0": ("B0", lambda c: [records.Consolidated(into="CM26-0000001")]),
}  # fmt: skip
STATES = ("A0", *_WAY)


def _confirmed(case: Case) -> list[Any]:
    return [
        intake.ItemCorrected(number=one.number, normalised=one.normalised or normalise(one.text))
        for one in case.items
    ]


def _signing(case: Case) -> review.ReviewSigned:
    items = tuple(
        ItemDecision(
            number=one.number, decision="upheld", rationale="The guideline does not support long use."
        )
        for one in case.eligible_items
    )
    documents = tuple(one.id for one in case.documents)
    return review.ReviewSigned(
        review=case.reviews[-1].id, items=items, documents_reviewed=documents, age=49, sex="male", **_SIGNED
    )


def _released(case: Case, decision: str) -> review.QualityReleased:
    from openimr.service.issuing.held import to_ledger
    from openimr.service.review.determining import determination_of

    whole = determination_of(case)
    items = tuple(replace(one, decision=decision) for one in whole.items)
    return review.QualityReleased(determination=to_ledger(replace(whole, items=items, case_outcome=decision)))


def _mailed(outcome: str) -> issuing.DeterminationMailed:
    return issuing.DeterminationMailed(
        version=1,
        sha256="0" * 64,
        mailed=clock.today(),
        service="mail",
        to_state="CA",
        outcome=outcome,
        recipients=(),
    )


def a_case(state: str = "A0", *, at: datetime | None = None, **changes: Any) -> Case:
    """A case in ``state``; ``changes`` are fields of the form. ``at`` is when all of it happened."""
    with standing_at(at or datetime.now(UTC) - timedelta(minutes=5)):
        form = application(**changes)
        number = next_case_number(connection, 2026)
        with work(SYSTEM) as unit:
            case = unit.open(
                intake.ApplicationReceived(
                    number=number,
                    application=form,
                    items=tuple(
                        intake.NewItem(number=place, text=text, normalised=normalise(text))
                        for place, text in enumerate(form["treatments"], start=1)
                    ),
                    received=date.fromisoformat(form["received"]) if form.get("received") else clock.today(),
                    channel="web",
                ),
                number,
            )
            for one in _steps(state):
                for event in _WAY[one][1](case):
                    case = unit.emit(number, event)
    return case


def _steps(state: str) -> list[str]:
    steps: list[str] = []
    while state != "A0":
        steps.append(state)
        state = _WAY[state][0]
    return steps[::-1]
