"""Clerical corrections: proposed by one person, approved by another."""

from __future__ import annotations

from typing import Any

from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import correcting as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.people import shown
from openimr.service.cases.steps import step
from openimr.service.issuing import clerical
from openimr.service.issuing.forms import CorrectForm, ReasonForm, ServeForm

_LAW = "LC 4610.6(g); no source sets a procedure for corrections (V17): own arrangement"


def _proposed(case: Case) -> dict[str, Any]:
    if not case.correction:
        return {}
    who = shown([case.correction["by"]])[case.correction["by"]]
    return {"proposed": {**case.correction, "who": who, "rows": clerical.told(case.correction["changes"])}}


@step(
    "letter.correct",
    CorrectForm,
    "Letter",
    title="Correct a clerical error",
    sentence="Only names, dates, a treatment’s words copied wrongly and page cites can be put right.",
    consequences=(
        "A second person must approve before anything is signed.",
        "No decision and no reason changes; that takes a new review after an appeal (LC 4610.6(h), (i)).",
    ),
    law=_LAW,
    button="Propose the correction",
    done="The correction waits for a second person.",
)
def propose(actor: Actor, number: str, form: CorrectForm) -> Case:
    """Propose a correction."""
    return commands.propose_correction(actor, number, form.changes, form.cleaned_data["reason"], **form.terms)


@step(
    "letter.approve_correction",
    ServeForm,
    "Letter",
    title="Approve the correction",
    sentence="A new version is signed, stored, and served again on all parties today.",
    consequences=(
        "The version before stays in the file; both days of mailing stand in the new one.",
        "Whether the time to appeal starts again is not settled (V17): the notice says so only if you let it in below.",
        "A published copy of the old version is replaced when the new one is published.",
    ),
    law=_LAW,
    button="Approve, sign and serve",
    done="The corrected letter is issued; its papers are in the outbox.",
    template="issuing/approve.html",
    context=_proposed,
    sends=lambda actor, number: commands.approve_correction(actor, number, service="mail"),
)
def approve(actor: Actor, number: str, form: ServeForm) -> Case:
    """Approve it as a second person: a new version is signed and served on all."""
    return commands.approve_correction(
        actor, number, service=form.cleaned_data["service"], paragraphs=form.paragraphs, **form.terms
    )


@step(
    "letter.correct",
    ReasonForm,
    "Letter",
    title="Drop the correction",
    sentence="The letter stays as it is.",
    button="Drop it",
    done="The correction was dropped; the letter stays as it is.",
    template="issuing/approve.html",
    context=_proposed,
)
def drop(actor: Actor, number: str, form: ReasonForm) -> Case:
    """Drop it."""
    return commands.drop_correction(actor, number, form.cleaned_data["reason"], **form.terms)
