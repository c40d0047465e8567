"""The utilization review decision: the letter by which a claims administrator denied or modified a request."""

from __future__ import annotations

from datetime import date, timedelta

from openimr.law.forms import Application
from openimr.letters.model import Citation, Determination, Item
from openimr.samples.casefile.blocks import (
    Block,
    address,
    bullets,
    day,
    document,
    heading,
    letterhead,
    paragraph,
    rows,
    signature,
    table,
)
from openimr.samples.casefile.cast import name, phone, stock
from openimr.samples.casefile.chart import Chart
from openimr.samples.chance import Chance


def letter(chance: Chance, determination: Determination, application: Application, chart: Chart) -> Block:
    """The letter with what the law wants in it: dates, treatment, criteria, reasons, reviewer, records, dispute."""
    one = application
    decided = one.ur_decision_date or one.ur_served_date or date.min
    organization = chance.pick(stock("people")["review_organizations"])
    doctor, line = f"{name(chance)}, MD", phone(chance)
    specialty, state = (
        chance.pick(stock("people")["review_specialties"]),
        chance.pick(("CA", "CA", "CA", "TX", "AZ")),
    )
    who = one.employee.name or "the injured worker"
    blocks: list[Block] = [
        rows(
            [
                ("Date of this letter", day(one.ur_served_date or decided)),
                ("To", f"{one.physician.name}, {one.physician.organization}" if one.physician.name else ""),
                ("", ""),
                ("Injured worker", f"{who}, {address(one.employee)}"),
                ("Attorney", f"{one.attorney.name}, {one.attorney.organization}" if one.attorney else ""),
                ("Claim number", one.claim_number or ""),
                ("Date of injury", day(one.injury_date)),
                ("Employer", one.employer.organization or ""),
                ("Request dated", day(one.rfa_date)),
                ("Request received", day(one.rfa_date)),
                ("Decision made", day(one.ur_decision_date)),
                ("Review", "Prospective, expedited" if one.ur_priority == "expedited" else _review(determination)),
            ]
        ),
        heading("Decision"),
        table(
            ("", "Treatment requested", "Approved", "Decision"),
            [(str(item.number), item.original_request or item.disputed, item.authorized or "None", _word(item, one))
             for item in determination.items],
            (0.25, 3.4, 1.7, 1.3),
        ),
    ]  # fmt: skip
    blocks += _why(chance, determination, one, chart, decided)
    blocks += [
        heading("Records reviewed"),
        bullets(_records(one, chart, decided)),
        heading("Reviewer"),
        paragraph(
            f"{doctor}, {specialty}, licensed in {_STATES[state]}. {organization}. The reviewer can be reached by the "
            f"requesting physician at {line}, Monday to Thursday, 10 a.m. to 2 p.m. Pacific time."
        ),
        heading("If you disagree"),
        *_dispute(one),
        signature(
            one.adjuster or "",
            one.adjuster or "",
            "Claims adjuster",
            one.claims_administrator.organization or "",
        ),
    ]
    titles = {
        "other": "Notice of Non-Authorization",
        "missing information": "Utilization Review: Decision without Information",
    }
    title = titles.get(
        one.ur_basis or "",
        "Utilization Review: Notice of " + ("Modification" if one.ur_outcome == "modified" else "Denial"),
    )
    return document(
        title,
        blocks,
        running=f"{one.claims_administrator.organization}  |  {who}  |  Claim {one.claim_number}  |  {day(decided)}",
        foot=f"Served by {one.ur_service or 'mail'} on {day(one.ur_served_date)}",
        head=letterhead(one.claims_administrator),
    )


_STATES = {"CA": "California", "TX": "Texas", "AZ": "Arizona"}


def _review(determination: Determination) -> str:
    return (
        "Retrospective" if all(item.retrospective for item in determination.items) else "Prospective, regular"
    )


def _word(item: Item, one: Application) -> str:
    if one.ur_basis == "other":
        return "Not authorized"
    return "Modified" if item.authorized and one.ur_basis == "necessity" else "Denied"


def _why(
    chance: Chance, determination: Determination, one: Application, chart: Chart, decided: date
) -> list[Block]:
    """Criteria and clinical reasons; or what was missing; or what else stands in the way."""
    if one.ur_basis == "missing information":
        first = (one.rfa_date or decided) + timedelta(1)
        tries = [first, min(first + timedelta(1), decided)]
        hours = ("10:20 a.m.", "2:45 p.m.")
        return [
            heading("Why"),
            paragraph(
                "The request could not be judged: the latest progress report and the results of earlier treatment were not "
                "in the papers received. The request will be looked at again when they arrive."
            ),
            table(
                ("Attempt", "Date and time", "How", "Outcome"),
                [(str(n), f"{when:%m/%d/%Y}, {hours[n - 1]}", "Telephone and fax to the physician's office", "No answer")
                 for n, when in enumerate(tries, start=1)],
                (0.6, 1.6, 2.6, 1.2),
            ),
        ]  # fmt: skip
    if one.ur_basis == "other":
        return [
            heading("Why"),
            paragraph(
                "This is not a decision on medical necessity. The requesting physician was not a member of the medical "
                "provider network on the date of the request, so the treatment is not authorized through this office."
            ),
        ]
    out = [heading("Criteria and clinical reasons")]
    for place, item in enumerate(determination.items):
        reason = chart.reasons[place] if place < len(chart.reasons) else ""
        out.append(paragraph(reason, f"Item {item.number}, reasons:"))
        out.append(paragraph(_cited(item.administrator_citations), f"Item {item.number}, criteria:"))
    if one.liability_disputed:
        out += [
            heading("Liability"),
            paragraph(
                "Apart from this decision, liability for the body part to be treated is disputed. A notice on that dispute "
                "was sent on its own; the Workers' Compensation Appeals Board decides it."
            ),
        ]
    return out


def _cited(citations: tuple[Citation, ...]) -> str:
    if not citations:
        return "The reviewer relied on clinical judgment and named no guideline."
    return "; ".join(f"MTUS, {c.text}" if c.source == "MTUS" else c.text for c in citations) + "."


def _records(one: Application, chart: Chart, decided: date) -> list[str]:
    listed = [(one.rfa_date, f"Request for authorization, {day(one.rfa_date)}, {one.physician.name}")]
    listed += [
        (visit.day, f"Progress report, {day(visit.day)}, {one.physician.name}") for visit in chart.visits
    ]
    listed += [(extra.day, f"{extra.title}, {day(extra.day)}") for extra in chart.extras]
    if one.ur_basis == "missing information":
        listed = listed[:1]
    return [text for when, text in listed if when is not None and when <= decided]


def _dispute(one: Application) -> list[Block]:
    if one.ur_basis == "other":
        return [paragraph("You may ask the Workers' Compensation Appeals Board to decide the dispute.")]
    days = "10 days" if one.formulary else "30 days"
    served = "with this letter" if one.form_enclosed else "on request"
    return [
        paragraph(
            f"You can have an independent physician review this decision, without cost to you. Sign the application form that "
            f"comes {served} and send it with a copy of this letter within {days} of service, or within the longer time that "
            "the law gives for service by mail. If you do not ask for it in time, this decision is final. It stays in "
            "effect for 12 months unless the facts change."
        ),
        paragraph(
            "Your physician may also ask this office for an internal second look within 10 days. That is voluntary and does "
            "not lengthen the time to ask for independent review."
        ),
    ]
