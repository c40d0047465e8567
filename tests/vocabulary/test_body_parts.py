"""Body parts and sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.vocabulary import body_parts


@pytest.mark.parametrize(
    ("text", "parts", "side", "why"),
    [
        ("MRI of the low back", ["lumbar spine"], None, "the contract's name"),
        ("lumbosacral support", ["lumbar spine"], None, ""),
        ("physical therapy, neck and right hand", ["cervical spine", "hand"], "right", "a spine has no side"),
        ("left arm and leg", ["upper extremity", "lower extremity"], "left", "the side holds on"),
        ("chiropractic for the back", ["back"], None, "bare back stays back"),
        ("mid back", ["thoracic spine"], None, ""),
        ("Facet injections L4-5, L5-S1", ["lumbar spine", "lumbar spine"], None, "levels"),
        ("Epidural at C5-C6", ["cervical spine"], None, "a level"),
        ("block at T7-8", ["thoracic spine"], None, "a level"),
        ("C7-T1 interlaminar", ["cervical spine"], None, "a range begins where it begins"),
        ("SI joint injection (R)", ["sacroiliac joint"], "right", "a letter in brackets"),
        ("EMG bilateral upper extremities", ["upper extremity"], "bilateral", ""),
        ("EMG of BLE", ["lower extremity"], "bilateral", "an abbreviation with its side"),
        ("left and right knees", ["knee"], "bilateral", ""),
        ("left knee and right ankle", ["knee", "ankle"], "bilateral", "two sides in one heading"),
        ("knee, right", ["knee"], "right", "the side after it"),
        ("MRI Lt. shoulder", ["shoulder"], "left", ""),
        ("L knee brace", ["knee"], "left", "a letter before a part"),
        ("both shoulders", ["shoulder"], "bilateral", ""),
        ("thoracolumbar fusion", ["thoracic spine", "lumbar spine"], None, "one word, two parts"),
        ("bilateral hearing aids", [], "bilateral", "a side without a part"),
        ("T4 lab, C3 complement", [], None, "look-alikes of levels"),
        ("T2-weighted images", [], None, ""),
        ("schedule C3 drug", [], None, ""),
        ("Tylenol #3 and B12", [], None, ""),
        ("overhead feedback handicap", [], None, "whole words only"),
        ("hand-controlled vehicle", [], None, ""),
        ("went back to work", [], None, "an adverb"),
        ("in the face of it", [], None, ""),
        ("walks 250 feet", [], None, "a measure"),
        ("right hand dominant", [], None, ""),
        ("patients with le fort", [], None, ""),
    ],
)
def test_find(text: str, parts: list[str], side: str | None, why: str) -> None:
    assert [m.part for m in body_parts.find(text)] == parts, why
    assert body_parts.side_of(text) == side, why


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("rotator cuff repair", "shoulder"),
        ("partial meniscectomy", "knee"),
        ("ACL reconstruction", "knee"),
        ("carpal tunnel release", "wrist"),
        ("plantar fasciitis", "foot"),
        ("cubital tunnel", "elbow"),
        ("trigger finger release", "finger"),
        ("greater trochanteric bursa", "hip"),
    ],
)
def test_structures_are_inferred(text: str, part: str) -> None:
    (mention,) = body_parts.find(text)
    assert (mention.part, mention.inferred) == (part, True)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("right shoulder, elbow and wrist", ["right", "right", "right"]),
        ("left hip, right knee", ["left", "right"]),
        ("left knee and low back", ["left", None]),
        ("right hip. The knee", ["right", None]),
    ],
)
def test_each_mention_has_its_side(text: str, sides: list[str | None]) -> None:
    assert [m.side for m in body_parts.find(text)] == sides


@given(st.text())
def test_mentions_stand_where_they_say(text: str) -> None:
    for mention in body_parts.find(text):
        assert text[mention.start : mention.end] == mention.printed
        assert mention.part in body_parts.names()
    assert body_parts.side_of(text) in (None, "left", "right", "bilateral")
