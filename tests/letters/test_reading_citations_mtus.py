"""Lines that cite the MTUS alone: guidelines with their years, and the sections of each."""

from __future__ import annotations

import pytest

from tests.letters.citing import Citation, cited

MTUS: list[tuple[str, list[Citation]]] = [
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


@pytest.mark.parametrize(("line", "wanted"), MTUS)
def test_citations(line: str, wanted: list[Citation]) -> None:
    assert cited(line) == wanted
