"""Guideline lines in the many ways they are printed: a table of (line, citations).

One file because it is one table: a line mixes guidelines, years, sections and page ranges, so no row belongs to one
of them alone, and a change in the reader must be held against all rows at once.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.letters.reading.citations import read_citations

#: (source, guideline, year, sections, pages) of each citation. The lines are of our own wording.
LINES = [
    (
        "Decision based on Non-MTUS Citation Pain Physician 2012; 15:ES1-ES38.",
        [("Other", "Pain Physician 2012; 15:ES1-ES38", 2012, (), None)],
    ),
    (
        "Decision based on Non-MTUS Citation ACOEM-https://www.acoempracguides.org/Low Back; Table 2.",
        [("ACOEM", "Low Back", None, ("Table 2",), None)],
    ),
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
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG) Mental Illness & Stress, Cognitive therapy for depression; American Psychiatric Association Practice Guidelines.",
        [
            ("ODG", "Mental Illness & Stress", None, ("Cognitive therapy for depression",), None),
            ("Other", "American Psychiatric Association Practice Guidelines", None, (), None),
        ],
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
        "Decision based on Non-MTUS Citation FDA: Zofran; ODG, Pain, Antiemetics (for opioid nausea).",
        [
            ("Other", "FDA: Zofran", None, (), None),
            ("ODG", "Pain", None, ("Antiemetics (for opioid nausea)",), None),
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
        "Decision based on MTUS Opioid Treatment 2016, Section(s): 3.3.6 Opioids for Chronic Pain and Chronic Opioid Treatment: Use of Urine Drug Testing (UDT), and Chronic Pain Medical Treatment 2016, Section(s): Drug testing.",
        [
            (
                "MTUS",
                "Opioid Treatment",
                2016,
                (
                    "3.3.6 Opioids for Chronic Pain and Chronic Opioid Treatment: Use of Urine Drug Testing (UDT)",
                ),
                None,
            ),
            ("MTUS", "Chronic Pain Medical Treatment", 2016, ("Drug testing",), None),
        ],
    ),
    (
        "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Opioids, criteria for use, Weaning of Medications. Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain (Chronic), Urine drug testing (UDT).",
        [
            (
                "MTUS",
                "Chronic Pain Medical Treatment",
                2016,
                ("Opioids, criteria for use", "Weaning of Medications"),
                None,
            ),
            ("ODG", "Pain", None, ("Urine drug testing (UDT)",), None),
        ],
    ),
    (
        "Decision based on MTUS Postsurgical Treatment 2009, Section(s): Shoulder.",
        [("MTUS", "Postsurgical Treatment", 2009, ("Shoulder",), None)],
    ),
    (
        "Decision based on MTUS Post-Surgical Treatment Guidelines 2009.",
        [("MTUS", "Postsurgical Treatment", 2009, (), None)],
    ),
    (
        "Decision based on MTUS Stress-Related Conditions 2004, Section(s): Treatment.",
        [("MTUS", "Stress Related Conditions", 2004, ("Treatment",), None)],
    ),
    (
        "Decision based on MTUS Ankle and Foot Complaints 2004, Section(s): Physical Methods, and Knee Complaints 2004.",
        [
            ("MTUS", "Ankle and Foot Complaints", 2004, ("Physical Methods",), None),
            ("MTUS", "Knee Complaints", 2004, (), None),
        ],
    ),
    (
        "Decision based on MTUS Shoulder Complaints 2004, and Neck and Upper Back Complaints 2004, Section(s): Initial Care, and Chronic Pain Medical Treatment 2016, Section(s): Physical medicine treatment.",
        [
            ("MTUS", "Shoulder Complaints", 2004, (), None),
            ("MTUS", "Neck and Upper Back Complaints", 2004, ("Initial Care",), None),
            ("MTUS", "Chronic Pain Medical Treatment", 2016, ("Physical medicine treatment",), None),
        ],
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
        "Decision based on Non-MTUS Citation Medscape Internal Medicine; Journal of Hand Surgery 2010;35(2):182-189.",
        [
            ("Other", "Medscape Internal Medicine", None, (), None),
            ("Other", "Journal of Hand Surgery 2010;35(2):182-189", 2010, (), None),
        ],
    ),
    (
        "Decision based on Non-MTUS Citation Labor Code 4600(a); Official Disability Guidelines, Knee Chapter, Transportation.",
        [
            ("Other", "Labor Code 4600(a)", None, (), None),
            ("ODG", "Knee & Leg", None, ("Transportation",), None),
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
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG) Hip & Pelvis (Acute & Chronic), MRI (magnetic resonance imaging), X-ray.",
        [("ODG", "Hip & Pelvis", None, ("MRI (magnetic resonance imaging)", "X-ray"), None)],
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
        "Decision based on MTUS General Approaches 2004, Section(s): Initial Approaches to Treatment, Cornerstones of Disability Prevention and Management. Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Carpal Tunnel Syndrome, Electrodiagnostic studies.",
        [
            (
                "MTUS",
                "General Approaches",
                2004,
                ("Initial Approaches to Treatment", "Cornerstones of Disability Prevention and Management"),
                None,
            ),
            ("ODG", "Carpal Tunnel Syndrome", None, ("Electrodiagnostic studies",), None),
        ],
    ),
    (
        "Decision based on MTUS Opioid Treatment 2016, Section(s): 3.3.7.2 Methods for Tapering Opioids, 3.3.7.4 Recommended Tapering, and Chronic Pain Medical Treatment 2016.",
        [
            (
                "MTUS",
                "Opioid Treatment",
                2016,
                ("3.3.7.2 Methods for Tapering Opioids", "3.3.7.4 Recommended Tapering"),
                None,
            ),
            ("MTUS", "Chronic Pain Medical Treatment", 2016, (), None),
        ],
    ),
    (
        "Decision based on MTUS Opioid Treatment 2016, Section(s): 1. Opioids for Acute Pain (Pain Lasting Up to 4 Weeks).",
        [
            (
                "MTUS",
                "Opioid Treatment",
                2016,
                ("1. Opioids for Acute Pain (Pain Lasting Up to 4 Weeks)",),
                None,
            )
        ],
    ),
    (
        "Decision based on MTUS Opioid Treatment 2016, Section(s): 2. Medical Evidence, Scope of Guidelines, and Definitions.",
        [
            (
                "MTUS",
                "Opioid Treatment",
                2016,
                ("2. Medical Evidence, Scope of Guidelines, and Definitions",),
                None,
            )
        ],
    ),
    (
        "Decision based on MTUS Low Back Complaints 2004, Section(s): Initial Care; Physical Methods.",
        [("MTUS", "Low Back Complaints", 2004, ("Initial Care", "Physical Methods"), None)],
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
        "Decision based on Non-MTUS Citation ACOEM 3rd Edition, Low Back Disorders: MRI; Official Disability Guidelines, Low Back, MRI.",
        [("ACOEM", "Low Back Disorders", None, ("MRI",), None), ("ODG", "Low Back", None, ("MRI",), None)],
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
        "Decision based on Non-MTUS Citation Official Disability Guidelines, Low Back Chapter, Lumbar supports, and American College of Physicians guideline.",
        [
            ("ODG", "Low Back", None, ("Lumbar supports",), None),
            ("Other", "American College of Physicians guideline", None, (), None),
        ],
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
    (
        "Decision based on MTUS Neck and Upper Back Complaints 2004, Section(s): Special Studies, Table 8-7.",
        [("MTUS", "Neck and Upper Back Complaints", 2004, ("Special Studies", "Table 8-7"), None)],
    ),
    (
        "Decision based on MTUS Low Back Complaints 2004, Section(s): Physical Methods, Summary, Initial Care, Activity, and Chronic Pain Medical Treatment 2016, Section(s): Functional restoration programs (FRPs), Manual therapy & manipulation, Massage therapy, Physical medicine treatment.",
        [
            (
                "MTUS",
                "Low Back Complaints",
                2004,
                ("Physical Methods", "Summary", "Initial Care", "Activity"),
                None,
            ),
            (
                "MTUS",
                "Chronic Pain Medical Treatment",
                2016,
                (
                    "Functional restoration programs (FRPs)",
                    "Manual therapy & manipulation",
                    "Massage therapy",
                    "Physical medicine treatment",
                ),
                None,
            ),
        ],
    ),
    (
        "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Medications for subacute & chronic pain, Opioids, and Opioid Treatment 2016.",
        [
            (
                "MTUS",
                "Chronic Pain Medical Treatment",
                2016,
                ("Medications for subacute & chronic pain", "Opioids"),
                None,
            ),
            ("MTUS", "Opioid Treatment", 2016, (), None),
        ],
    ),
    (
        "Decision based on MTUS Knee Complaints 2004, Section(s): Surgical Considerations, General Approaches 2004.",
        [
            ("MTUS", "Knee Complaints", 2004, ("Surgical Considerations",), None),
            ("MTUS", "General Approaches", 2004, (), None),
        ],
    ),
    ("Decision based on MTUS Eye 2004.", [("MTUS", "Eye Complaints", 2004, (), None)]),
    (
        "Decision based on MTUS Initial Approaches to Treatment 2004, Section(s): Pharmaceuticals.",
        [("MTUS", "Initial Approaches to Treatment", 2004, ("Pharmaceuticals",), None)],
    ),
    (
        "Decision based on MTUS Cornerstones of Disability Prevention and Management 2004.",
        [("MTUS", "Cornerstones of Disability Prevention and Management", 2004, (), None)],
    ),
]


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_citations(line: str, wanted: list[tuple[object, ...]]) -> None:
    read = [(c.source, c.guideline, c.year, c.sections, c.pages) for c, _, _ in read_citations(line)]
    assert read == wanted


@pytest.mark.parametrize(
    "line",
    [
        "The Claims Administrator did not cite any medical evidence for its decision.",
        "The Expert Reviewer did not cite any medical evidence for its decision.",
        "",
    ],
)
def test_nothing_cited(line: str) -> None:
    assert read_citations(line) == ()


@given(st.lists(st.sampled_from([word for line, _ in LINES for word in line.split()]), max_size=40))
def test_any_words_are_survived_and_stand_where_they_say(words: list[str]) -> None:
    line = " ".join(words)
    for citation, start, end in read_citations(line):
        assert 0 <= start <= end <= len(line)
        assert "" not in citation.sections
