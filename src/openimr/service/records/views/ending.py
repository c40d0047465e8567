"""Consolidating cases, and ending a review before a determination."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from openimr.service import clock
from openimr.service.cases.commands import consolidating, terminating
from openimr.service.cases.endings import endings
from openimr.service.cases.pages import opened
from openimr.service.cases.steps import Said, Step, acts, sent, show
from openimr.service.records.changes_forms import ConsolidateForm, TerminateForm


@acts("case.consolidate")
def consolidate(request: HttpRequest, case_number: str) -> HttpResponse:
    """Let this case go on for others of the same worker too."""
    case = opened(case_number)
    found = consolidating.candidates(case, clock.now())
    choices = [
        (other.number, f"{other.number}: {'; '.join(one.text for one in other.eligible_items)}")
        for other, _, why in found
        if why is None
    ]
    form = ConsolidateForm(request.POST or None, case=case, cases=choices)
    if moved := sent(
        request,
        form,
        "Overview",
        "The cases are reviewed together in this one.",
        lambda actor, data: consolidating.consolidate(
            actor, case_number, data["others"], data["reason"], **form.terms
        ),
    ):
        return moved
    case = form.case
    said = []
    for other, verdict, why in found:
        lines = [*([why[0].upper() + why[1:]] if why else []), *verdict.verdict.working]
        if verdict.due:
            lines.append(f"The earlier due date counts: {verdict.due}.")
        tone = "bad" if why else "good"
        said.append(
            Said(f"Case {other.number}: {'no' if why else 'possible'}", lines, verdict.verdict.law, (), tone)
        )
    step = Step(
        heading="Consolidate with another case",
        button="Consolidate them",
        lead="One determination for several applications of one worker; every treatment keeps its own decision.",
        law="8 CCR 9792.10.4(a)",
        said=said,
        consequences=[
            f"The treatments of the other case get numbers after those of {case.number}; its papers come along.",
            "The other case goes on here and nowhere else. The earlier due date counts.",
            "All parties of all the cases get a notice.",
        ],
        closed=""
        if choices
        else "No other case of this worker can be reviewed together with this one; why is said beside."
        if found
        else "No other case of this worker or claim is between assignment and the choice of a reviewer.",
    )
    return show(request, form, "Consolidate", step)


@acts("case.terminate")
def terminate(request: HttpRequest, case_number: str) -> HttpResponse:
    """End the review before a determination."""
    case = opened(case_number)
    form = TerminateForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        "Overview",
        "The review has ended; all parties are told.",
        lambda actor, data: terminating.terminate(
            actor,
            case_number,
            how=data["how"],
            reason=data["reason"],
            happened=data["happened"],
            notified=data["notified"],
            document=data["document"] or None,
            confirmed=data["confirmed"],
            **form.terms,
        ),
    ):
        return moved
    case = form.case
    fee = terminating.fee_of(case)
    asks = [fee.asks] if fee.asks else []
    lines = [
        f"Fee: ${fee.amount}" if fee.amount is not None else "Fee: not known",
        *fee.working,
        *([f"Read, but not in a verified source: ${fee.proposed}."] if fee.proposed is not None else []),
    ]
    step = Step(
        heading="End the review",
        button="End it and tell all parties",
        lead="Before a determination: there will be no decision by a doctor.",
        law="LC 4610.5(g), 8 CCR 9792.10.6(a)",
        said=[
            Said("The fee if it ends now", lines, fee.law, asks, "warn" if asks else "info"),
            *(
                Said(one.title, [one.says], one.law, [one.asks], "warn")
                for one in endings().values()
                if one.asks
            ),
        ],
        consequences=[
            "The case is over. A reviewer who has it loses it.",
            "Every party gets a notice with the reason; the claims administrator's also says which fee applies.",
        ],
        danger=True,
    )
    return show(request, form, "End the review", step)
