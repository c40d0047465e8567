"""Lines that cite the ODG alone: its chapters in the many ways they are printed, and the topics in them."""

from __future__ import annotations

import pytest

from tests.letters.citing import Citation, cited

ODG: list[tuple[str, list[Citation]]] = [
    (
        "Decision based on Non-MTUS Citation Shoulder (Acute & Chronic), Physical Therapy.",
        [("ODG", "Shoulder", None, ("Physical Therapy",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain Chapter, Insomnia treatment, and Mental Illness and Stress Chapter, Sedative hypnotics.",
        [
            ("ODG", "Pain", None, ("Insomnia treatment",), None),
            ("ODG", "Mental Illness & Stress", None, ("Sedative hypnotics",), None),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG) Treatment Index, 11th Edition (web), 2014, Pain, Compound drugs.",
        [("ODG", "Pain", 2014, ("Compound drugs",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ODG-TWC, Low Back Procedure Summary, last updated 12/02/2016.",
        [("ODG", "Low Back", None, (), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Low Back - Lumbar & Thoracic (Acute & Chronic) (updated 08/22/14): Facet joint diagnostic blocks (injections).",
        [("ODG", "Low Back", None, ("Facet joint diagnostic blocks (injections)",), None)],
    ),
    ("Decision based on Non-MTUS Citation ODG: Shoulder.", [("ODG", "Shoulder", None, (), None)]),
    (
        "Decision based on Non-MTUS Citation ODG Shoulder: Surgery for impingement syndrome.",
        [("ODG", "Shoulder", None, ("Surgery for impingement syndrome",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Fitness for Duty, Functional capacity evaluation (FCE).",
        [("ODG", "Fitness For Duty", None, ("Functional capacity evaluation (FCE)",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Knee & Leg (Acute & Chronic), Continuous-flow cryotherapy.",
        [("ODG", "Knee & Leg", None, ("Continuous-flow cryotherapy",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG) Pain (updated 11/21/16), Office visits.",
        [("ODG", "Pain", None, ("Office visits",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Diabetes (Type 1, 2, and Gestational), Hypertension treatment.",
        [("ODG", "Diabetes", None, ("Hypertension treatment",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Neck and Upper Back Chapter and Low Back Chapter, MRI.",
        [("ODG", "Neck & Upper Back", None, ("MRI",), None), ("ODG", "Low Back", None, ("MRI",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Burns, Hernia Chapter; Hospital length of stay.",
        [
            ("ODG", "Burns", None, ("Hospital length of stay",), None),
            ("ODG", "Hernia", None, ("Hospital length of stay",), None),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation ODG, Elbow Chapter - Physical Therapy.",
        [("ODG", "Elbow", None, ("Physical Therapy",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG) Hip & Pelvis (Acute & Chronic), MRI (magnetic resonance imaging), X-ray.",
        [("ODG", "Hip & Pelvis", None, ("MRI (magnetic resonance imaging)", "X-ray"), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG): Low Back: MRI.",
        [("ODG", "Low Back", None, ("MRI",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Chapter: Knee & Leg, Topic: MRI.",
        [("ODG", "Knee & Leg", None, ("MRI",), None)],
    ),
    ("Decision based on Non-MTUS Citation ODG chapter on shoulder.", [("ODG", "Shoulder", None, (), None)]),
    (
        "Decision based on Non-MTUS Citation ODG Low Back/Lumbar & Thoracic: MRI.",
        [("ODG", "Low Back", None, ("MRI",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ODG, Low Back section on MRI.",
        [("ODG", "Low Back", None, ("MRI",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ODG Pain Chapter Opioids for chronic pain.",
        [("ODG", "Pain", None, ("Opioids for chronic pain",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ODG- Neck & Upper Back Chapter- MRI.",
        [("ODG", "Neck & Upper Back", None, ("MRI",), None)],
    ),
    ("Decision based on Non-MTUS Citation ODG: Low back- MRI.", [("ODG", "Low Back", None, ("MRI",), None)]),
    (
        "Decision based on Non-MTUS Citation ODG Knee & Leg (Acute & Chronic) Chapter.",
        [("ODG", "Knee & Leg", None, (), None)],
    ),
    (
        'Decision based on Non-MTUS Citation Official Disability Guidelines, "Knee & Leg", Physical therapy.',
        [("ODG", "Knee & Leg", None, ("Physical therapy",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ODG Low Back, Physical therapy guidelines; ODG Pain, Office visits.",
        [
            ("ODG", "Low Back", None, ("Physical therapy guidelines",), None),
            ("ODG", "Pain", None, ("Office visits",), None),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation ODG Knee (updated 12/1/16) Physical Therapy and ODG Low back (updated 12/1/16) physical therapy.",
        [
            ("ODG", "Knee & Leg", None, ("Physical Therapy",), None),
            ("ODG", "Low Back", None, ("physical therapy",), None),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation ODG Physical Medicine Guidelines; Low Back.",
        [("ODG", None, None, ("Physical Medicine Guidelines",), None), ("ODG", "Low Back", None, (), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Neck and Upper Back (Acute & Chronic), Fusion, anterior cervical; Hospital length of stay (LOS).",
        [
            (
                "ODG",
                "Neck & Upper Back",
                None,
                ("Fusion, anterior cervical", "Hospital length of stay (LOS)"),
                None,
            )
        ],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines - Treatment for Worker's Compensation, Online Edition, Chapter: Shoulder (Acute & Chronic), Physical Therapy.",
        [("ODG", "Shoulder", None, ("Physical Therapy",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines, Pain Chapter, Proton pump inhibitors (PPIs), NSAIDs, GI symptoms & cardiovascular risk.",
        [
            (
                "ODG",
                "Pain",
                None,
                ("Proton pump inhibitors (PPIs)", "NSAIDs, GI symptoms & cardiovascular risk"),
                None,
            )
        ],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), TWC Pain Procedure Summary, Medical foods.",
        [("ODG", "Pain", None, ("Medical foods",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Mental/Stress Chapter, Cognitive Behavioral Therapy.",
        [("ODG", "Mental Illness & Stress", None, ("Cognitive Behavioral Therapy",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ODG, Shoulder, Surgery for rotator cuff repair; Acromioplasty.",
        [("ODG", "Shoulder", None, ("Surgery for rotator cuff repair", "Acromioplasty"), None)],
    ),
    (
        "Decision based on Non-MTUS Citation (ODG) Low Back, Discectomy/laminectomy.",
        [("ODG", "Low Back", None, ("Discectomy/laminectomy",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ODG Head, Concussion/mTBI treatment, MRI.",
        [("ODG", "Head", None, ("Concussion/mTBI treatment", "MRI"), None)],
    ),
    ("Decision based on Non-MTUS Citation ODG Eye.", [("ODG", "Eye", None, (), None)]),
    (
        "Decision based on Non-MTUS Citation ODG Pain, Medications for acute pain (analgesics), Muscle relaxants (for pain).",
        [
            (
                "ODG",
                "Pain",
                None,
                ("Medications for acute pain (analgesics)", "Muscle relaxants (for pain)"),
                None,
            )
        ],
    ),
]


@pytest.mark.parametrize(("line", "wanted"), ODG)
def test_citations(line: str, wanted: list[Citation]) -> None:
    assert cited(line) == wanted
