"""The application on paper: one page with the fields of DWC Form IMR, in our own words and layout."""

from __future__ import annotations

from openimr.law.forms import Application
from openimr.samples.casefile.blocks import Block, address, band, box, day, document, form, small, ticks

_SERVICES = {
    "mail": "Mail",
    "fax": "Fax",
    "express": "Express",
    "electronic": "Electronic",
    "personal": "In person",
}
_FILERS = {
    "employee": "Injured worker",
    "attorney": "Attorney",
    "agent": "Other agent",
    "requesting physician": "Requesting physician",
    "emergency provider": "Emergency provider",
    "claims administrator": "Claims administrator",
    "employer": "Employer",
}


def page(one: Application, scale: float = 1.0) -> Block:
    """The form. An empty field stays an empty box; a box that nobody ticked stays open.

    ``scale`` makes everything smaller, for a form with many treatments.
    """
    employee, physician, company = one.employee, one.physician, one.claims_administrator
    attorney, agent = one.attorney, one.agent
    treatments = "\n".join(f"{number}. {text}" for number, text in enumerate(one.treatments, start=1))
    blocks = [
        small(
            "Send the signed page with a copy of the utilization review decision. The time to apply is counted from the "
            "day the decision was served: 30 days, or 10 for a drug under the formulary."
        ),
        band("1  REVIEW ASKED FOR"),
        form(
            ticks(
                5,
                "Kind of review",
                [("Regular", one.priority == "standard"), ("Expedited", one.priority == "expedited")],
            ),
            ticks(4, "Kind of utilization review", [
                ("Regular", one.ur_priority == "standard"), ("Expedited", one.ur_priority == "expedited"),
            ]),
            ticks(3, "Drug under the formulary", _yes_no(one.formulary)),
        ),
        band("2  INJURED WORKER"),
        form(
            box(4, "Name (first, middle, last)", employee.name),
            box(3, "Date of birth", day(one.date_of_birth)),
            box(2, "Language", employee.language),
            box(3, "Phone", employee.phone),
        ),
        form(box(8, "Address", address(employee)), box(4, "E-mail", employee.email)),
        form(
            box(3, "Claim number", one.claim_number),
            box(3, "Date of injury", day(one.injury_date)),
            box(3, "EAMS number", one.eams_number),
            box(3, "Jurisdictional claim number", one.jurisdictional_claim_number),
        ),
        form(box(8, "Employer", one.employer.organization or one.employer.name), box(4, "Employer's phone", one.employer.phone)),
        band("3  REPRESENTATIVE"),
        form(
            box(4, "Attorney", attorney.name if attorney else None),
            box(5, "Office and address", f"{attorney.organization}, {address(attorney)}" if attorney else None),
            box(3, "Phone", attorney.phone if attorney else None),
        ),
        form(
            box(6, "Other agent", agent.name if agent else None),
            box(3, "Agent named on", day(one.agent_designated)),
            box(3, "Phone", agent.phone if agent else None),
        ),
        band("4  REQUESTING PHYSICIAN"),
        form(
            box(4, "Name", physician.name),
            box(4, "Practice", physician.organization),
            box(4, "Specialty", physician.specialty),
        ),
        form(
            box(5, "Address", address(physician)),
            box(2, "NPI", physician.npi),
            box(2, "Phone", physician.phone),
            box(3, "Fax", physician.fax),
        ),
        band("5  CLAIMS ADMINISTRATOR"),
        form(
            box(5, "Company", company.organization),
            box(4, "Adjuster", one.adjuster or company.name),
            box(3, "Phone", company.phone),
        ),
        form(
            box(5, "Address", address(company)),
            box(3, "Fax", company.fax),
            box(4, "E-mail", company.email),
        ),
        band("6  DECISION IN DISPUTE"),
        form(
            box(3, "Request for authorization of", day(one.rfa_date)),
            box(3, "Utilization review decision of", day(one.ur_decision_date)),
            box(3, "Served on", day(one.ur_served_date)),
            box(3, "Served by", _SERVICES.get(one.ur_service or "")),
        ),
        form(
            ticks(4, "The decision", [
                ("Denied", one.ur_outcome == "denied"), ("Modified", one.ur_outcome == "modified"),
            ]),
            ticks(8, "Reason given", [
                ("Medical necessity", one.ur_basis == "necessity"),
                ("Information not received", one.ur_basis == "missing information"),
                ("Other reason", one.ur_basis == "other"),
            ]),
        ),
        form(
            ticks(4, "Liability also disputed", _yes_no(one.liability_disputed)),
            ticks(4, "This form came with the decision", _yes_no(one.form_enclosed)),
            ticks(4, "Treatment already given", _yes_no(one.treatment_given)),
        ),
        form(box(12, "Main diagnosis (ICD code where known)", one.primary_diagnosis)),
        form(box(12, "Treatment that was denied or modified, as worded on the request", treatments)),
        form(box(12, "Statement (optional)", one.statement)),
        form(
            ticks(
                12,
                "Physician's certification, expedited review only",
                [("The worker faces an imminent and serious threat to health", one.certified is True)],
            )
        ),
        band("7  CONSENT AND SIGNATURE"),
        small(
            "I ask for independent medical review of the decision above. I allow my physicians and the claims administrator to "
            "send medical records and other information about this treatment to the review organization."
        ),
        form(
            ticks(4, "Consent to records", _yes_no(one.consent)),
            ticks(8, "Enclosed", [("Copy of the utilization review decision", one.ur_copy_attached is True)]),
        ),
        form(
            ticks(
                12,
                "Signed by",
                [(label, one.filer == key) for key, label in _FILERS.items()],
            )
        ),
        form(
            box(8, "Signature", f"/s/ {_signer(one)}" if one.signed else None),
            box(4, "Date signed", day(one.signed_on) if one.signed else None),
        ),
    ]  # fmt: skip
    return document(
        "Application for Independent Medical Review",
        blocks,
        running="",
        foot=f"Claim {one.claim_number or ''}",
        kind="form",
        mark="Fields as in DWC Form IMR, 8 CCR 9792.10.2",
        accent="#29424e",
        scale=scale,
    )


def _yes_no(value: bool | None) -> list[tuple[str, bool]]:
    return [("Yes", value is True), ("No", value is False)]


def _signer(one: Application) -> str:
    match one.filer:
        case "attorney":
            party = one.attorney
        case "agent":
            party = one.agent
        case "requesting physician" | "emergency provider":
            party = one.physician
        case "claims administrator":
            return one.adjuster or one.claims_administrator.name or ""
        case "employer":
            party = one.employer
        case _:
            party = one.employee
    return (party.name or party.organization or "") if party else ""
