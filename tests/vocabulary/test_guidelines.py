"""Chapters, editions in force, ODG chapter names, section lists."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.vocabulary import guidelines

CHRONIC = "Chronic Pain Medical Treatment"


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("Chronic Pain Treatment Guidelines", CHRONIC),
        ("Chronic Pain Medical Treatment Guidelines", CHRONIC),
        ("Chronic Pain Medcial Treatment 2016", CHRONIC),
        ("Forearm, Wrist, & Hand Complaints", "Forearm, Wrist, and Hand Complaints"),
        ("Opioids Treatment Guidelines", "Opioid Treatment"),
        ("Acupuncture Medical Treatment Guidelines", "Acupuncture Treatment"),
        ("Post-Surgical Treatment Guidelines", "Postsurgical Treatment"),
        ("Stress-Related Conditions", "Stress Related Conditions"),
        ("Low Back Complaints", "Low Back Complaints"),
        ("Low Back Disorders", "Low Back"),
        ("Cornerstones", "Cornerstones of Disability Prevention and Management"),
        ("The Cochrane Database", None),
    ],
)
def test_chapter(name: str, right: str | None) -> None:
    found = guidelines.chapter(name)
    assert (found.name if found else None) == right


@pytest.mark.parametrize(
    ("text", "mentions", "why"),
    [
        (
            "Low Back Complaints 2004, Section(s): Summary, and Chronic Pain Medical Treatment 2016",
            [("Low Back Complaints", 2004), (CHRONIC, 2016)],
            "two chapters",
        ),
        (
            "Neck and Upper Back Complaints 2004, and Forearm, Wrist, and Hand Complaints 2004",
            [("Neck and Upper Back Complaints", 2004), ("Forearm, Wrist, and Hand Complaints", 2004)],
            "`and` in a name and between names",
        ),
        (
            "General Approaches 2004, Section(s): Prevention, Initial Approaches to Treatment",
            [("General Approaches", 2004)],
            "sections that bear a chapter's name",
        ),
        (
            "Initial Approaches to Treatment 2017",
            [("Initial Approaches to Treatment", 2017)],
            "with its year",
        ),
        ("Shoulder 2016", [("Shoulder", 2016)], "the later generation"),
        ("Chronic Pain Treatment Guidelines Page(s): 24", [(CHRONIC, None)], "the layout of 2014"),
        ("Chronic Pain Medical Treatment 2016 Guidelines, Section(s): Yoga", [(CHRONIC, 2016)], ""),
        ("a study of the low back", [], "no citation"),
    ],
)
def test_find_chapters(text: str, mentions: list[tuple[str, int | None]], why: str) -> None:
    found = guidelines.find_chapters(text)
    assert [(m.chapter.name, m.year) for m in found] == mentions, why


def test_a_chapter_of_acoem_says_so() -> None:
    (mention,) = guidelines.find_chapters(
        "ACOEM Practice Guidelines, Chapter 9 Shoulder Complaints Page(s): 209"
    )
    assert mention.acoem
    assert mention.chapter.acoem == 9
    assert guidelines.acoem_chapter_by_number(12) == "Low Back Complaints"
    assert guidelines.acoem_chapter_by_number(99) is None


@pytest.mark.parametrize(
    ("chapter", "year", "day", "state", "verified", "why"),
    [
        (CHRONIC, 2009, date(2016, 7, 27), "yes", True, "its last day"),
        (CHRONIC, 2009, date(2016, 7, 28), "no", True, "replaced"),
        (CHRONIC, 2009, date(2009, 7, 17), "no", True, "not yet"),
        (CHRONIC, 2016, date(2016, 7, 28), "yes", False, "its first day, by a secondary source"),
        ("Low Back Complaints", 2004, date(2016, 12, 1), "yes", False, "dates are recall"),
        ("Elbow Complaints", 2004, date(2016, 12, 1), "no", False, "the revision of 2007 took its place"),
        ("Low Back", 2019, date(2016, 1, 1), "no", False, "later than the date"),
        ("Shoulder", 2016, date(2016, 12, 1), "no", False, "before the orders of December 2017"),
        ("Shoulder", 2016, date(2018, 1, 1), "unknown", False, "the order's date is not known"),
        ("Knee Complaints", 2011, date(2016, 1, 1), "unknown", False, "no such edition is known"),
        ("Knee Complaints", None, date(2016, 1, 1), "unknown", False, "no year printed"),
        ("Astrology", 2004, date(2016, 1, 1), "unknown", False, "no such chapter"),
    ],
)
def test_in_force(chapter: str, year: int | None, day: date, state: str, verified: bool, why: str) -> None:
    found = guidelines.in_force(chapter, year, day)
    assert (found.state, found.verified) == (state, verified), why
    assert found.because


def test_only_official_dates_count_as_verified() -> None:
    assert {e.id for e in guidelines.editions() if e.verified} == {"mtus-2009", "formulary-2018"}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Low back - Lumbar & Thoracic (Acute & Chronic)", "Low Back"),
        ("Neck and Upper Back Chapter", "Neck & Upper Back"),
        ("Knee and Leg (Acute and Chronic)", "Knee & Leg"),
        ("Back", "Low Back"),
        ("Lumbar & Thoracic", "Low Back"),
        ("Forearm, Wrist & Hand", "Forearm, Wrist, & Hand"),
        ("Carpal Tunnel Syndrome", "Carpal Tunnel Syndrome"),
        ("Mental Illness & Stress", "Mental Illness & Stress"),
        ("Mental/Stress", "Mental Illness & Stress"),
        ("Pain (Chronic)", "Pain"),
        ("Head (trauma, headaches, etc., not including stress & mental disorders)", "Head"),
        ("Low Back (updated 11/23/16)", "Low Back"),
        ("Fitness for Duty", "Fitness For Duty"),
        ("Physical Therapy Guidelines", None),
        ("Knee brace", None),
        ("Painful arc", None),
    ],
)
def test_odg_chapter(text: str, right: str | None) -> None:
    assert guidelines.odg_chapter(text) == right


@pytest.mark.parametrize(
    ("text", "sections", "why"),
    [
        ("Special Studies, Summary", ["Special Studies", "Summary"], ""),
        ("CRPS, diagnostic tests", ["CRPS, diagnostic tests"], "a known name with a comma"),
        ("CRPS, imaging", ["CRPS, imaging"], "an unknown one whose first word takes a qualifier"),
        (
            "NSAIDs (non-steroidal anti-inflammatory drugs), NSAIDs, GI symptoms & cardiovascular risk",
            ["NSAIDs (non-steroidal anti-inflammatory drugs)", "NSAIDs, GI symptoms & cardiovascular risk"],
            "",
        ),
        (
            "Opioids, criteria for use; Opioids, specific drug list, and Tramadol (Ultram)",
            ["Opioids, criteria for use", "Opioids, specific drug list", "Tramadol (Ultram)"],
            "semicolon, comma, and",
        ),
        ("Benzodiazepines, Benzodiazepine dependence, maintenance",
         ["Benzodiazepines", "Benzodiazepine dependence, maintenance"], ""),
        ("Functional restoration programs (FRPs), Chronic pain programs, early intervention",
         ["Functional restoration programs (FRPs)", "Chronic pain programs, early intervention"], ""),
        ("Wound care (dressings, gauze), Exercise", ["Wound care (dressings, gauze)", "Exercise"], "brackets"),
        ("Pain, Suffering, and the Restoration of Function", ["Pain, Suffering, and the Restoration of Function"], ""),
        ("3.1 Opioids, First Part, 3.2 Opioids, Second Part",
         ["3.1 Opioids, First Part", "3.2 Opioids, Second Part"], "numbered sections"),
        ("", [], ""),
    ],
)  # fmt: skip
def test_split_sections(text: str, sections: list[str], why: str) -> None:
    assert list(guidelines.split_sections(text)) == sections, why


@given(st.sampled_from([s.name for s in guidelines.sections_of(CHRONIC)]))
def test_every_known_section_stays_whole(name: str) -> None:
    assert len(guidelines.split_sections(name)) == 1


@given(st.text(max_size=80))
def test_any_text_splits(text: str) -> None:
    assert all(guidelines.split_sections(text)) or not text.strip()
    for mention in guidelines.find_chapters(text):
        assert 0 <= mention.start < mention.end <= len(text)
