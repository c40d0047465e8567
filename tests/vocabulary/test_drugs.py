"""Drug names in a text, look-up by a misspelled name, marketed strengths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.vocabulary import drugs, treatments

HYDROCODONE = ("hydrocodone", "acetaminophen")


@pytest.mark.parametrize(
    ("text", "printed", "ingredients", "why"),
    [
        ("Norco 10/325mg #60", "Norco", HYDROCODONE, "a brand"),
        ("Hydrocodone/APAP 10/325", "Hydrocodone/APAP", HYDROCODONE, "a combination, an abbreviation"),
        ("hydrocodone-acetaminophen 5-325", "hydrocodone-acetaminophen", HYDROCODONE, "a hyphen"),
        ("APAP/hydrocodone", "APAP/hydrocodone", HYDROCODONE, "the other order"),
        ("Hydrocodone 10/325mg", "Hydrocodone", HYDROCODONE, "a combined strength says the partner"),
        ("Hydrocodone 10mg", "Hydrocodone", ("hydrocodone",), "no partner said, none guessed"),
        ("oxycodone 10/325 mg", "oxycodone", ("oxycodone", "acetaminophen"), "a combined strength"),
        (
            "Venlafaxine HCL ER 37.5mg",
            "Venlafaxine HCL ER",
            ("venlafaxine",),
            "salt and release belong to it",
        ),
        ("Naproxen sodium 550mg", "Naproxen sodium", ("naproxen",), "ingredients are without salt"),
        ("Voltaren gel 1%", "Voltaren", ("diclofenac",), "the dosage form does not"),
        ("Tylenol #3 #60", "Tylenol #3", ("codeine", "acetaminophen"), "a number that is part of the name"),
        ("Tylenol #60", "Tylenol", ("acetaminophen",), "a number that is a quantity"),
        ("Tylenol with codeine", "Tylenol with codeine", ("codeine", "acetaminophen"), "longest match"),
        ("Terocin patches", "Terocin", ("lidocaine", "menthol"), "the patch has two"),
        (
            "Terocin lotion",
            "Terocin",
            ("lidocaine", "capsaicin", "menthol", "methyl salicylate"),
            "the lotion four",
        ),
        (
            "Butalbital/ASA/Caffeine",
            "Butalbital/ASA/Caffeine",
            ("butalbital", "aspirin", "caffeine"),
            "three",
        ),
        (
            "tramadol and acetaminophen 37.5/325",
            "tramadol and acetaminophen",
            ("tramadol", "acetaminophen"),
            "and",
        ),
        ("HCTZ", "HCTZ", ("hydrochlorothiazide",), "an abbreviation"),
        ("MS Contin 15mg", "MS Contin", ("morphine",), "two words"),
        (
            "LidoPro ointment",
            "LidoPro",
            ("lidocaine", "capsaicin", "menthol", "methyl salicylate"),
            "a compound",
        ),
        ("Ambien CR 12.5 mg", "Ambien CR", ("zolpidem",), "a release mark"),
        ("Percoset", "Percoset", ("oxycodone", "acetaminophen"), "a known misspelling"),
    ],
)
def test_find_one(text: str, printed: str, ingredients: tuple[str, ...], why: str) -> None:
    found = drugs.find(text)
    assert [(m.printed, m.drug.ingredients) for m in found] == [(printed, ingredients)], why


@pytest.mark.parametrize(
    ("text", "printed", "why"),
    [
        (
            "Flurbiprofen 20%/Baclofen 10%/Menthol 2% cream",
            ["Flurbiprofen", "Baclofen", "Menthol"],
            "a compound",
        ),
        ("Norco and Soma", ["Norco", "Soma"], "two drugs, no combination"),
        ("a physician versed in pain", [], "a plain word that is a brand too"),
        ("Versed 2mg", ["Versed"], "the brand"),
        ("normally", [], "no part of a word"),
        ("physical therapy for the neck", [], "no drug"),
    ],
)
def test_find_many(text: str, printed: list[str], why: str) -> None:
    assert [m.printed for m in drugs.find(text)] == printed, why


def test_a_form_chooses_the_product() -> None:
    assert drugs.find("Voltaren XR 100mg")[0].drug.name == "diclofenac sodium DR/ER"
    assert drugs.find("Voltaren gel 1%")[0].drug.name == "diclofenac 1% gel"
    assert drugs.find("Lidocaine 5% patch")[0].drug.name == "lidocaine 5% patch"


@given(st.text())
def test_mentions_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    after = 0
    for mention in drugs.find(text):
        assert after <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.printed
        after = mention.end


@given(st.sampled_from(drugs.names()))
def test_every_name_is_found_as_itself(name: str) -> None:
    found = drugs.lookup(name, fuzzy=False)
    assert found is not None
    assert found.score == 100.0


@pytest.mark.parametrize(
    ("name", "ingredients"),
    [
        ("diazempam", ("diazepam",)),
        ("gabapentine", ("gabapentin",)),
        ("cyclobenzaprene", ("cyclobenzaprine",)),
        ("Omeprasole", ("omeprazole",)),
        ("meloxocam", ("meloxicam",)),
        ("sprain", None),
        ("physical therapy", None),
        ("Norko", None),
    ],
)
def test_lookup_tolerates_misspelling_but_does_not_guess(
    name: str, ingredients: tuple[str, ...] | None
) -> None:
    found = drugs.lookup(name)
    assert (found.drug.ingredients if found else None) == ingredients
    assert found is None or drugs.lookup(name, fuzzy=False) is None or found.score == 100.0


@pytest.mark.parametrize(
    ("name", "strength", "marketed", "why"),
    [
        ("Valium", "5mg", True, ""),
        ("Valium", "5gm", False, "a thousand times too much"),
        ("Norco", "10/325mg", True, ""),
        ("Norco", "10-325", True, "a hyphen, no unit"),
        ("Norco", "325/10mg", True, "the other order"),
        ("Norco", "10mg", True, "the first amount alone"),
        ("Norco", "10/500", True, "was marketed until 2014"),
        ("Norco", "15/325", False, ""),
        ("Fexmid", "7.5 mg", True, ""),
        ("Lyrica", "76mg", False, ""),
        ("Butrans", "10mcg/hr", True, ""),
        ("Duragesic", "25mcg", True, "means an hour"),
        ("Carafate", "1gm", True, "1 g is 1000 mg"),
        ("gabapentin", "250mg/5ml", None, "liquids are not listed"),
        ("Theramine", "1mg", None, "no strengths are listed"),
        ("Norco", "60", None, "no strength"),
    ],
)
def test_marketed(name: str, strength: str, marketed: bool | None, why: str) -> None:
    found = drugs.lookup(name, fuzzy=False)
    assert found is not None
    assert drugs.marketed(found.drug, strength) is marketed, why


@given(st.sampled_from([d for d in drugs.all_drugs() if d.strengths]))
def test_every_listed_strength_is_marketed(drug: drugs.Drug) -> None:
    for strength in drug.strengths:
        printed = "/".join(f"{amount:g}" for amount in strength.amounts) + strength.unit
        assert drugs.marketed(drug, printed) is True


def test_nothing_in_the_drug_tables_claims_to_be_verified() -> None:
    assert {drug.verification for drug in drugs.all_drugs()} == {"recall"}
    assert all(drug.ingredients for drug in drugs.all_drugs())
    assert len(drugs.all_drugs()) > 700


def test_search_classes_are_the_search_forms_own() -> None:
    on_the_form = {term.drug_class for term in treatments.terms()} | {None}
    assert {drug.search_class for drug in drugs.all_drugs()} <= on_the_form
    norco = drugs.lookup("Norco")
    assert norco is not None
    assert norco.drug.search_class == "Opioids"
