"""How the form is laid out: groups of fields in the order of the paper, their labels, hints and rules.

A field is named as in :class:`openimr.law.forms.Application`; of a person it is ``<person>_<part>``. Of each
person, ``shown`` are the parts that DWC Form IMR has or that a notice needs; the rest are folded away, for
staff only: programs and old papers may give them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from openimr.law.forms import Person

PERSONS = ("employee", "attorney", "agent", "physician", "claims_administrator", "employer")
PARTS = tuple(one.name for one in fields(Person))
_REACH = ("address", "city", "state", "zip", "phone", "fax", "email")
SHOWN: dict[str, tuple[str, ...]] = {
    "employee": ("name", *_REACH, "language"),
    "attorney": ("name", "organization", *_REACH),
    "agent": ("name", "organization", *_REACH),
    "physician": ("name", "organization", "specialty", "npi", *_REACH),
    "claims_administrator": ("organization", "name", *_REACH),
    "employer": ("organization", "name", *_REACH),
}
LABELS = {
    "name": "Name",
    "organization": "Organization",
    "address": "Street address",
    "city": "City",
    "state": "State",
    "zip": "ZIP code",
    "phone": "Phone",
    "fax": "Fax",
    "email": "E-mail",
    "specialty": "Specialty",
    "npi": "NPI",
    "language": "Language for letters and calls",
}
#: Labels of one person's parts that differ from the others'.
SPECIAL = {
    "employee_name": "Name (first, middle, last)",
    "attorney_organization": "Law office",
    "agent_organization": "Organization",
    "physician_organization": "Practice",
    "physician_npi": "NPI (national provider identifier)",
    "claims_administrator_organization": "Company",
    "claims_administrator_name": "Contact",
    "employer_organization": "Company",
    "employer_name": "Contact",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading. ``more`` are folded away; ``step`` is the anchor of its part of the page."""

    step: str
    title: str
    fields: tuple[str, ...]
    hint: str = ""
    law: str = ""
    more: tuple[str, ...] = ()
    folded: bool = False  #: whether it stays closed while nothing stands in it


def _person(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{part}" for part in SHOWN[name])


def _rest(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{part}" for part in PARTS if part not in SHOWN[name])


GROUPS = (
    Group("review", "Kind of review", ("priority", "ur_priority", "formulary"),
          "Expedited review needs the physician’s certification of an imminent and serious threat to health.",
          "LC 4610.6(d)"),
    Group("worker", "Injured worker", (*_person("employee"), "date_of_birth"), more=_rest("employee")),
    Group("claim", "Claim", ("claim_number", "injury_date", "eams_number", "jurisdictional_claim_number"),
          "The claim number stands on the utilization review decision."),
    Group("employer", "Employer", _person("employer"), more=_rest("employer")),
    Group("attorney", "Attorney, if there is one", _person("attorney"), more=_rest("attorney"),
          folded=True),
    Group("agent", "Another agent, if one was named", (*_person("agent"), "agent_designated"),
          "An agent named before the utilization review decision can’t file.", "LC 4610.5(j)", _rest("agent"),
          folded=True),
    Group("physician", "Requesting physician", _person("physician"), more=_rest("physician")),
    Group("administrator", "Claims administrator", (*_person("claims_administrator"), "adjuster"),
          more=_rest("claims_administrator")),
    Group("decision", "Utilization review decision",
          ("rfa_date", "ur_decision_date", "ur_served_date", "ur_service", "ur_outcome", "ur_basis",
           "liability_disputed", "form_enclosed"),
          "The time to apply is counted from the day the decision was served.", "LC 4610.5(h)(1)"),
    Group("treatment", "Treatment in dispute", ("primary_diagnosis", "treatments", "treatment_given"), "",
          "8 CCR 9792.10.1(b)(1)"),
    Group("certification", "Certification and statement", ("certified", "statement")),
    Group("signature", "Signature and consent", ("filer", "signed", "signed_on", "consent", "ur_copy_attached"),
          "An application that is not signed, or without a copy of the decision, can’t go on.",
          "8 CCR 9792.10.1(b)"),
)  # fmt: skip
#: Only staff say when and how a form came in; from the public page it is now, by the web.
ARRIVAL = Group("arrival", "How it came in", ("received", "channel"),
                "The day stamped on the paper; the time to apply is measured by it.", "LC 4610.5(h)(1)")  # fmt: skip
