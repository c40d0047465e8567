"""The de-identified copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.letters.deidentify import REDACTED, public_cover, public_determination, redact
from openimr.letters.model import Summary
from openimr.letters.writing import FORMATS, render
from tests.letters.made import COVER, SUMMARY, determination, item

R = REDACTED


@pytest.mark.parametrize(
    ("text", "public", "why"),
    [
        ("SSN 123-45-6789.", f"SSN {R}.", "social security number"),
        ("Social Security number: 123456789", f"Social Security number: {R}", "the same without hyphens"),
        ("Call (916) 555-0142 or 916-555-0142.", f"Call {R} or {R}.", "telephone numbers"),
        ("Write to j.doe+imr@clinic.test today.", f"Write to {R} today.", "e-mail"),
        ("Claim number: WC-2016-448120 was filed.", f"Claim number: {R} was filed.", "claim number"),
        ("MRN 00482913, chart", f"MRN {R}, chart", "medical record number"),
        ("ADJ1234567", R, "appeals board number"),
        ("Seen at 118 Alder Street, Stockton, CA 95202.", f"Seen at {R}.", "street address"),
        (
            "Seen by Dr. Ansel J. Whitlock on 11/08/2016.",
            f"Seen by Dr. {R} on 11/08/2016.",
            "a physician's name",
        ),
        ("Mr. O'Brien and Ms. Quintanar-Ruiz", f"Mr. {R} and Ms. {R}", "titles"),
        ("Report by Ansel Whitlock, M.D., dated", f"Report by {R}, M.D., dated", "a name before a degree"),
        ("DOB: 04/12/1969, male", f"DOB: {R}, male", "date of birth"),
        ("born on April 12, 1969 in", f"born on {R} in", "date of birth in words"),
        ("A 93-year-old male", "A 90 or older male", "ages above 89"),
        ("at the age of 91 she", "at the age of 90 or older she", "the same after the word age"),
        # What stays: clinical facts that look like such numbers.
        ("An 89-year-old female", "An 89-year-old female", "89 is kept"),
        (
            "Norco 10/325mg #120, L4-5, 2-25-15, 6/10",
            "Norco 10/325mg #120, L4-5, 2-25-15, 6/10",
            "doses and dates",
        ),
        (
            "The request dated 11/08/2016 was denied on 12/09/2016.",
            "The request dated 11/08/2016 was denied on 12/09/2016.",
            "dates of the case",
        ),
        (
            "Chronic Pain Medical Treatment 2016, Section(s): NSAIDs",
            "Chronic Pain Medical Treatment 2016, Section(s): NSAIDs",
            "a guideline",
        ),
        ("20 Lumbar Drive", R, "a street that a machine can't tell from a part"),
        (
            "claim was denied; the file was reviewed",
            "claim was denied; the file was reviewed",
            "words, no number",
        ),
        ("blood pressure 140/90, file 12", "blood pressure 140/90, file 12", "short numbers"),
    ],
)
def test_redact(text: str, public: str, why: str) -> None:
    assert redact(text) == public, why


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert redact(redact(text)) == redact(text)


def test_the_mask_does_not_show_the_length() -> None:
    assert redact("Dr. Li") == redact("Dr. Featherstonehaugh")


@pytest.mark.parametrize("format_", FORMATS)
def test_nobody_stands_in_a_public_letter(format_: str) -> None:
    det = determination(
        summary=Summary(f"Seen by Dr. Zzyzx at (916) 555-0142. {SUMMARY}", 93, "female", None, None, ()),
        items=(
            item(rationale="Dr. Zzyzx asked for it. Claim no. WC-2016-448120. It is medically necessary."),
        ),
    )
    data = render(det, "txt" if format_ == "pdf" else format_, public=True, cover=COVER)
    if format_ == "docx":
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = b"".join(package.read(name) for name in package.namelist())
    text = data.decode(errors="replace")
    for word in (
        "Zzyzx",
        "555-0142",
        "448120",
        "Quintanar",
        "Whitlock",
        "Delta Bay",
        "Golden Valley",
        "Alder",
        "Records office",
    ):
        assert word not in text
    assert "[redacted]" in text
    assert "CM16-0990001" in text
    assert "Administrative Director" in text


def test_whom_the_cover_names_is_taken_out_of_the_text() -> None:
    det = determination(
        summary=Summary(
            f"Quintanar Ruiz limps; whitlock and WC2016448120 are noted. {SUMMARY}",
            47,
            "female",
            None,
            None,
            (),
        ),
        items=(item(rationale="Delta Bay has no light duty, says Whitlock. It is medically necessary."),),
    )
    text = render(det, "txt", public=True, cover=COVER).decode()
    for word in ("Quintanar", "Ruiz", "Whitlock", "448120", "Delta Bay"):
        assert word not in text
    assert "no light duty" in text


def test_the_rest_is_kept() -> None:
    det = determination()
    public = public_determination(det)
    assert public == det, "a determination that names nobody stays as it is"
    assert (
        public_determination(determination(summary=Summary("x", 93, None, None, None, ()))).summary.age
        is None
    )
    assert public_cover(COVER).organization == "Redwood Medical Review"
