"""The PDF and text forms, the fixed collection, and the command."""

import io
import json
import os
import subprocess
import sys

import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner

from openimr import samples
from openimr.cli.samples import command
from openimr.letters.codec import from_json

LETTERS = tuple(samples.letters(5, 12))
COLLECTION = samples.collection()


def pdf_text(data):
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_the_pdf_holds_the_letter(letter):
    text = "".join(pdf_text(letter.pdf()).split()).replace("\ufffe", "").replace("-", "")
    for item in letter.determination.items:
        assert "".join(item.rationale.split()).replace("-", "") in text
    assert letter.pdf() == letter.pdf()


def test_an_encrypted_pdf_opens_with_the_empty_password():
    data = LETTERS[0].pdf(encrypted=True)
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.is_encrypted
    assert reader.decrypt("") == pypdf.PasswordType.USER_PASSWORD
    assert "".join(pdf_text(data).split()) == "".join(pdf_text(LETTERS[0].pdf()).split())


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    done = CliRunner().invoke(command, [str(tmp_path / "file" / "letters")])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert "cannot be made" in done.output


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_after_samples_a_forked_process_writes_letters():
    """As the service does: it typesets samples, forks its web processes, and they write letters."""
    script = (
        "import os, signal\n"
        "from openimr import samples\n"
        "letter = next(iter(samples.letters(5, 1)))\n"
        "letter.pdf()\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    signal.alarm(60)\n"
        "    from openimr.letters.writing import render\n"
        "    render(letter.determination, 'pdf')\n"
        "    os._exit(0)\n"
        "raise SystemExit(os.waitpid(child, 0)[1])\n"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=120, check=False).returncode == 0


def test_long_letters_have_several_pages():
    longest = max(samples.letters(7, 400), key=lambda letter: len(letter.determination.items))
    assert len(longest.determination.items) == 21
    assert len(pypdfium2.PdfDocument(longest.pdf())) > 5


def test_the_collection_is_fixed_and_covers_all_layouts():
    assert len(COLLECTION) == 26
    assert len({letter.name for letter in COLLECTION}) == 26
    assert samples.collection() == COLLECTION
    assert len({letter.layout for letter in COLLECTION}) == 5
    assert any(letter.determination.priority == "expedited" for letter in COLLECTION)


def test_the_collection_does_not_change_by_accident():
    """A change of the generator or of its data changes these names; then look at the new letters first."""
    assert [letter.name for letter in COLLECTION] == [
        "carpal-tunnel",
        "compound-cream",
        "housekeeper",
        "lumbar-mri",
        "polypharmacy",
        "restoration",
        "rotator-cuff",
        "wound-care",
        "CM16-0924750-2017-45",
        "CM16-0917518-2017-111",
        "CM15-0996352-2017-161",
        "CM16-0941666-2017-249",
        "CM14-0934899-2017-58",
        "CM14-0937776-2017-72",
        "CM14-0995544-2017-222",
        "CM13-0946615-2017-2",
        "CM13-0923757-2017-5",
        "CM13-0995257-2017-7",
        "CM16-0919977-strength-not-marketed",
        "CM17-0960936-side",
        "CM16-0917761-sex-pronoun",
        "CM16-0932072-injury-date",
        "CM17-0965344-decision-conclusion",
        "CM14-0977091-denied-fact",
        "CM15-0970346-visit-arithmetic",
        "CM16-0932447-edition-not-in-force",
    ]


def test_hand_written_letters_have_summaries_of_a_real_length():
    by_hand = [letter for letter in COLLECTION if not letter.name.startswith("CM")]
    assert len(by_hand) == 8
    for letter in by_hand:
        assert 200 <= len(letter.determination.summary.text.split()) <= 500, letter.name
        for diagnosis in letter.determination.summary.diagnoses:
            assert diagnosis in letter.determination.summary.text


def test_planted_errors_of_the_collection_are_declared():
    with_errors = [letter for letter in COLLECTION if letter.planted]
    assert [letter.planted[0].kind for letter in with_errors] == [
        "strength-not-marketed",
        "side",
        "sex-pronoun",
        "injury-date",
        "decision-conclusion",
        "denied-fact",
        "visit-arithmetic",
        "edition-not-in-force",
    ]
    for letter in with_errors:
        assert letter.determination == letter.planted[0].determination


@pytest.mark.parametrize(
    ("form", "files"), [("pdf", {".pdf", ".json"}), ("txt", {".txt", ".json"}), ("json", {".json"})]
)
def test_the_command_writes_letters_and_truth(tmp_path, form, files):
    result = CliRunner().invoke(command, [str(tmp_path), "--seed", "3", "--count", "4", "--format", form])
    assert result.exit_code == 0
    assert "4 letters written" in result.stderr
    assert {path.suffix for path in tmp_path.iterdir()} == files
    expected = [letter.determination for letter in samples.letters(3, 4)]
    truths = {path.stem: from_json(json.loads(path.read_text())) for path in tmp_path.glob("*.json")}
    assert len(truths) == 4
    assert {truth.summary for truth in truths.values()} == {truth.summary for truth in expected}


def test_the_command_refuses_a_count_of_nothing(tmp_path):
    result = CliRunner().invoke(command, [str(tmp_path), "--count", "0"])
    assert result.exit_code == 2
