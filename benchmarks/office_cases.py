"""Fictional cases as they would have gone in an office: events folded by the product's own fold, no database.

A template is one case with its whole history; many cases are made from it by other numbers, names and claims.
How long each step takes is drawn from a seed, and a case stands where its time has brought it by now.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tests.service.office_form import DENIED

from openimr.service.cases.domain import Case, Meta, fold
from openimr.service.cases.domain.events import (
    EventData,
    eligibility,
    intake,
    issuing,
    read,
    records,
    review,
    work,
)
from openimr.service.cases.domain.parts import Document, ItemDecision, Refusal
from openimr.service.cases.domain.tasks import queue
from openimr.service.cases.normalising import normalise

#: What stands in a template where each case has its own.
NUMBER, NAME, CLAIM = "CM00-0000000", "Zqfirst Zqlast", "ZQ-CLAIM-00000"
REVIEWERS = tuple(f"R-{number:04}" for number in range(9001, 9041))
_TREATMENTS = (
    "Valium 10mg #60", "Acupuncture 2 x 4", "Trigger point injection, left trapezius", "Urine drug screen",
    "Physical therapy 12 visits", "Lumbar MRI without contrast", "Norco 10/325mg #90", "TENS unit, 30 day trial",
    "Chiropractic therapy 8 sessions", "Gabapentin 600mg #90", "Epidural steroid injection L4-L5", "Lidocaine patch 5% #30",
)  # fmt: skip
_SENTENCE = (
    "The records describe ongoing symptoms and the course of earlier treatment, with what was gained by it and what was "
    "not, and the measure that the guideline names is compared with what was found at the last visit. "
)
#: How many hours a step takes at least and at most, and the states in which it is taken.
_AFTER = {
    "A0": (4, 60), "A2": (8, 120), "A3": (48, 240), "A4": (600, 3000), "B0": (2, 40), "B1": (120, 430), "B2": (24, 120),
    "B3": (8, 130), "C0": (4, 60), "C1": (48, 200), "C2": (48, 160), "C3": (4, 40), "D1": (60, 260), "D0": (400, 900),
    "E0": (2000, 5000),
}  # fmt: skip


@dataclass
class Template:
    """A case and its events, each with what the ledger knows of it."""

    case: Case
    events: list[tuple[EventData, Meta]] = field(default_factory=list)


class _Life:
    def __init__(
        self, rng: random.Random, people: Mapping[str, list[str]], received: date, now: datetime
    ) -> None:
        self.rng, self.people, self.now = rng, people, now
        self.at = datetime(received.year, received.month, received.day, 17, tzinfo=UTC) + timedelta(
            minutes=rng.randrange(0, 480)
        )
        self.received = received
        self.events: list[tuple[EventData, Meta]] = []
        self.case: Case | None = None

    def happen(self, role: str, *events: EventData) -> None:
        actor = self.rng.choice(self.people[role])
        for event in events:
            meta = Meta(self.case.version + 1 if self.case else 1, actor, role, self.at)
            # As the ledger gives it back.
            again = read(event.type, event.data())
            self.case = fold(self.case, again, meta)
            self.events.append((again, meta))

    def wait(self, least: float, most: float) -> bool:
        """Let time pass; whether it is still in the past."""
        self.at += timedelta(hours=self.rng.uniform(least, most))
        return self.at < self.now

    def claims(self) -> bool:
        """People take what is open."""
        assert self.case is not None
        for task in self.case.tasks:
            where = queue(task.queue)
            if task.done or task.claimed_by or where.role == "reviewer" or self.rng.random() > 0.7:
                continue
            if not self.wait(0.2, 6):
                return False
            who = self.rng.choice(self.people[where.role])
            meta = Meta(self.case.version + 1, who, where.role, self.at)
            event = work.TaskClaimed(task=task.id, by=who)
            self.case = fold(self.case, event, meta)
            self.events.append((event, meta))
        return True


def template(seed: int, people: Mapping[str, list[str]], received: date, now: datetime) -> Template:
    """One case that was received on a day, as it stands ``now``. ``people`` are actor ids by role."""
    rng = random.Random(seed)
    life = _Life(rng, people, received, now)
    texts = rng.sample(_TREATMENTS, rng.choice((1, 1, 1, 2, 2, 3, 4)))
    expedited = rng.random() < 0.06
    life.happen("intake", _application(rng, received, texts, expedited))
    while True:
        assert life.case is not None
        state = life.case.state
        if not life.claims() or state not in _AFTER:
            break
        if not life.wait(*(hours * (0.2 if expedited else 1) for hours in _AFTER[state])):
            break
        if not _step(life, state, rng):
            break
    _after(life)
    return Template(life.case, life.events)


def _application(
    rng: random.Random, received: date, texts: list[str], expedited: bool
) -> intake.ApplicationReceived:
    decided = received - timedelta(days=rng.randrange(5, 25))
    form = {
        **DENIED,
        "priority": "expedited" if expedited else "standard",
        "employee": {"name": NAME, "address": ["12 Sample Street"], "city": "Fresno", "state": "CA", "zip": "93650", "phone": "(559) 555-0100"},
        "date_of_birth": f"{rng.randrange(1950, 2003)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}",
        "physician": {"name": f"Dr. Sample {rng.randrange(300)}", "specialty": "Pain Medicine", "city": "Fresno", "state": "CA"},
        "claims_administrator": {"organization": f"Example Claims Services {rng.randrange(80)}", "address": ["P.O. Box 1"], "city": "Oakland", "state": "CA", "zip": "94600", "email": "claims@example.org"},
        "employer": {"organization": f"Example Works {rng.randrange(2000)}"},
        "claim_number": CLAIM,
        "injury_date": (received - timedelta(days=rng.randrange(90, 3000))).isoformat(),
        "ur_decision_date": decided.isoformat(),
        "ur_served_date": decided.isoformat(),
        "treatments": texts,
        "signed_on": received.isoformat(),
    }  # fmt: skip
    items = tuple(
        intake.NewItem(number=n, text=t, normalised=normalise(t)) for n, t in enumerate(texts, start=1)
    )
    return intake.ApplicationReceived(
        number=NUMBER,
        application=form,
        items=items,
        received=received,
        channel=rng.choice(("mail", "fax", "web")),
    )


def _step(life: _Life, state: str, rng: random.Random) -> bool:
    case = life.case
    assert case is not None
    chance = rng.random()
    if state == "A0":
        if chance < 0.02:
            life.happen("intake", intake.ApplicationMerged(into="CM26-0000001", reason="The same decision."))
            return False
        confirmed = [intake.ItemCorrected(number=i.number, normalised=i.normalised) for i in case.items]
        life.happen("intake", *confirmed, intake.ReviewStarted())
    elif state == "A2":
        questions = [
            eligibility.QuestionAnswered(code=code, side="staff", holds=False)
            for code in ("UNTIMELY", "UNSIGNED", "LIABILITY", "DUPLICATE")
        ]
        if case.escalated != "regulator":
            life.happen("intake", *questions, eligibility.RoutedToRegulator(note="Ready to decide."))
        elif chance < 0.14:
            reason = Refusal(
                code="UNSIGNED",
                title="The form is not signed",
                law=("8 CCR 9792.10.1(b)",),
                curable=True,
                how="Sign it.",
            )
            life.happen("regulator", eligibility.Refused(reasons=(reason,)))
            return False
        elif chance < 0.2 and not case.requests:
            life.happen(
                "regulator",
                eligibility.InformationRequested(to=("employee",), text="Please send the decision."),
            )
        elif chance < 0.22:
            reason = Refusal(
                code="LIABILITY", title="Liability is disputed", law=("LC 4610.5(k)",), curable=True
            )
            life.happen("regulator", eligibility.Deferred(reasons=(reason,)))
        else:
            found = eligibility.Found(
                items=tuple(i.number for i in case.items),
                priority=case.priority or "standard",
                formulary=False,
            )
            life.happen("regulator", found)
    elif state == "A3":
        life.happen(
            "intake", eligibility.InformationReceived(request=case.requests[-1].id, answer="Attached.")
        )
    elif state == "A4":
        life.happen("regulator", eligibility.Resumed(served=life.at.date()))
    elif state == "B0":
        life.happen("records", records.AssignmentNotified(service="electronic"))
    elif state == "B1":
        if chance < 0.05:
            life.happen("records", records.Terminated(reason="authorized", ended_by="claims administrator"))
            return False
        papers = [records.DocumentAdded(document=_document(life, rng)) for _ in range(rng.randrange(2, 9))]
        if chance < 0.2:
            life.happen("records", *papers, records.RecordsInsufficient(missing=("medical records",)))
        else:
            life.happen("records", *papers, records.RecordsComplete(at=life.at.date()))
    elif state == "B2":
        life.happen("records", records.RecordsComplete(at=life.at.date()))
    elif state == "B3":
        life.happen(
            "clinical_consultant",
            review.Prepared(specialty=rng.choice(("Pain Medicine", "Orthopaedic Surgery")), issues=_SENTENCE),
        )
    elif state == "C0":
        who = rng.choice(REVIEWERS)
        life.happen("panel_scheduler", review.ReviewerAssigned(reviewer=who, method="chosen"))
        life.people = {**life.people, "reviewer": [f"reviewer:{who}"]}
        life.happen("reviewer", review.ReviewerAccepted(review=life.case.version, attestation="No conflict."))
    elif state == "C1":
        life.people = {**life.people, "reviewer": [f"reviewer:{case.reviews[-1].reviewer}"]}
        if chance < 0.06 and not any(one.kind == "reviewer" for one in case.requests):
            life.happen(
                "reviewer",
                review.QuestionSent(to="requesting physician", text="Which dose was given, and since when?"),
            )
        else:
            life.happen("reviewer", _signing(case, rng))
    elif state == "C2":
        life.happen(
            "clinical_consultant", review.QuestionResolved(request=case.requests[-1].id, answer="As before.")
        )
    elif state == "C3":
        _issue(life, rng)
    elif state == "D1":
        life.happen(
            "records",
            issuing.TreatmentAuthorized(authorized=life.at.date())
            if chance < 0.9
            else issuing.TreatmentNotAuthorized(),
        )
        return False
    elif state == "D0":
        if chance > 0.03:
            return False
        life.happen(
            "letter_quality", issuing.PetitionFiled(filed=life.at.date(), by="employee", grounds=(5,))
        )
    elif state == "E0":
        life.happen("letter_quality", issuing.PetitionDenied(decided=life.at.date()))
        return False
    return True


def _after(life: _Life) -> None:
    """Publishing and the invoice, where there was time for them."""
    if life.case and life.case.letter and life.wait(20, 200):
        life.happen("letter_quality", issuing.DeterminationPublished(version=1, sha256="1" * 64))
        if life.wait(2, 90):
            life.happen("finance", issuing.InvoiceRaised(amount=34500, working=("One treatment, standard.",)))


def _document(life: _Life, rng: random.Random) -> Document:
    number = rng.randrange(10**11)
    return Document(
        id=f"d{number:011}", sha256=f"{number:064x}", type="progress_report", title="Progress report", pages=rng.randrange(1, 40),
        size=40_000, dated=life.received - timedelta(days=rng.randrange(10, 300)), author="Dr. Morgan Sample",
        received=life.at.date(), received_from="claims administrator", channel="electronic", added_by="user:1",
    )  # fmt: skip


def _signing(case: Case, rng: random.Random) -> review.ReviewSigned:
    items = tuple(
        ItemDecision(
            number=one.number,
            decision=rng.choice(("upheld", "upheld", "overturned")),
            rationale=_SENTENCE * 5,
        )
        for one in case.eligible_items
    )
    return review.ReviewSigned(
        review=case.reviews[-1].id, summary=_SENTENCE * 8, age=49, sex="male", items=items,
        documents_reviewed=tuple(one.id for one in case.documents), attestations=("qualified", "no conflict", "whole file"),
        credentials={"licensed_states": ["CA"], "certifications": ["Pain Medicine"]},
    )  # fmt: skip


def _issue(life: _Life, rng: random.Random) -> None:
    case = life.case
    assert case is not None
    decided = {one.number: one.decision for one in case.reviews[-1].items}
    kinds = set(decided.values())
    outcome = kinds.pop() if len(kinds) == 1 else "partially overturned"
    items = [{"number": n, "decision": d, "rationale": _SENTENCE * 5} for n, d in decided.items()]
    release = review.QualityReleased(
        determination={"items": items, "case_outcome": outcome, "summary": _SENTENCE * 8}
    )
    life.happen("letter_quality", release)
    if life.claims() and life.wait(1, 30):
        mailed = issuing.DeterminationMailed(
            version=1,
            sha256="0" * 64,
            mailed=life.at.date(),
            service="mail",
            to_state="CA",
            outcome=outcome,
            recipients=(),
        )
        life.happen("letter_quality", mailed)


def days(count: int, now: datetime, seed: int) -> Iterator[date]:
    """``count`` days of receipt, ascending: a third of them in the last seven weeks, so that much is open."""
    rng = random.Random(seed)
    back = sorted(
        (rng.uniform(0, 50) if rng.random() < 0.35 else rng.uniform(50, 540) for _ in range(count)),
        reverse=True,
    )
    for number in back:
        yield (now - timedelta(days=number)).date()
