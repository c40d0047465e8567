"""A case with everything that a notice may say, for the tests."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from openimr.law.forms import Person
from openimr.law.model import Clock, Evidence, Law, Reason
from openimr.service.notices import (
    Correction,
    Due,
    Merged,
    NoticeFacts,
    Organization,
    Party,
    Remand,
    Service,
    Treatment,
)

PACIFIC = ZoneInfo("America/Los_Angeles")


def person(name=None, organization=None, street="100 First Street", city="Fresno", zip_="93721", **more):
    return Person(
        name=name, organization=organization, address=(street,), city=city, state="CA", zip=zip_, **more
    )


def clock(id_, title, due, asks=None):
    law = (Law("8 CCR 9792.10.5(a)(1)", Evidence.REGULATION),)
    return Clock(id_, title, date(2026, 3, 10), due, "running", law, (), asks=asks)


LATE = Reason(
    code="LATE",
    title="The application came too late",
    law=(Law("LC 4610.5(h)(1)", Evidence.STATUTE),),
    curable=False,
    how=None,
    outcome="ineligible",
    message="The last day to apply was February 27, 2026. The application came on March 9, 2026",
)
UNSIGNED = Reason(
    code="UNSIGNED",
    title="The form is not signed",
    law=(Law("DWC, IMR updates 2018", Evidence.OFFICIAL),),
    curable=True,
    how="Send a new form, signed by the worker, in time",
    outcome="ineligible",
    message="The worker or the worker's representative must sign the form",
    item=2,
)
PARTIES = (
    Party("employee", person("Maria Delgado-Ruiz"), link="https://portal.example.org/case/CM26-0000123/k7Qw"),
    Party("attorney", person("Alan Park", "Park & Sons Law", "12 Court Plaza, Suite 400", "Oakland", "94612")),
    Party("physician", person("Grace Ito, M.D.", "Valley Spine Group", "8 Clinic Way", fax="559-555-0102")),
    Party(
        "claims_administrator",
        person("Dana Wells", "Golden Bear Claims Services", "PO Box 5500", "Sacramento", "95814",
               email="imr@goldenbear.example"),
    ),
    Party("former_claims_administrator", person(None, "Sierra Mutual", "PO Box 77", "Reno", "95815")),
    Party("employer", person(None, "Central Valley Packing")),
    Party("regulator", person(None, "Division of Workers' Compensation, IMR Unit", "PO Box 71010", "Oakland", "94612")),
    Party("reviewer", code="R-0042"),
)  # fmt: skip

FULL = NoticeFacts(
    case_number="CM26-0000123",
    organization=Organization(
        name="Example Review Organization",
        address=("2000 Review Avenue, Suite 300",),
        city="Sacramento",
        state="CA",
        zip="95833",
        phone="916-555-0100",
        fax="916-555-0101",
        email="imr@example.org",
        portal="https://portal.example.org",
        signs="Case Services",
    ),
    priority="standard",
    parties=PARTIES,
    treatments=(
        Treatment(1, "Diazepam 10 mg, #60"),
        Treatment(2, "Trigger point injection, right trapezius (3 sites)"),
        Treatment(3, "Acupuncture 2 times a week for 4 weeks, lumbar spine"),
    ),
    claim_number="06-118-44721",
    injury_date=date(2024, 10, 18),
    rfa_date=date(2026, 1, 20),
    ur_decision_date=date(2026, 1, 28),
    received=date(2026, 2, 20),
    decided=date(2026, 3, 9),
    due=(
        clock("I2", "Answer to the regulator", date(2026, 3, 17)),
        clock("I5", "Records from the claims administrator", date(2026, 3, 25)),
        clock("I9", "Determination", date(2026, 4, 24)),
        clock("I15", "Petition to the appeals board", date(2026, 4, 13)),
        clock("I7", "Answer to the reviewer's question", date(2026, 3, 17), asks="8 CCR 9792.10.5(c) was not read."),
        Due("assignment", "Review", date(2026, 4, 2)),
    ),
    reasons=(LATE, UNSIGNED),
    words="Please send the operative report of May 2025.\nWas the worker treated with Diazepam before that day?",
    missing=("Progress reports of Dr. Ito, October 2025 to January 2026", "The request for authorization"),
    documents=("Progress report, Grace Ito, M.D., January 6, 2026 (4 pages)", "MRI report, December 2, 2025 (2 pages)"),
    old_priority="standard",
    new_priority="expedited",
    termination_reason="The claims administrator approved all treatments in writing on March 6, 2026.",
    fee_tier="ended before a reviewer was chosen",
    penalty=("Due on March 25, 2026. Not complete on April 1, 2026: 7 days.", "Days in all: 7."),
    asked=("claims_administrator",),
    duplicate_of="CM26-0000099",
    change_effective=date(2026, 3, 1),
    remand=Remand(date(2026, 3, 5), "The first letter says that no report was in the file. There was one.", "CM26-0000200"),
    correction=Correction(
        date(2026, 3, 2), 2, "right shoulder", "left shoulder", "A clerical error in the list of treatments.",
    ),
    merged=Merged("CM26-0000123", ("CM26-0000124",)),
    service=Service(
        "Notice of assignment", date(2026, 3, 10), "ab" * 32, date(2026, 3, 10), "Sacramento, California", "Kim Ito", "mail",
    ),
    sent=date(2026, 3, 10),
)  # fmt: skip

EXPEDITED = FULL.with_(
    priority="expedited",
    due=(clock("I5x", "Records", datetime(2026, 3, 11, 16, 30, tzinfo=PACIFIC)),),
)
