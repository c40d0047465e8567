"""The organization's signature: what it leaves alone, and what it finds out."""

from __future__ import annotations

import asyncio
import io
import re
import sys
from datetime import datetime, timedelta

import pypdf
import pytest

pytest.importorskip("pyhanko", reason="the package pyhanko is not installed")

from hypothesis import given, settings
from hypothesis import strategies as st

from openimr import letters, pages
from openimr.letters.signing import Credential, CredentialProblem, SigningProblem, Verification, sign, verify
from tests.letters import signed
from tests.letters.signed import NOW, PASSWORD, YEAR, letter

ROOT = signed.root()
CREDENTIAL = ROOT.credential()
REASON = "Final Determination"
SIGNED = sign(letter(), CREDENTIAL, at=NOW, reason=REASON, location="California")
ROOTS = [ROOT.pem]


def other(**options) -> bytes:
    """The letter signed by another credential of the same root."""
    return sign(letter(), ROOT.credential(**options), at=NOW, reason=REASON, location=None)


# Signing


def test_a_signed_letter_verifies() -> None:
    assert verify(SIGNED, ROOTS, at=NOW) == Verification(
        valid=True,
        signer="TEST Review Organization",
        signed_at=NOW,
        covers_whole_file=True,
    )


def test_the_letter_itself_stays_byte_for_byte() -> None:
    assert SIGNED.startswith(letter())


def test_marks_of_the_letter_stay() -> None:
    """PDF/A-2a, PDF/UA-1, structure, title and dates: catalog and metadata are the letter's."""
    before, after = (pypdf.PdfReader(io.BytesIO(data)) for data in (letter(), SIGNED))
    metadata = [r.trailer["/Root"]["/Metadata"].get_data() for r in (before, after)]
    assert metadata[0] == metadata[1]
    for mark in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert mark in metadata[1]
    assert before.metadata == after.metadata
    old, new = before.trailer["/Root"], after.trailer["/Root"]
    for key in ("/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/ViewerPreferences", "/Outlines"):
        assert repr(old.raw_get(key)).split(",")[:2] == repr(new.raw_get(key)).split(",")[:2], key
    assert set(new) - set(old) == {"/AcroForm", "/Perms", "/Extensions"}, "no /Version: PDF/A-2 is PDF 1.7"
    assert list(new["/Extensions"]) == ["/ESIC"]


def test_the_field_is_as_the_standards_want_it() -> None:
    reader = pypdf.PdfReader(io.BytesIO(SIGNED))
    (field,) = reader.trailer["/Root"]["/AcroForm"]["/Fields"]
    field = field.get_object()
    assert field["/F"] & 4, "PDF/A: to be printed"
    assert not field["/F"] & 0b100011, "PDF/A: neither invisible nor hidden"
    x0, y0, x1, y1 = field["/Rect"]
    assert (x0, y0) == (x1, y1), "PDF/A: without appearance only where it has no size"
    assert max(x1, y1) < 0, "PDF/UA: outside the page, so it needs no tag"
    assert field["/TU"] == "Electronic signature of TEST Review Organization"
    assert field["/P"]["/Tabs"] == "/S"
    value = field["/V"]
    assert (value["/SubFilter"], value["/M"]) == ("/ETSI.CAdES.detached", "D:20261124120000Z")
    assert (value["/Name"], value["/Reason"], value["/Location"]) == (
        "TEST Review Organization",
        REASON,
        "California",
    )
    (reference,) = value["/Reference"]
    assert (reference["/TransformMethod"], reference["/TransformParams"]["/P"]) == ("/DocMDP", 1)
    assert not {"/DigestMethod", "/DigestValue"} & set(reference), "ISO 19005-2 6.1.12"


def test_reading_a_signed_letter_gives_the_same() -> None:
    plain, sealed = (letters.read_document(pages.extract(data), name="x") for data in (letter(), SIGNED))
    assert sealed.items == plain.items
    assert sealed.summary == plain.summary


def test_in_an_event_loop_too() -> None:
    async def work() -> bool:
        made = sign(letter(), CREDENTIAL, at=NOW, reason=REASON, location=None)
        return verify(made, ROOTS, at=NOW).valid

    assert asyncio.run(work())


@pytest.mark.parametrize(
    ("pdf", "credential", "at", "says"),
    [
        (SIGNED, CREDENTIAL, NOW, "signature already"),
        (b"%PDF-1.7 cut off", CREDENTIAL, NOW, "no whole PDF"),
        (b"", CREDENTIAL, NOW, "no whole PDF"),
        (letter(), CREDENTIAL, NOW + 3 * YEAR, "valid from 2026-11-23 to 2028-11-22, so not on 2029-11-23"),
        (letter(), CREDENTIAL, NOW - YEAR, "so not on 2025-11-24"),
    ],
)
def test_what_is_not_signed(pdf, credential, at, says) -> None:
    with pytest.raises(SigningProblem, match=says):
        sign(pdf, credential, at=at, reason=REASON, location=None)


def test_times_need_their_zone() -> None:
    bare = datetime(2026, 11, 24)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        sign(letter(), CREDENTIAL, at=bare, reason=REASON, location=None)
    with pytest.raises(ValueError, match="time zone"):
        verify(SIGNED, ROOTS, at=bare)


# Credentials


@pytest.mark.parametrize(
    ("data", "password", "says"),
    [
        (b"no such file format", PASSWORD, "can't be opened"),
        (ROOT.credential_file(), b"t0o many secrets", "the password is another one"),
        (ROOT.credential_file(kind="RSA"), PASSWORD, "P-256"),
        (ROOT.credential_file(kind="P-384"), PASSWORD, "P-256"),
        (ROOT.credential_file(document=False), PASSWORD, "contentCommitment"),
    ],
)
def test_unfit_credentials(data, password, says) -> None:
    with pytest.raises(CredentialProblem, match=says) as caught:
        Credential.from_pkcs12(data, password)
    assert password.decode() not in str(caught.value)


def test_a_credential_shows_no_key() -> None:
    assert repr(CREDENTIAL) == "Credential('TEST Review Organization', until 2028-11-22)"


def test_without_pkcs11_it_says_what_to_install(monkeypatch, tmp_path) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(CredentialProblem, match=r"pip install 'pyhanko\[pkcs11\]'"):
        Credential.from_pkcs11(tmp_path / "module.so", "token", "1234")


# Verifying


def appended_update(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    writer.add_metadata({"/Title": "Another title"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def hole(data: bytes) -> tuple[int, int]:
    start, end = re.search(rb"/Contents <[0-9A-F]{200,}>", data).span()
    return start + len("/Contents "), end


def shorter_writing(data: bytes) -> bytes:
    """The same signature as a literal string; the room that is left over would hold other objects."""
    start, end = hole(data)
    value = bytes.fromhex(data[start + 1 : end - 1].decode())
    literal = b"(" + re.sub(rb"([\\()\r])", lambda m: b"\\" + {b"\r": b"r"}.get(m[1], m[1]), value) + b")"
    assert len(literal) < end - start
    return data[:start] + literal.ljust(end - start) + data[end:]


def second_signature(data: bytes) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    class Careless(PdfSigner):
        def _enforce_certification_constraints(self, reader) -> None:
            pass

    signer = Careless(PdfSignatureMetadata(field_name="Another", md_algorithm="sha256"), CREDENTIAL.signer)
    return signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data))).getvalue()


def padding(data: bytes) -> bytes:
    _, end = hole(data)
    return data[: end - 3] + b"1" + data[end - 2 :]


@pytest.mark.parametrize(
    ("pdf", "says", "why"),
    [
        (letter(), ["The letter is not signed."], "as it was written"),
        (b"no PDF", ["The file is no PDF."], "another file"),
        (letter()[:5000], ["can't be read as a signed PDF"], "cut off"),
        (SIGNED[:-300], ["can't be read as a signed PDF"], "a signed letter cut off"),
        (
            SIGNED.replace(b"20261124120000Z", b"20251124120000Z"),
            ["were changed after"],
            "the time of signing is signed too",
        ),
        (SIGNED.replace(b"%PDF-1.7", b"%PDF-1.6", 1), ["were changed after"], "the first line"),
        (SIGNED + b"\n", ["Something was appended"], "a single byte behind it"),
        (appended_update(SIGNED), ["Something was appended"], "an incremental update"),
        (second_signature(SIGNED), ["2 signatures", "Something was appended"], "signed once more"),
        (shorter_writing(SIGNED), ["leaves out bytes"], "room beside the signature"),
        (padding(SIGNED), ["leaves out bytes"], "the signature's padding is not empty"),
    ],
)
def test_what_is_wrong_is_said(pdf, says, why) -> None:
    found = verify(pdf, ROOTS, at=NOW)
    assert not found.valid, why
    assert len(found.problems) == len(says)
    for sentence, words in zip(found.problems, says, strict=True):
        assert words in sentence, why


def test_what_was_changed_is_told_apart() -> None:
    changed = verify(SIGNED.replace(b"%PDF-1.7", b"%PDF-1.6", 1), ROOTS, at=NOW)
    assert (changed.covers_whole_file, changed.changed_after) == (True, False)
    longer = verify(appended_update(SIGNED), ROOTS, at=NOW)
    assert (longer.covers_whole_file, longer.changed_after) == (False, True)
    assert longer.signer == "TEST Review Organization"


@settings(max_examples=60)
@given(st.data())
def test_any_changed_byte_is_found(data) -> None:
    start, end = hole(SIGNED)
    place = data.draw(st.one_of(st.integers(0, start - 1), st.integers(end, len(SIGNED) - 1)), label="place")
    changed = bytearray(SIGNED)
    changed[place] ^= data.draw(st.integers(1, 255), label="flipped")
    assert not verify(bytes(changed), ROOTS, at=NOW).valid


@settings(max_examples=40)
@given(st.binary(max_size=300))
def test_anything_appended_is_found(tail) -> None:
    assert verify(SIGNED + tail, ROOTS, at=NOW).valid is (tail == b"")


@settings(max_examples=40)
@given(st.integers(0, len(SIGNED)), st.integers(0, 200), st.binary(max_size=200))
def test_no_damage_raises(place, gone, put) -> None:
    verify(SIGNED[:place] + put + SIGNED[place + gone :], ROOTS, at=NOW)


MIDDLE = ROOT.below("TEST Authority")
UNDER = sign(letter(), MIDDLE.credential(), at=NOW, reason=REASON, location=None)
STRANGER, NAMESAKE = signed.root("TEST Other Root"), signed.root()


@pytest.mark.parametrize(
    ("pdf", "roots", "at", "says", "why"),
    [
        (SIGNED, [STRANGER.pem, ROOT.pem], NOW, None, "one root of several"),
        (SIGNED, [STRANGER.pem + ROOT.pem], NOW, None, "several in one file"),
        (UNDER, ROOTS, NOW, None, "the authority between comes with the letter"),
        (UNDER, [MIDDLE.pem], NOW, None, "whom one trusts need not be a root"),
        (SIGNED, [STRANGER.pem], NOW, "not among the roots", "an unknown root"),
        (UNDER, [STRANGER.pem], NOW, "not among the roots", "an unknown root, two steps away"),
        (SIGNED, [NAMESAKE.pem], NOW, "does not lead to a root", "another root of the same name"),
        (SIGNED, ROOTS, NOW + 3 * YEAR, "expired on 2028-11-22", "an expired certificate"),
        (SIGNED, ROOTS, NOW - 3 * YEAR, "not valid before 2026-11-23", "a clock that is wrong"),
        (
            UNDER,
            ROOTS,
            NOW + timedelta(days=729, minutes=1),
            "expired on 2028-11-22",
            "on the day that it ends",
        ),
    ],
)
def test_whom_to_trust_and_when(pdf, roots, at, says, why) -> None:
    found = verify(pdf, roots, at=at)
    assert (found.problems == ()) is (says is None), why
    assert found.valid is (says is None)
    assert says is None or says in found.problems[0]
    assert found.covers_whole_file


@pytest.mark.parametrize("roots", [[], [b""], [b"no certificate"], [letter()], [ROOT.pem[:200]]])
def test_roots_must_be_certificates(roots) -> None:
    with pytest.raises(ValueError, match="certificate"):
        verify(SIGNED, roots, at=NOW)
