"""Text elsewhere, against the plainest way of finding it, and against passages that are shared by construction."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import openimr.archive.comparing.elsewhere as module
from openimr.archive.comparing.elsewhere import LONGEST, elsewhere
from openimr.archive.comparing.fingerprints import words
from openimr.archive.comparing.item import NoItem
from openimr.archive.comparing.runs import share, shared_runs
from openimr.archive.query.tree import QueryProblem
from tests.archive.comparing.conftest import Population, an_entry
from tests.archive.shelf import shelved

FIXTURE = [HealthCheck.function_scoped_fixture]


def having(run: list[str], text: str | None) -> bool:
    theirs = words(text or "")
    return any(theirs[at : at + len(run)] == run for at in range(len(theirs) - len(run) + 1))


@settings(max_examples=15, deadline=None, suppress_health_check=FIXTURE)
@given(data=st.data())
def test_an_answer_is_what_comparing_with_every_letter_gives(
    data: st.DataObject, population: Population
) -> None:
    entry = data.draw(st.sampled_from([e for e in population.entries.values() if e.rationale]))
    assert entry.rationale
    others = {
        e.key: e.rationale for e in population.entries.values() if e.rationale and e.address != entry.address
    }
    plain = shared_runs(entry.rationale, others)
    found = elsewhere(population.archive, entry.key, limit=200)
    assert found.text == entry.rationale
    assert found.words == len(words(entry.rationale))
    if found.exact:
        assert found.share == pytest.approx(share(entry.rationale, plain))
        assert found.letters.number == len({key.split("#")[0] for run in plain for key, _ in run.there})
    assert found.share <= share(entry.rationale, plain) + 1e-9
    for run in found.runs:
        shared = words(entry.rationale[run.start : run.end])
        assert len(shared) == run.words >= 10
        letters = {key.split("#")[0] for key, text in others.items() if having(shared, text)}
        if run.letters.exact:
            assert run.letters.number == len(letters)
        assert run.letters.number <= len(letters)
        assert 0 < len(run.places) <= 5
        assert len({place.address for place in run.places}) == len(run.places)
        for place in run.places:
            assert place.address in letters
            assert words(others[place.key][place.start : place.end]) == shared


def test_most_answers_of_a_small_archive_are_exact(population: Population) -> None:
    found = [elsewhere(population.archive, key) for key in list(population.entries)[:60]]
    assert sum(one.exact for one in found) >= 50


def test_every_passage_that_is_shared_by_construction_is_found(population: Population) -> None:
    where: dict[str, set[int]] = {}
    for truth in population.truth:
        for item in truth.items:
            for passage in item.passages:
                where.setdefault(passage.key, set()).add(truth.number)
    checked = 0
    for truth in population.truth[:80]:
        for item in truth.items:
            key = population.key(truth.number, item.number)
            text = population.entries[key].rationale or ""
            shared = [
                one
                for one in item.passages
                if len(words(text[one.start : one.end])) >= 10 and len(where[one.key]) > 1
            ]
            if not shared:
                continue
            found = elsewhere(population.archive, key, limit=200)
            for one in shared:
                # Its words may be another passage's elsewhere, or differ by a slip: asked is what really is the same.
                run = words(text[one.start : one.end])
                others = [
                    e
                    for e in population.entries.values()
                    if e.case_number != truth.case_number and having(run, e.rationale)
                ]
                if others:
                    checked += 1
                    assert any(r.start <= one.start and one.end <= r.end + 1 for r in found.runs), (key, one)
    assert checked > 20


def test_a_near_duplicate_covers_nearly_all(population: Population) -> None:
    truth = next(truth for truth in population.truth if truth.repeats is not None)
    found = elsewhere(population.archive, population.key(truth.number))
    earlier = population.truth[truth.repeats or 0].case_number
    assert found.share > 0.8
    assert earlier in {place.address for run in found.runs for place in run.places}


def test_the_other_items_of_a_letter_and_letters_of_the_same_case_are_not_elsewhere(tmp_path) -> None:
    text = "the records do not show that the treatment has led to any lasting change in function"
    archive = shelved(
        tmp_path,
        [
            an_entry("A#1", rationale=text),
            an_entry("A#2", rationale=text),
            an_entry("A-0f0f0f0f#1", case_number="A", rationale=text),
            an_entry("B#1", rationale=f"And so {text.upper()}."),
            an_entry("B#2", rationale=text),
            an_entry("C#1", rationale=text.replace("lasting", "real")),
            an_entry("E#1"),
        ],
    )
    found = elsewhere(archive, "A#1")
    assert [(run.words, str(run.letters)) for run in found.runs] == [(16, "1"), (12, "2")]
    assert (found.share, str(found.letters), found.exact) == (1.0, "2", True)
    assert str(elsewhere(archive, text=text).letters) == "4"
    without = elsewhere(archive, "E#1")
    assert (without.text, without.share, without.runs, without.exact) == ("", 0.0, (), True)


def test_boilerplate_is_looked_at_in_part_and_said_so(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    plain = module.fields_of
    monkeypatch.setattr(module, "fields_of", lambda *args: looked.append(args) or plain(*args))
    boiler = "the guideline asks for a written plan and for measured goals before more of it is approved"
    held = [
        an_entry(f"L{number}#1", rationale=f"{number} here. {boiler}. {number} ends")
        for number in range(6_000)
    ]
    rare = "a stimulator of the tibial nerve was tried in the office with no change of pain"
    held += [an_entry("R1#1", rationale=f"{boiler} {rare}"), an_entry("R2#1", rationale=f"Then {rare}")]
    found = elsewhere(shelved(tmp_path, held), "R1#1")
    assert len(looked) <= module.EXAMINED
    assert not found.exact
    assert [(run.words, str(run.letters)) for run in found.runs] == [(17, "at least 200"), (16, "1")]
    assert found.share == 1.0


def test_a_text_of_no_letter_and_a_short_one(population: Population) -> None:
    for text in ("", "no record of", "zyx wvu " * 30, "\x00\ud800", "<script>" * 20):
        found = elsewhere(population.archive, text=text)
        assert (found.item, found.runs, found.share, found.exact) == (None, (), 0.0, True)


def test_wrong_use(population: Population) -> None:
    with pytest.raises(NoItem):
        elsewhere(population.archive, "CM99-0000000#1")
    with pytest.raises(QueryProblem, match="at most 6,000"):
        elsewhere(population.archive, text="word " * (LONGEST + 1))
    with pytest.raises(ValueError, match="either"):
        elsewhere(population.archive)
    with pytest.raises(ValueError, match="limit"):
        elsewhere(population.archive, population.key(0), limit=0)
