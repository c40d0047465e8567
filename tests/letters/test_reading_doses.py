"""Disputed drugs as headings print them: tables of (heading, drugs, why)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.letters.reading.doses import read_drugs
from openimr.letters.reading.treatment import read_treatment

DRUGS = [
    ("Norco 10/325mg, #120", [("Norco", "10/325mg", 120, None)], "a brand of two ingredients"),
    ("Hydrocodone/APAP 10/325 mg #60, refills: 2", [("Hydrocodone/APAP", "10/325mg", 60, 2)], "blanks go"),
    ("Percocet 10/325 mg quantity 90", [("Percocet", "10/325mg", 90, None)], "quantity in words"),
    ("OxyContin 40 mg, 1 tab twice daily, #60", [("OxyContin", "40mg", 60, None)], "a dose is no quantity"),
    ("Tramadol ER 150mg #30 x 2 refills", [("Tramadol ER", "150mg", 30, 2)], "release belongs to the name"),
    ("Naproxen sodium 550mg #60", [("Naproxen sodium", "550mg", 60, None)], "salt belongs to the name"),
    ("Voltaren gel 1% 100gm, 3 tubes", [("Voltaren", "1%", None, None)], "the dosage form does not"),
    ("Lidoderm patches 5% #30 with 3 refills", [("Lidoderm", "5%", 30, 3)], "patches"),
    ("Menthoderm gel 120gm", [("Menthoderm", None, None, None)], "the size of a tube is no strength"),
    ("Valium 5gm #90", [("Valium", "5gm", 90, None)], "an absurd unit is read as printed"),
    ("Butrans 10mcg/hr patch #4", [("Butrans", "10mcg/hr", 4, None)], "a rate"),
    ("Oxycodone HCL ER 20mg #60 day supply: 30", [("Oxycodone HCL ER", "20mg", 60, None)], "supply after it"),
    ("Norco 10/325mg 30 day supply", [("Norco", "10/325mg", None, None)], "days are no quantity"),
    ("Lyrica 75mg, 60 capsules", [("Lyrica", "75mg", 60, None)], "counted in its form"),
    ("Two refills of Ibuprofen 600mg #90", [("Ibuprofen", "600mg", 90, 2)], "refills first"),
    ("Tylenol #3 #60", [("Tylenol #3", None, 60, None)], "a number sign in the name"),
    (
        "Compound: Flurbiprofen 20%/Baclofen 10%/Cyclobenzaprine 4%, 180gm",
        [
            ("Flurbiprofen", "20%", None, None),
            ("Baclofen", "10%", None, None),
            ("Cyclobenzaprine", "4%", None, None),
        ],
        "a cream of three ingredients",
    ),
    ("Zzyzxine 50mg #60", [("Zzyzxine", "50mg", 60, None)], "an unknown name before a strength"),
    ("Ranitidine (unknown quantity)", [("Ranitidine", None, None, None)], "nothing else said"),
]


@pytest.mark.parametrize(("heading", "wanted", "why"), DRUGS)
def test_drugs(heading: str, wanted: list[tuple[object, ...]], why: str) -> None:
    read = [(d.name, d.strength, d.quantity, d.refills) for d, _ in read_drugs(heading)]
    assert read == wanted, why


@pytest.mark.parametrize(
    ("heading", "category", "parts", "side"),
    [
        (
            "MRI of neck and right hand without contrast",
            "Diagnostic Testing",
            ("cervical spine", "hand"),
            "right",
        ),
        ("Facet joint injections L4-5, L5-S1", "Injection", ("lumbar spine",), None),
        ("Left carpal tunnel release", "Surgery", ("wrist",), "left"),
        ("Associated surgical service: Ultrasling", "DMEPOS", (), None),
        (
            "Physical therapy for low back and both knees",
            "Rehabilitation",
            ("lumbar spine", "knee"),
            "bilateral",
        ),
        ("Psychiatric consultation", "Evaluation & Management", (), None),
        ("Chiro for neck, back", "Rehabilitation", ("cervical spine", "back"), None),
    ],
)
def test_category_and_body_parts(
    heading: str, category: str, parts: tuple[str, ...], side: str | None
) -> None:
    read = read_treatment(heading)
    assert (read.category, read.body_parts, read.side) == (category, parts, side)


@given(st.integers(1, 900), st.integers(1, 360), st.integers(0, 5))
def test_any_strength_quantity_and_refills(strength: int, quantity: int, refills: int) -> None:
    (drug, _) = read_drugs(f"Gabapentin {strength}mg #{quantity} with {refills} refills")[0]
    assert (drug.strength, drug.quantity, drug.refills) == (f"{strength}mg", quantity, refills)


@given(st.text(max_size=80))
def test_any_heading_is_survived(heading: str) -> None:
    treatment = read_treatment(heading)
    assert all(0 <= start <= end <= len(heading) for start, end in treatment.places.values())
