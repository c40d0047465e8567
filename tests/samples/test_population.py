"""The population: any slice alone, shares as published, words as in real letters, truth that holds."""

import json
import math
import re
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date

import click.testing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimr import samples
from openimr.cli.samples import command
from openimr.letters.codec import from_json, to_json
from openimr.samples import population
from openimr.samples.citing import EDITION_2016
from openimr.samples.population.cited import BY_ORDER
from openimr.samples.population.data_files import table
from openimr.samples.population.generating import LARGEST, REPEATS
from openimr.samples.population.grammar import Grammar
from openimr.samples.stock import BadSampleData

SEED = 11
MANY = list(samples.sampled(SEED, 3000))
LETTERS = [one.determination for one in MANY]
ITEMS = [item for letter in LETTERS for item in letter.items]
WORD = re.compile(r"[a-z][a-z'\-]*[a-z]|[a-z]")


def words(letter):
    texts = [letter.summary.text, *(t for i in letter.items for t in (i.heading, i.rationale))]
    return [word for text in texts for word in WORD.findall(text.lower())]


WORDS = Counter(word for letter in LETTERS for word in words(letter))


def shingles(letter, size=10):
    said = words(letter)
    return {tuple(said[n : n + size]) for n in range(len(said) - size + 1)}


# --- repeatable


@pytest.mark.parametrize(
    ("start", "count", "why"),
    [
        (0, 3, "the beginning"),
        (248, 4, "a near-duplicate is among them"),
        (2990, 10, "the end"),
        (2000, 0, "nothing is asked for"),
    ],
)
def test_a_slice_equals_its_part_of_the_whole(start, count, why):
    assert list(samples.sampled(SEED, count, start=start)) == MANY[start : start + count], why
    assert list(samples.determinations(SEED, count, start=start)) == LETTERS[start : start + count], why


def test_another_process_and_hash_seed_gives_the_same_bytes(tmp_path):
    here = tmp_path / "here.jsonl.gz"
    there = tmp_path / "there.jsonl.gz"
    assert population.write(here, samples.sampled(5, 40, start=230)) == 40
    code = (
        "import sys, pathlib; from openimr import samples; from openimr.samples import population;"
        "population.write(pathlib.Path(sys.argv[1]), samples.sampled(5, 40, start=230))"
    )
    run = [sys.executable, "-c", code, str(there)]
    subprocess.run(run, check=True, env={"PYTHONHASHSEED": "12345"})
    assert there.read_bytes() == here.read_bytes()
    assert population.truth_path(there).read_bytes() == population.truth_path(here).read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "here.jsonl.gz", "here.truth.jsonl.gz", "there.jsonl.gz", "there.truth.jsonl.gz",
    ]  # fmt: skip


def test_another_seed_gives_other_letters():
    other = list(samples.determinations(SEED + 1, 200))
    assert not {one.summary.text for one in (*other,)} & {one.summary.text for one in LETTERS}


@pytest.mark.parametrize(("start", "count"), [(-1, 1), (0, -1), (LARGEST, 1), (LARGEST - 1, 2)])
def test_numbers_out_of_range_are_refused(start, count):
    with pytest.raises(ValueError, match="numbered from 0"):
        list(samples.sampled(1, count, start=start))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**40), st.integers(0, LARGEST - 1))
def test_any_letter_is_sound(seed, number):
    (one,) = samples.sampled(seed, 1, start=number)
    letter = one.determination
    assert from_json(to_json(letter)) == letter  # this checks the schema, too
    when = letter.dates
    days = (when.injury, when.ur_denial, when.application_received, when.assigned, when.decision)
    assert list(days) == sorted(days)
    assert "2013-03-01" <= when.decision <= "2026-06-30"
    assert [item.number for item in letter.items] == list(range(1, len(letter.items) + 1))
    for text in (letter.summary.text, *(item.rationale for item in letter.items)):
        assert not re.search(r"[{}\[\]|]|  | [.,]|\.\.|None", text), text


def test_case_numbers_are_unique_and_out_of_the_way_of_other_samples():
    numbers = [int(letter.case_number[5:]) for letter in LETTERS]
    assert numbers == [1_000_000 + n for n in range(3000)]


# --- shares


def test_years_follow_the_volumes():
    rows = table("programme.yaml")["years"]
    total = sum(row["letters"] for row in rows.values())
    years = Counter(int(letter.dates.decision[:4]) for letter in LETTERS)
    for year, row in rows.items():
        share = row["letters"] / total
        assert abs(years[year] / 3000 - share) < 5 * math.sqrt(share / 3000) + 0.002, year


def test_items_a_letter():
    counts = Counter(len(letter.items) for letter in LETTERS)
    assert 1.5 < len(ITEMS) / 3000 < 1.85  # published: 1.9 in 2014, 1.6 from 2019 on
    assert 0.6 < counts[1] / 3000 < 0.85
    assert max(counts) >= 12


@pytest.mark.parametrize(
    ("category", "low", "high", "why"),
    [
        ("Pharmaceuticals", 0.32, 0.46, "31 to 50 % by year"),
        ("Diagnostic Testing", 0.10, 0.19, "11.6 to 16 %"),
        ("Rehabilitation", 0.12, 0.22, "15 to 21.5 %"),
        ("Surgery", 0.035, 0.065, "4 to 5 %"),
        ("DMEPOS", 0.05, 0.13, "no figure published"),
    ],
)
def test_shares_of_categories(category, low, high, why):
    assert low < sum(item.category == category for item in ITEMS) / len(ITEMS) < high, why


def test_outcomes():
    overturned = [item for item in ITEMS if item.decision == "overturned"]
    assert 0.08 < len(overturned) / len(ITEMS) < 0.125

    def share(*categories):
        chosen = [item for item in ITEMS if item.category in categories]
        return sum(item.decision == "overturned" for item in chosen) / len(chosen)

    # evaluation and psychological services stand out in every report
    assert share("Evaluation & Management", "Psych Services") > 1.4 * share("Pharmaceuticals")


def test_drugs_by_generic_and_brand_name():
    drugs = [drug for item in ITEMS for drug in item.drugs]
    assert len({drug.name for drug in drugs}) > 250
    generic = sum(drug.name.lower() in drug.ingredients for drug in drugs)
    assert 0.15 < generic / len(drugs) < 0.7
    opioids = sum(i.drug_class == "opioid" for one in MANY for i in one.truth.items)
    assert 0.2 < opioids / sum(bool(item.drugs) for item in ITEMS) < 0.4


def test_people_and_reviewers():
    ages = [letter.summary.age for letter in LETTERS]
    assert 41 < statistics.mean(ages) < 48
    assert min(ages) >= 19
    assert 0.45 < sum(letter.summary.sex == "male" for letter in LETTERS) / 3000 < 0.6
    assert len({c for letter in LETTERS for c in letter.reviewer.certifications}) >= 20
    states = Counter(state for letter in LETTERS for state in letter.reviewer.licensed_states)
    assert 0.5 < states["CA"] / 3000 < 0.75
    assert len(states) > 30


def test_editions_follow_the_day_of_the_decision():
    for letter in LETTERS:
        decided = date.fromisoformat(letter.dates.decision)
        for item in letter.items:
            for one in (*item.administrator_citations, *item.reviewer_citations):
                if one.guideline == "Chronic Pain Medical Treatment" and one.year:
                    assert decided < BY_ORDER
                    assert one.year == (2016 if decided >= EDITION_2016 else 2009)
                if one.guideline == "Chronic Pain":
                    assert decided >= BY_ORDER
                assert set(one.sections) <= {s for s in one.sections if s in one.text}
    sections = {s for item in ITEMS for one in item.reviewer_citations for s in one.sections}
    assert len(sections) > 120
    assert any(one.pages for item in ITEMS for one in item.reviewer_citations)


# --- words


def test_words_fall_about_as_in_prose():
    counts = [count for _, count in WORDS.most_common(3000)]
    points = [(math.log(rank), math.log(counts[rank - 1])) for rank in (10, 30, 100, 300, 1000, 3000)]
    mx, my = (statistics.mean(values) for values in zip(*points, strict=True))
    slope = sum((x - mx) * (y - my) for x, y in points) / sum((x - mx) ** 2 for x, _ in points)
    assert -1.35 < slope < -0.85
    assert len(WORDS) > 9000
    assert 0.3 < sum(count == 1 for count in WORDS.values()) / len(WORDS) < 0.6
    total = sum(WORDS.values())
    assert 0.2 < sum(count for _, count in WORDS.most_common(10)) / total < 0.32


def test_lengths():
    rationales = [len(item.rationale.split()) for item in ITEMS]
    summaries = [len(letter.summary.text.split()) for letter in LETTERS]
    assert 95 < statistics.mean(rationales) < 150  # 121 words in real ones
    assert 190 < statistics.mean(summaries) < 290  # 232
    assert len({item.rationale for item in ITEMS}) > 0.94 * len(ITEMS)


def test_nobody_is_named():
    title = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|M\.D|D\.O|Ph\.D)\b\.?")
    names = "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph "
    names += "Jessica Carlos Maria Jose Juan Luis Rosa Daniel Nancy Karen Lisa Betty Sandra Ashley"
    given_names = set(names.split())
    for letter in LETTERS:
        text = " ".join([letter.summary.text, *(item.rationale for item in letter.items)])
        assert not title.search(text)
        assert not given_names & set(re.findall(r"[A-Z][a-z]+", text))


# --- truth


def test_passages_stand_where_the_truth_says():
    seen, used = {}, defaultdict(set)
    for one in MANY:
        for item, truth in zip(one.determination.items, one.truth.items, strict=True):
            for passage in truth.passages:
                text = item.rationale[passage.start : passage.end]
                assert seen.setdefault(passage.key, text) == text
                used[passage.key].add(one.determination.case_number)
                assert len(text.split()) >= 10
                author, topic, version = passage.key[:4], *passage.key[5:].rsplit("-", 1)
                assert population.passage(SEED, int(author) - 1, topic, int(version) - 1) == text
    assert sum(len(cases) > 1 for cases in used.values()) > 150


def test_near_duplicates_are_the_ones_declared():
    declared = {one.truth.number: one.truth.repeats for one in MANY if one.truth.repeats is not None}
    assert list(declared) == list(range(REPEATS - 1, 3000, REPEATS))
    for number, earlier in declared.items():
        a, b = shingles(LETTERS[number]), shingles(LETTERS[earlier])
        assert len(a & b) / len(a | b) > 0.5, (number, earlier)
        assert LETTERS[number].case_number != LETTERS[earlier].case_number
        other = number - 1 if earlier != number - 1 else number - 2
        plain = shingles(LETTERS[other])
        assert len(a & plain) / len(a | plain) < 0.3


def test_slips_and_supporting_facts():
    slips = [(one, slip) for one in MANY for slip in one.truth.slips]
    assert len(slips) > 100
    for one, (wrong, right) in slips:
        assert wrong != right
        assert wrong in " ".join(
            [one.determination.summary.text, *(i.rationale for i in one.determination.items)]
        )
    facts = defaultdict(Counter)
    for one in MANY:
        for item, truth in zip(one.determination.items, one.truth.items, strict=True):
            facts[item.decision][truth.supporting] += 1
            assert bool(item.drugs) == (truth.drug_class is not None)
    assert facts["overturned"][False] == 0
    assert facts["upheld"][True] < 0.1 * facts["upheld"][False]


# --- grammar


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"a": ["one {b} two"]}, "neither a rule nor a fact"),
        ({"a": ["one [two|three"]}, "left open"),
        ({"a": ["one two] three"]}, "do not match"),
        ({"a": []}, "no template"),
        ({"a": ["{b}"], "b": ["x {a}"]}, "ends up in itself"),
        ({"a": ["one {b two"]}, "cannot be read"),
    ],
)
def test_a_bad_grammar_is_refused(rules, message):
    with pytest.raises(BadSampleData, match=message):
        Grammar(rules, {}, ())


# --- command


def test_the_command_writes_lines_and_truth(tmp_path):
    out = tmp_path / "letters.jsonl"
    run = click.testing.CliRunner().invoke(
        command, ["--determinations", "5", "--seed", str(SEED), "--start", "246", "-o", str(out)]
    )
    assert run.exit_code == 0, run.output
    lines = [from_json(json.loads(line)) for line in out.read_text().splitlines()]
    assert lines == LETTERS[246:251]
    truths = [json.loads(line) for line in (tmp_path / "letters.truth.jsonl").read_text().splitlines()]
    assert [truth["number"] for truth in truths] == list(range(246, 251))
    assert truths[3]["repeats"] == MANY[249].truth.repeats


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--determinations", "5"], "-o NAME.jsonl"),
        (["folder", "--determinations", "5", "-o", "a.jsonl"], "leave OUT away"),
        (["--determinations", "5", "-o", "a.csv"], "end in .jsonl"),
        (["--determinations", "0", "-o", "a.jsonl"], "0"),
        (["--determinations", "5", "--start", str(LARGEST), "-o", "a.jsonl"], "numbered from 0"),
        (["--determinations", "5", "-o", "no/such/folder/a.jsonl"], "cannot be written"),
        ([], "name the folder OUT"),
        (["folder", "-o", "a.jsonl"], "name the folder OUT"),
    ],
)
def test_the_command_refuses(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = click.testing.CliRunner().invoke(command, arguments)
    assert run.exit_code != 0
    assert message in run.output
    assert not list(tmp_path.iterdir())
