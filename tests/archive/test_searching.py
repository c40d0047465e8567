"""Searching an archive of fictional letters: held against a plain reading of the same entries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openimr.archive.counting import outcomes
from openimr.archive.exporting.selecting import count
from openimr.archive.query.terms import stems
from openimr.archive.query.tree import QueryProblem
from openimr.archive.searching import with_filters
from tests.archive.shelf import shelved, some_entries


@pytest.fixture(scope="module")
def held():
    return some_entries(150)


@pytest.fixture(scope="module")
def archive(held, tmp_path_factory):
    return shelved(tmp_path_factory.mktemp("index"), held)


def _keys(archive, query, **more):
    return {hit.key for hit in archive.search(query, limit=100, relax=False, correct=False, **more).hits}


def test_everything_is_there(archive, held):
    assert archive.search("", limit=1).total == len(held)


@pytest.mark.parametrize("decision", ["upheld", "overturned"])
def test_a_decision(archive, held, decision):
    assert archive.search(f"decision:{decision}").total == sum(e.decision == decision for e in held)


def test_every_value_of_every_facet_counts_what_it_finds(archive):
    for name, values in archive.facets("", most=50).items():
        for one in values:
            assert archive.search("", filters=[(name, one.value)]).total == one.count, (name, one)


def test_brand_and_generic_find_the_same(archive, held):
    norco = {e.key for e in held if "hydrocodone/acetaminophen" in e.drugs}
    assert norco
    assert _keys(archive, "drug:Norco") == _keys(archive, "drug:Vicodin") == norco
    assert norco <= _keys(archive, "Norco")
    assert _keys(archive, "drug:hydrocodone") >= norco


def test_abbreviations(archive, held):
    screens = {e.key for e in held if "urine drug" in e.disputed.lower()}
    assert screens
    assert screens <= _keys(archive, "UDS")
    assert screens <= _keys(archive, "urine drug screen")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_words_and_phrases_are_where_they_are_found(data, archive, held):
    entry = data.draw(st.sampled_from([e for e in held if e.rationale]))
    words = entry.rationale.split()
    start = data.draw(st.integers(0, max(0, len(words) - 4)))
    phrase = " ".join(words[start : start + 3]).replace('"', " ")
    if not stems(phrase):
        return
    found = archive.search(f'"{phrase}"', limit=100, relax=False)
    if found.total <= 100:
        assert entry.key in {hit.key for hit in found.hits}
    hit = next((hit for hit in found.hits if hit.key == entry.key), None)
    if hit is not None:
        assert hit.passage.marks, phrase
        for a, b in hit.passage.marks:
            assert set(stems(hit.passage.text[a:b])) & set(stems(phrase))


def test_a_case_number_is_answered_first(archive, held):
    number = next(e.case_number for e in held if e.case_number)
    for typed in (number, number.lower(), number.replace("-", " "), f"lumbar {number}"):
        found = archive.search(typed)
        assert found.recognized.cases == (number,)
        assert found.hits[0].fields["case_number"] == number


def test_a_citation_is_answered_first(archive, held):
    entry = next(e for e in held if e.sections and e.guidelines[0].startswith("MTUS: "))
    section = entry.sections[0]
    guideline, _, name = section.partition(" > ")
    found = archive.search(f"{guideline.replace(':', '')} {name}".replace('"', ""))
    if (guideline, section) in found.recognized.citations:
        assert section in found.hits[0].fields["section"]
    else:
        assert any(g == guideline for g, _ in found.recognized.citations)


def test_a_word_spelled_wrong(archive):
    found = archive.search("acupunkture")
    assert found.corrected
    assert found.suggestion == "acupuncture"
    assert found.hits


def test_most_of_the_words_come_after_all_of_them(archive):
    found = archive.search("acupuncture zebra giraffe elephant")
    assert found.total == 0
    found = archive.search("lumbar MRI radiculopathy surgery approval anything")
    loose = [hit.loose for hit in found.hits]
    assert loose == sorted(loose)
    assert found.total == loose.count(False) or found.total > 10


def test_unknown_values_are_told_with_the_nearest(archive):
    found = archive.search('category:"Rehabillitation"', correct=False)
    assert found.total == 0
    assert found.unknown[0][0] == "category"
    assert "Rehabilitation" in found.unknown[0][2]


def test_dates(archive, held):
    dated = sorted(e.decided for e in held if e.decided)
    assert archive.search(f"date:{dated[0]}..{dated[-1]}").total == len(dated)
    latest = archive.search("", sort="date", limit=20).hits
    assert [hit.fields["decided"] for hit in latest] == dated[::-1][:20]
    month = dated[5][:7]
    assert archive.search(f"date:{month}").total == sum(d.startswith(month) for d in dated)


@pytest.mark.parametrize(
    "call",
    [
        lambda a: a.search("", offset=10_000_000_000),
        lambda a: a.search("", limit=1000),
        lambda a: a.search("", limit=0),
        lambda a: a.facets("", names=["colour"]),
        lambda a: a.search("year:last"),
        lambda a: a.search("date:2016-13"),
        lambda a: a.search("year:2017..2015"),
        lambda a: a.search("decision:perhaps"),
    ],
)
def test_bad_questions_get_one_sentence(archive, call):
    with pytest.raises(QueryProblem) as caught:
        call(archive)
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "typed",
    ["'; DROP TABLE archive.letter; --", "<script>alert(1)</script>", "{{ settings.SECRET }}", "a\x00b"],
)
def test_other_languages_are_only_words(archive, typed):
    assert archive.search(typed, relax=False).total == 0


@pytest.mark.parametrize("typed", ["%", "\\", "…", "\x00", "--"])
def test_signs_alone_are_no_question(archive, typed):
    with pytest.raises(QueryProblem, match="Only signs"):
        archive.search(typed)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered_or_refused(archive, typed):
    try:
        archive.search(typed)
    except QueryProblem as problem:
        assert problem.sentence


def test_filters_in_words_say_the_same(archive):
    filters = [("body", "lumbar spine"), ("decision", "upheld"), ("body", "knee")]
    whole = with_filters("MRI OR injection", filters)
    assert archive.search("MRI OR injection", filters=filters).total == archive.search(whole).total


def test_an_update_is_seen(tmp_path, held):
    from openimr.archive.index.documents import document
    from openimr.archive.index.reader import opened

    archive = shelved(tmp_path, held[:50])
    assert archive.search("").total == 50
    path = next(tmp_path.glob("g-*"))
    writer = opened(path).writer(heap_size=50_000_000, num_threads=1)
    writer.add_json(document(held[50]))
    writer.commit()
    writer.wait_merging_threads()
    archive.reader._looked = 0.0
    assert archive.search("").total == 51
    assert sum(one.count for one in archive.facets("")["decision"]) == 51


@pytest.mark.parametrize("text", ["therapy OR", "therapy) OR (surgery", 'therapy OR "', "(therapy"])
def test_what_is_left_open_does_not_reach_for_the_filters(text):
    with pytest.raises(QueryProblem):
        with_filters(text, [("decision", "upheld")])


@pytest.mark.parametrize(
    "text", ["therapy OR surgery", "therapy\tOR\tsurgery", '"therapy"OR"surgery"', "therapy | surgery"]
)
def test_a_filter_holds_for_both_sides_of_or(text):
    assert with_filters(text, [("decision", "upheld")]) == f"({text}) decision:upheld"


def _agree(archive, query):
    """The total of a search, which what is counted and what is exported must not differ from."""
    total = archive.search(query, relax=False, correct=False).total
    assert outcomes(archive, [], query).total.items == total, query
    assert count(archive, query, ()) == total, query
    assert sum(one.count for one in archive.facets(query)["decision"]) == total, query
    return total


def test_filters_hold_for_a_case_number(archive, held):
    number = next(e.case_number for e in held if e.case_number)
    of_case = [e for e in held if e.case_number == number]
    assert _agree(archive, number) == len(of_case)
    for decision in ("upheld", "overturned"):
        expected = sum(e.decision == decision for e in of_case)
        assert _agree(archive, f"{number} decision:{decision}") == expected
    assert _agree(archive, f"-{number}") == len(held) - len(of_case)
    assert _agree(archive, f"NOT case:{number}") == len(held) - len(of_case)
    assert archive.search(f"-{number}").recognized.cases == ()


def test_filters_hold_for_a_citation(archive, held):
    guideline = next(e.guidelines[0] for e in held if e.guidelines and e.guidelines[0].startswith("ODG: "))
    citing = {e.key for e in held if guideline in e.guidelines}
    assert citing <= _keys(archive, guideline)
    assert archive.search(guideline).recognized.citations == ((guideline, None),)
    both = sum(_agree(archive, f"{guideline} decision:{decision}") for decision in ("upheld", "overturned"))
    assert both == _agree(archive, guideline)
    assert _keys(archive, f"{guideline} decision:upheld") <= {e.key for e in held if e.decision == "upheld"}
    assert not _keys(archive, f'guideline:"{guideline}" -pain') & _keys(archive, "pain")


def test_a_name_printed_in_two_ways_is_counted_as_one(held, tmp_path):
    """A filter finds both, so a facet and a table count both, under the more frequent way."""
    some = [e for e in held if e.rationale][:5]
    names = ["ODG: Low Back", "ODG: Low back", "ODG: Low Back", "ODG: Low back", "ODG: Low Back"]
    marked = [replace(e, guidelines=(name,)) for e, name in zip(some, names, strict=True)]
    marked[0] = replace(marked[0], guidelines=("ODG: Low Back", "ODG: Low back"))
    small = shelved(tmp_path, marked)
    assert [(one.value, one.count) for one in small.facets("")["guideline"]] == [("ODG: Low Back", 5)]
    assert [(row.values, row.items) for row in outcomes(small, ["guideline"]).rows] == [
        (("ODG: Low Back",), 5)
    ]
    assert small.search("", filters=[("guideline", "ODG: Low Back")]).total == 5
