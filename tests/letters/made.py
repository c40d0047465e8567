"""A made-up determination and cover for the tests of writing. Nobody in it exists."""

from __future__ import annotations

from openimr.letters.cover import Cover, Recipient
from openimr.letters.model import Citation, Dates, Determination, Drug, Item, Reviewer, Summary

STATEMENT = (
    "The organization gave the whole case file to an expert reviewer, who has no affiliation with the employer, "
    "the employee, the providers or the claims administrator. The reviewer was chosen for clinical experience "
    "and training in the specialties that treat the condition in dispute, and practices at least 24 hours a week."
)
SUMMARY = (
    "This is a 47-year-old female warehouse clerk who was injured on 03/14/2016 when a pallet-jack rolled onto her "
    "left foot; she has had low-back pain with numbness since 4/2016. The diagnoses include lumbar strain and "
    "left foot contusion. She was treated with six sessions of physical therapy, naproxen 550 mg twice a day and "
    "a home-exercise program. On 11/08/2016 she reported pain of 6/10, worse on standing for more than 1½ hours. "
    "Flexion was 45°, extension 10°, and straight-leg raising was positive at ≤ 60° on the left.\n"
    "A magnetic resonance imaging study of the lumbar spine dated 09/02/2016 showed a 3-mm protrusion at L5-S1 "
    "without compression of the nerve root. The utilization review decision dated 12/09/2016 denied the request "
    "for eight visits of acupuncture and modified the request for naproxen."
)


def citation(
    source: str = "MTUS",
    guideline: str | None = "Acupuncture Treatment",
    year: int | None = 2007,
    sections: tuple[str, ...] = (),
    pages: str | None = None,
    text: str = "Acupuncture Treatment 2007",
) -> Citation:
    return Citation(source, guideline, year, sections, pages, text)  # type: ignore[arg-type]


CHRONIC_PAIN = citation(
    guideline="Chronic Pain Medical Treatment",
    year=2016,
    sections=("NSAIDs (non-steroidal anti-inflammatory drugs)",),
    text="Chronic Pain Medical Treatment 2016, Section(s): NSAIDs (non-steroidal anti-inflammatory drugs)",
)
ODG = citation(
    source="ODG",
    guideline="Low Back",
    year=None,
    sections=("Acupuncture",),
    text="Official Disability Guidelines (ODG), Low Back, Acupuncture",
)


def item(**changes: object) -> Item:
    values: dict[str, object] = {
        "number": 1,
        "heading": "Acupuncture 2 times a week for 4 weeks for the lumbar spine",
        "disputed": "Acupuncture 2 times a week for 4 weeks for the lumbar spine",
        "decision": "overturned",
        "retrospective": False,
        "category": "Rehabilitation",
        "drugs": (),
        "visits": 8,
        "frequency_per_week": 2,
        "weeks": 4,
        "body_parts": ("lumbar spine",),
        "side": None,
        "original_request": None,
        "authorized": None,
        "administrator_citations": (ODG,),
        "reviewer_citations": (citation(),),
        "rationale": (
            "The guideline supports a trial of acupuncture where medication has been reduced or is not tolerated, "
            "with more visits if function improves. The records of 11/08/2016 say that naproxen causes heartburn "
            "and that the dose was cut in half. The 8-visit request is within the range the guideline gives.\n"
            "The request is consistent with the guideline. It is medically necessary."
        ),
    }
    return Item(**{**values, **changes})  # type: ignore[arg-type]


NAPROXEN = item(
    number=2,
    heading="Naproxen 550mg #60 with 2 refills",
    disputed="Naproxen 550mg #60 with 2 refills",
    decision="upheld",
    category="Pharmaceuticals",
    drugs=(Drug("Naproxen", ("naproxen",), "550mg", 60, 2),),
    visits=None,
    frequency_per_week=None,
    weeks=None,
    body_parts=(),
    administrator_citations=(),
    reviewer_citations=(CHRONIC_PAIN,),
    rationale=(
        "Anti-inflammatory drugs are recommended at the lowest dose for the shortest time. The records do not show "
        "that this drug helped: pain stayed at 6/10 and no change of function is described after 12 weeks of use. "
        "Heartburn is recorded as well. The request is not medically necessary."
    ),
)


def determination(**changes: object) -> Determination:
    values: dict[str, object] = {
        "source": "made",
        "sha256": None,
        "layout": "2015",
        "case_number": "CM16-0990001",
        "priority": "standard",
        "dates": Dates("2017-01-09", "2017-02-06", "2016-03-14", "2016-12-09", "2016-12-28"),
        "reviewer": Reviewer(
            ("TX", "NY"), ("Physical Medicine & Rehabilitation", "Pain Management"), STATEMENT
        ),
        "documents_reviewed": (),
        "summary": Summary(
            SUMMARY, 47, "female", "2016-03-14", "2016-12-09", ("lumbar strain", "left foot contusion")
        ),
        "items": (item(), NAPROXEN),
        "case_outcome": "partially overturned",
    }
    return Determination(**{**values, **changes})  # type: ignore[arg-type]


COVER = Cover(
    organization="Redwood Medical Review",
    employee="Marisol Quintanar-Ruiz",
    claim_number="WC-2016-448120",
    employer="Delta Bay Cold Storage",
    claims_administrator="Golden Valley Claims Services",
    provider="Dr. Ansel Whitlock",
    documents=(
        "Application for Independent Medical Review, received 12/28/2016",
        "Utilization review decision dated 12/09/2016",
        "Progress reports dated 07/12/2016, 09/20/2016 and 11/08/2016",
        "Magnetic resonance imaging of the lumbar spine dated 09/02/2016",
        "Physical therapy notes, 04/28/2016 to 06/15/2016",
    ),
    recipients=(
        Recipient("Employee", "Marisol Quintanar-Ruiz", ("118 Alder Street", "Stockton, CA 95202")),
        Recipient(
            "Claims administrator", "Golden Valley Claims Services", ("P.O. Box 7714", "Fresno, CA 93747")
        ),
        Recipient("Provider", "Dr. Ansel Whitlock", ("40 Harbor Way, Suite 2", "Stockton, CA 95203")),
        Recipient("Administrative Director", "Division of Workers' Compensation"),
    ),
    mailing_date="2017-02-06",
    service_method="First-class mail",
    served_by="Records office",
)
