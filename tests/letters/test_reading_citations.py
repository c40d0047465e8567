"""Lines that cite several sources at once, lines that cite none, and any words in any order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.letters.reading.citations import read_citations
from tests.letters.citing import Citation, cited
from tests.letters.test_reading_citations_mtus import MTUS
from tests.letters.test_reading_citations_odg import ODG
from tests.letters.test_reading_citations_other import OTHER

JOINED: list[tuple[str, list[Citation]]] = [
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG) Mental Illness & Stress, Cognitive therapy for depression; American Psychiatric Association Practice Guidelines.",
        [
            ("ODG", "Mental Illness & Stress", None, ("Cognitive therapy for depression",), None),
            ("Other", "American Psychiatric Association Practice Guidelines", None, (), None),
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
        "Decision based on Non-MTUS Citation Labor Code 4600(a); Official Disability Guidelines, Knee Chapter, Transportation.",
        [
            ("Other", "Labor Code 4600(a)", None, (), None),
            ("ODG", "Knee & Leg", None, ("Transportation",), None),
        ],
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
        "Decision based on Non-MTUS Citation ACOEM 3rd Edition, Low Back Disorders: MRI; Official Disability Guidelines, Low Back, MRI.",
        [("ACOEM", "Low Back Disorders", None, ("MRI",), None), ("ODG", "Low Back", None, ("MRI",), None)],
    ),
    (
        "Decision based on Non-MTUS Citation Official Disability Guidelines, Low Back Chapter, Lumbar supports, and American College of Physicians guideline.",
        [
            ("ODG", "Low Back", None, ("Lumbar supports",), None),
            ("Other", "American College of Physicians guideline", None, (), None),
        ],
    ),
]
#: The words of all lines, those of the other tables too.
WORDS = [word for line, _ in (*MTUS, *ODG, *OTHER, *JOINED) for word in line.split()]


@pytest.mark.parametrize(("line", "wanted"), JOINED)
def test_citations(line: str, wanted: list[Citation]) -> None:
    assert cited(line) == wanted


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


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_words_are_survived_and_stand_where_they_say(words: list[str]) -> None:
    line = " ".join(words)
    for citation, start, end in read_citations(line):
        assert 0 <= start <= end <= len(line)
        assert "" not in citation.sections
