"""Credentials lines: specialties and states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.vocabulary import specialties, states


@pytest.mark.parametrize(
    ("text", "names", "why"),
    [
        ("Psychologist", ["Psychologist"], ""),
        ("Anesthesiology, Pain Management", ["Anesthesiology", "Pain Management"], ""),
        ("Anesthesiology,Pain Management", ["Anesthesiology", "Pain Management"], "no blank"),
        ("Surgery,\nSurgical Critical Care", ["Surgery", "Surgical Critical Care"], "wrapped"),
        ("Physical Medicine & Rehabilitation", ["Physical Medicine & Rehabilitation"], "& within a name"),
        (
            "Internal Medicine, Endocrinology, Diabetes and Metabolism",
            ["Internal Medicine", "Endocrinology, Diabetes and Metabolism"],
            "a name with a comma",
        ),
        ("Neurology, and Pain Medicine", ["Neurology", "Pain Medicine"], "a comma and `and`"),
        ("Family Practice and Sports Medicine", ["Family Practice", "Sports Medicine"], "`and` between two"),
        ("Child and Adolescent Psychiatry", ["Child and Adolescent Psychiatry"], "`and` within one"),
        ("Obstetrics & Gynecology", ["Obstetrics & Gynecology"], ""),
        (
            "Podiatric Surgery, Unheard-of Medicine",
            ["Podiatric Surgery", "Unheard-of Medicine"],
            "unknown is kept",
        ),
        ("", [], ""),
    ],
)
def test_split_specialties(text: str, names: list[str], why: str) -> None:
    assert list(specialties.split(text)) == names, why


@given(st.lists(st.sampled_from(specialties.all_specialties()), min_size=1, max_size=5, unique=True))
def test_a_joined_line_splits_into_its_names(chosen: list[specialties.Specialty]) -> None:
    names = [specialty.name for specialty in chosen]
    assert list(specialties.split(", ".join(names))) == names or {"Endocrinology", "Diabetes"} & set(names)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("PM&R", "Physical Medicine and Rehabilitation"),
        ("Orthopaedic Surgery", "Orthopedic Surgery"),
        ("Anesthesiolgy", "Anesthesiology"),
        ("Opthalmology", "Ophthalmology"),
        ("Public Health & General Preventive Medicine", "Public Health and General Preventive Medicine"),
        ("Plumbing", None),
    ],
)
def test_lookup_specialty(name: str, right: str | None) -> None:
    found = specialties.lookup(name)
    assert (found.name if found else None) == right


@pytest.mark.parametrize(
    ("text", "codes", "why"),
    [
        ("Texas,New York,California", ["TX", "NY", "CA"], "order kept, no blanks"),
        ("California, North Carolina", ["CA", "NC"], ""),
        ("West Virginia and District of Columbia", ["WV", "DC"], "and"),
        ("New Jersey New York", ["NJ", "NY"], "no comma"),
        ("Puerto Rico; Guam", ["PR", "GU"], "territories"),
        ("CA, TX", ["CA", "TX"], "codes"),
        ("Calif., Conneticut", ["CA", "CT"], "short and misspelled"),
        ("California, California", ["CA"], "once"),
        ("Atlantis", [], "no state"),
    ],
)
def test_split_states(text: str, codes: list[str], why: str) -> None:
    assert list(states.split(text)) == codes, why


def test_words_are_no_states() -> None:
    assert states.code("in") is None
    assert states.code("IN") == "IN"
    assert states.name("dc") == "District of Columbia"
