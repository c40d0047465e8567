"""A case file like a letter: its facts, none of its sentences, no paper that knows the future, same bytes."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from click.testing import CliRunner

from openimr import samples
from openimr.cli.samples import command
from openimr.law.forms import Application, flaws
from openimr.letters.codec import from_json, to_json
from openimr.letters.model import Dates
from openimr.samples.casefile import apart
from openimr.samples.casefile.diagnoses import icd
from openimr.samples.casefile.kinds import kind_of
from openimr.samples.casefile.signs import scores, signs
from openimr.samples.stock import library

LETTERS = tuple(letter.determination for letter in samples.letters(31, 24)) + tuple(
    letter.determination for letter in samples.collection()[:8]
)
DATE = re.compile(r"\b(\d{2})/(\d{2})/(\d{4})\b")
#: Types that the contract of `openimr casefile` knows.
TYPES = {
    "application", "request_for_authorization", "utilization_review_decision", "progress_report", "first_report",
    "consultation", "imaging_report", "laboratory_report", "therapy_note", "prescription",
}  # fmt: skip


def pages(data):
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range().replace("\ufffe", "") for page in document]
    finally:
        document.close()


def named(determination):
    """The words that name a treatment or a guideline: facts, which a paper has to repeat."""
    texts = []
    for item in determination.items:
        texts += [item.heading, item.disputed, item.original_request or "", item.authorized or ""]
        texts += [c.text for c in (*item.administrator_citations, *item.reviewer_citations)]
    return set().union(*(apart.runs(text) for text in texts))


def strings(value):
    """Every text in JSON data; treatments that stand one after another in a list are no run of words."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for one in inner for text in strings(one)]


def days(text):
    return [date(int(year), int(month), int(day)) for month, day, year in DATE.findall(text)]


@pytest.fixture(scope="module")
def made():
    return [(letter, samples.case(letter, seed=3)) for letter in LETTERS]


def test_no_sentence_of_the_letter_is_in_the_papers(made):
    for letter, case in made:
        forbidden = apart.prose(letter) - named(letter)
        for name, content in case.files.items():
            if name == "truth.json":
                continue
            texts = [" ".join(pages(content))] if name.endswith(".pdf") else strings(json.loads(content))
            copied = set().union(*(apart.runs(text) for text in texts)) & forbidden
            assert not copied, (letter.source, name, [" ".join(run) for run in copied][:2])


def test_the_letters_facts_are_in_the_papers(made):
    for letter, case in made:
        text = {name: " ".join(" ".join(pages(case.files[name])).split()) for name in ("application.pdf", "denial.pdf", "records.pdf")}  # fmt: skip
        joined = re.sub(r"[\s-]", "", text["application.pdf"] + text["records.pdf"])
        for item in letter.items:
            asked = re.sub(r"[\s-]", "", item.original_request or item.disputed)
            assert asked in joined, item.disputed
            for citation in item.administrator_citations:
                assert re.sub(r"[\s-]", "", citation.text) in re.sub(r"[\s-]", "", text["denial.pdf"])
            if item.drugs and item.drugs[0].strength:
                assert item.drugs[0].strength in text["records.pdf"]
        injury = date.fromisoformat(letter.dates.injury or letter.summary.injury_date)
        told = letter.dates.ur_denial or letter.summary.ur_decision_date
        review = date.fromisoformat(told) if told else case.application.ur_decision_date
        assert bool(told) != ("ur_decision_date" in json.loads(case.files["manifest.json"])["invented"])
        for name in text:
            assert injury in days(text[name]), name
        assert review in days(text["denial.pdf"])
        if letter.summary.age is not None:
            born = case.application.date_of_birth
            last = date.fromisoformat(letter.dates.decision) if letter.dates.decision else review
            assert (
                last.year - born.year - ((last.month, last.day) < (born.month, born.day))
                == letter.summary.age
            )
        if letter.summary.sex:
            assert letter.summary.sex in text["records.pdf"]


def test_no_paper_knows_what_came_after_it(made):
    for letter, case in made:
        decided = case.application.ur_decision_date
        sheets = {name: pages(case.files[name]) for name in ("application.pdf", "denial.pdf", "records.pdf")}
        for one in case.documents:
            text = "\n".join(sheets[one.file][one.pages[0] - 1 : one.pages[1]])
            born = case.application.date_of_birth
            latest = max(day for day in days(text) if day != born)
            allowed = (
                case.application.ur_served_date if one.type == "utilization_review_decision" else one.date
            )
            assert latest <= allowed, (letter.source, one)
            if one.file == "records.pdf" and one.date <= decided:
                assert not re.search(r"utilization review|certif|overturn|upheld", text, re.I), one


def test_the_manifest_fits_the_files(made):
    for _, case in made:
        listed = json.loads(case.files["manifest.json"])["documents"]
        assert [one["number"] for one in listed] == list(range(1, len(listed) + 1))
        assert {one["type"] for one in listed} <= TYPES
        assert {"application", "utilization_review_decision", "request_for_authorization"} <= {
            one["type"] for one in listed
        }
        covered = [page for one in listed if one["file"] == "records.pdf" for page in range(one["pages"][0], one["pages"][1] + 1)]  # fmt: skip
        sheets = pages(case.files["records.pdf"])
        assert covered == list(range(1, len(sheets) + 1)), "every page belongs to one document, in order"
        for one in listed:
            if one["file"] == "records.pdf":
                shown = " ".join(sheets[one["pages"][0] - 1].split())
                assert one["title"] in shown
                assert date.fromisoformat(one["date"]) in days(shown)
        assert sum(one["type"] in ("progress_report", "first_report") for one in listed) >= 1


def test_application_and_truth_go_out_as_they_came_in(made):
    for letter, case in made:
        data = json.loads(case.files["application.json"])
        assert Application.from_dict(data) == case.application
        assert not flaws(case.application, date(2026, 1, 1))
        assert from_json(json.loads(case.files["truth.json"])) == letter
        assert len(case.application.treatments) == len(letter.items)
        assert len(pages(case.files["application.pdf"])) == 1, "the form has one page"
        flat = re.sub(r"\s+", "", pages(case.files["application.pdf"])[0])
        for value in (
            case.application.employee.name,
            case.application.claim_number,
            case.application.employer.organization,
        ):
            assert re.sub(r"\s+", "", value) in flat


def test_the_same_seed_gives_the_same_bytes():
    again = samples.case(LETTERS[0], seed=3)
    other = samples.case(LETTERS[0], seed=4)
    assert samples.case(LETTERS[0], seed=3).files == again.files
    assert other.application.employee != again.application.employee
    assert other.files["truth.json"] == again.files["truth.json"]


def test_people_are_nobodys(made):
    for _, case in made:
        text = case.files["application.json"].decode()
        for number in re.findall(r"\(\d{3}\) \d{3}-\d{4}", text):
            assert re.search(r"555-01\d\d", number), number
        assert all(host.endswith("example.org") for host in re.findall(r"@([\w.]+)", text))
        digits = [int(digit) for digit in f"80840{case.application.physician.npi}"]
        doubled = [d * 2 if place % 2 else d for place, d in enumerate(reversed(digits))]
        assert sum(d - 9 if d > 9 else d for d in doubled) % 10, "a valid number could be somebody's"


def test_a_scanned_application_is_a_picture_of_one_page():
    case = samples.case(LETTERS[0], scanned=True)
    scan = case.files["application-scanned.pdf"]
    assert [text.strip() for text in pages(scan)] == [""]
    assert scan == samples.case(LETTERS[0], scanned=True).files["application-scanned.pdf"]
    document = pypdfium2.PdfDocument(scan)
    gray = document[0].render(scale=1, grayscale=True).to_pil()
    assert gray.getextrema()[0] < 100, "there is ink on it"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_papers_are_made_in_a_forked_process_too():
    """As a worker of the service does after its parent has typeset something."""
    script = (
        "import os, signal\n"
        "from datetime import date\n"
        "from openimr import samples\n"
        "case = samples.docket(1, 1, date(2026, 11, 24))[0]\n"
        "before = case.application_pdf()\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    signal.alarm(60)\n"
        "    os._exit(0 if case.application_pdf() == before else 1)\n"
        "raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("dates", "words", "why"),
    [
        (
            Dates(injury="2017-03-01", ur_denial="2017-02-01"),
            "injury happened on 2017-03-01",
            "injury after review",
        ),
        (
            Dates(ur_denial="2017-02-01", application_received="2017-01-01"),
            "received on 2017-01-01",
            "too early",
        ),
        (Dates(), "has no date of the utilization review decision", "no day to begin with"),
    ],
)
def test_days_that_cannot_be_are_refused(dates, words, why):
    summary = replace(LETTERS[0].summary, text="No day is told.", injury_date=None, ur_decision_date=None)
    items = tuple(replace(item, rationale=None) for item in LETTERS[0].items)
    with pytest.raises(samples.CaseFileError, match=words):
        samples.case(replace(LETTERS[0], dates=dates, summary=summary, items=items))


def test_what_the_letter_does_not_tell_stays_empty():
    letter = replace(
        LETTERS[0],
        summary=replace(LETTERS[0].summary, age=None, sex=None, injury_date=None, diagnoses=()),
        dates=replace(LETTERS[0].dates, injury=None),
    )
    case = samples.case(letter)
    assert (case.application.date_of_birth, case.application.injury_date) == (None, None)
    assert case.application.primary_diagnosis is None
    assert "years" not in " ".join(pages(case.files["records.pdf"]))


@pytest.mark.parametrize("topic", sorted(library().topics))
def test_a_fact_that_decides_is_found(topic):
    """Each fact that a fictional letter overturns for is said again in the file: else it can't be worked again."""
    region = library().regions["lumbar"]
    slots = {
        "name": "the drug",
        "noun": "worker",
        "site": "low back",
        "level": "L4-L5",
        "neuro": region.neuro,
    }
    for row in library().topics[topic].overturned:
        fact = row["fact"]
        for slot, value in slots.items():
            fact = fact.replace(f"{{{slot}}}", value)
        assert signs(fact), fact


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ("Straight leg raise was positive on the right.", ["positive"], "a finding"),
        ("Straight leg raising test is negative.", ["negative"], "its contrary"),
        ("There was no spasm.", [], "denied"),
        ("The guidelines recommend treatment when muscle spasm is present.", [], "what a guideline wants"),
        ("The patient denies heartburn.", [], "denied"),
        ("There is no documentation of functional improvement.", [], "what is missing"),
        ("Strength of the wrist was 4/5.", ["graded 4/5"], "the value goes along"),
        ("Findings are consistent with a sprain.", [], "no test"),
        ("She requested 12 sessions of physical therapy.", [], "asked for, not had"),
        ("He denied nausea.", [], "denied"),
        ("An almost full-thickness tear was seen.", [], "not through"),
        ("The urine test was inconsistent.", ["inconsistent"], "not its contrary"),
    ],
)
def test_signs_of_a_text(text, said, why):
    assert [sign.say for sign in signs(text)] == said, why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pain of 7/10, 4-5/10 with medicine", ["7/10", "4/10 to 5/10"]),
        ("8 out of 10", ["8/10"]),
        ("Norco 10/325", []),
        ("on 9/10/2016", []),
        ("12/10", []),
    ],
)
def test_pain_scores(text, expected):
    assert scores(text) == expected


@pytest.mark.parametrize(
    ("diagnosis", "code"),
    [
        ("lumbar radiculopathy", "M54.16"),
        ("right carpal tunnel syndrome", "G56.01"),
        ("left knee pain", "M25.562"),
        ("something rare", None),
        ("muscle spasm of back", "M62.830"),
    ],
)
def test_codes_of_diagnoses(diagnosis, code):
    assert icd(diagnosis) == code


@pytest.mark.parametrize(
    ("diagnosis", "shown"),
    [
        ("lumbar strain", "lumbar strain"),
        (
            "sprain of ligaments of lumbar spine, subsequent encounter",
            "Subsequent encounter: sprain of ligaments of lumbar spine",
        ),
        ("a b c d e f g h", "a b c d e (further) f g h"),
    ],
)
def test_long_diagnoses_are_no_run_of_the_letters_words(diagnosis, shown):
    assert apart.broken(diagnosis) == shown
    assert not apart.runs(shown) & apart.runs(f"Diagnoses include {diagnosis} and pain.")


def test_every_item_has_a_kind():
    kinds = {kind_of(item).kind for letter in samples.letters(8, 200) for item in letter.determination.items}
    assert {"opioid", "therapy", "imaging", "epidural", "drug test", "compound", "surgery"} <= kinds


def test_the_command_writes_the_files(tmp_path):
    like = tmp_path / "letter.json"
    like.write_text(json.dumps(to_json(LETTERS[1])), encoding="utf-8")
    done = CliRunner().invoke(command, ["case", "--like", str(like), "-o", str(tmp_path / "case")])
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "case").iterdir()} == {
        "application.json", "application.pdf", "denial.pdf", "records.pdf", "manifest.json", "truth.json",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words", "why"),
    [
        ("{", "is no JSON file", "not JSON"),
        ("{}", "letter.json", "JSON of another kind"),
        ("[1]", "letter.json", "no object"),
    ],
)
def test_the_command_refuses_in_one_sentence(tmp_path, content, words, why):
    like = tmp_path / "letter.json"
    like.write_text(content, encoding="utf-8")
    done = CliRunner().invoke(command, ["case", "--like", str(like), "-o", str(tmp_path / "out")])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.output
    assert words in done.output, why
    assert not (tmp_path / "out").exists()
