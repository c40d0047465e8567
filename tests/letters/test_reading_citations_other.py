"""Lines that cite ACOEM, or journals, statutes, societies and whatever else reviewers rely on."""

from __future__ import annotations

import pytest

from tests.letters.citing import Citation, cited

OTHER: list[tuple[str, list[Citation]]] = [
    (
        "Decision based on Non-MTUS Citation Pain Physician 2012; 15:ES1-ES38.",
        [("Other", "Pain Physician 2012; 15:ES1-ES38", 2012, (), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM-https://www.acoempracguides.org/Low Back; Table 2.",
        [("ACOEM", "Low Back", None, ("Table 2",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation American Academy of Orthopaedic Surgeons Position Statement: Physicians as Assistants at Surgery.",
        [
            (
                "Other",
                "American Academy of Orthopaedic Surgeons Position Statement: Physicians as Assistants at Surgery",
                None,
                (),
                None,
            )
        ],
    ),
    (
        "Decision based on Non-MTUS Citation UpToDate, Ondansetron: Drug information.",
        [("Other", "UpToDate, Ondansetron: Drug information", None, (), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM, Chapter 7, Independent Medical Examinations and Consultations, pages 127, 156.",
        [("ACOEM", "Independent Medical Examinations and Consultations", None, (), "127, 156")],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 7, page 127.",
        [("ACOEM", "Independent Medical Examinations and Consultations", 2004, (), "127")],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM Occupational Medicine Practice Guidelines, 3rd ed., Chronic Pain, General Principles of Treatment, Medications, Topical Medications.",
        [
            (
                "ACOEM",
                "Chronic Pain",
                None,
                ("General Principles of Treatment", "Medications", "Topical Medications"),
                None,
            )
        ],
    ),
    (
        "Decision based on Non-MTUS Citation Medscape Internal Medicine; Journal of Hand Surgery 2010;35(2):182-189.",
        [
            ("Other", "Medscape Internal Medicine", None, (), None),
            ("Other", "Journal of Hand Surgery 2010;35(2):182-189", 2010, (), None),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation Bull Am Coll Surg. 2013; 98(4): Physicians as assistants at surgery.",
        [("Other", "Bull Am Coll Surg. 2013; 98(4): Physicians as assistants at surgery", 2013, (), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Aetna Clinical Policy Bulletin: Hot/Cold packs; Milliman Care Guidelines.",
        [
            ("Other", "Aetna Clinical Policy Bulletin: Hot/Cold packs", None, (), None),
            ("Other", "Milliman Care Guidelines", None, (), None),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation Wheeless' Textbook of Orthopaedics.",
        [("Other", "Wheeless' Textbook of Orthopaedics", None, (), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Cervical and Thoracic Spine Disorders, ACOEM.",
        [("ACOEM", "Cervical and Thoracic Spine Disorders", None, (), None)],
    ),
    (
        "Decision based on Non-MTUS Citation American College of Occupational and Environmental Medicine (ACOEM), 2nd Edition, (2004) Chapter 12 Low Back Complaints, pp 303-305.",
        [("ACOEM", "Low Back Complaints", 2004, (), "303-305")],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM Guidelines, Low Back Disorders (2016), Diagnostic testing.",
        [("ACOEM", "Low Back Disorders", 2016, ("Diagnostic testing",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM Guidelines Knee Disorders Section: MRI.",
        [("ACOEM", "Knee Disorders", None, ("MRI",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM: Shoulder disorders, diagnostic and treatment recommendations, rotator cuff tendinopathy, treatment recommendations, physical therapy.",
        [
            (
                "ACOEM",
                "Shoulder disorders",
                None,
                (
                    "diagnostic and treatment recommendations",
                    "rotator cuff tendinopathy",
                    "treatment recommendations",
                    "physical therapy",
                ),
                None,
            )
        ],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM V.3, Opioids, treatment recommendations.",
        [("ACOEM", "Opioids", None, ("treatment recommendations",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM Hip and Groin Disorders, Physical therapy pages 12-14.",
        [("ACOEM", "Hip and Groin Disorders", None, ("Physical therapy",), "12-14")],
    ),
]


@pytest.mark.parametrize(("line", "wanted"), OTHER)
def test_citations(line: str, wanted: list[Citation]) -> None:
    assert cited(line) == wanted
