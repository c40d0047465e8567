"""The yardstick of the search: its measures against cases worked by hand, and its file of questions."""

from __future__ import annotations

import copy
import json
import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from benchmarks.accuracy import GOLD, plain
from benchmarks.relevance import judging
from hypothesis import given
from hypothesis import strategies as st

from openimr import letters

JUDGED = {"a": 3, "b": 2, "c": 1}
#: Gains 7, 3, 1 in the places 1, 2, 3: 7/1 + 3/log2(3) + 1/2.
IDEAL = 7 + 3 / 1.584962500721156 + 0.5


@pytest.mark.parametrize(
    ("ranked", "k", "expected", "why"),
    [
        (["a", "b", "c"], 10, 1.0, "the best order"),
        (["a", "b", "c", "x", "y"], 10, 1.0, "what follows the last answer costs nothing"),
        (["x", "y"], 10, 0.0, "no answer"),
        ([], 10, 0.0, "nothing found"),
        (["x", "a"], 10, (7 / 1.584962500721156) / IDEAL, "one answer in the second place"),
        (["c", "b", "a"], 10, (1 + 3 / 1.584962500721156 + 7 / 2) / IDEAL, "the worst order of the answers"),
        (["a"], 10, 7 / IDEAL, "the ideal is over everything judged, found or not"),
        (["b", "a"], 1, 3 / 7, "only the first place counts, and the ideal has one place too"),
        (["x", "x", "a"], 2, 0.0, "an answer after the last place counts nothing"),
        (["a", "a", "a"], 10, 7 / IDEAL, "an answer counts once"),
        (["a", "a", "b"], 10, (7 + 3 / 2) / IDEAL, "a repeat takes a place"),
    ],
)
def test_ndcg(ranked: list[str], k: int, expected: float, why: str) -> None:
    assert judging.ndcg(ranked, JUDGED, k) == pytest.approx(expected, abs=1e-12), why


def test_ndcg_has_only_ten_places_in_its_ideal() -> None:
    judged = {str(n): 3 for n in range(15)}
    assert judging.ndcg([str(n) for n in range(5, 15)], judged) == pytest.approx(1)


@pytest.mark.parametrize(
    ("judged", "k", "message"), [({}, 10, "nothing was judged"), (JUDGED, 0, "at least one place")]
)
def test_ndcg_refuses(judged: dict[str, int], k: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        judging.ndcg(["a"], judged, k)


@given(
    st.dictionaries(st.sampled_from("abcdefghijklmnop"), st.integers(1, 3), min_size=1),
    st.permutations("abcdefghijklmnop"),
    st.integers(1, 12),
)
def test_no_order_is_better_than_by_grade(judged: dict[str, int], order: list[str], k: int) -> None:
    best = sorted(judged, key=lambda key: -judged[key])
    assert 0 <= judging.ndcg(order, judged, k) <= 1 + 1e-12
    assert math.isclose(judging.ndcg(best, judged, k), 1)


@pytest.mark.parametrize(
    ("pairs", "expected", "why"),
    [
        ([(0, 0), (3, 3)], 1.0, "agreement throughout"),
        ([(0, 3), (3, 0)], -1.0, "the opposite throughout"),
        ([(0, 0), (0, 3), (3, 0), (3, 3)], 0.0, "as by chance"),
        # Seen: 1/4. By chance: ones {0: 2, 3: 2}, twos {0: 2, 3: 1, 2: 1}: (2*9 + 2*4 + 2*2*9 + 2*1)/16 = 4.
        ([(0, 0), (0, 0), (3, 3), (3, 2)], 1 - 0.25 / 4, "one step apart once in four"),
    ],
)
def test_weighted_kappa(pairs: list[tuple[int, int]], expected: float, why: str) -> None:
    assert judging.weighted_kappa(pairs) == pytest.approx(expected), why


def test_interval_holds_the_mean_and_narrows_to_a_constant() -> None:
    values = [0.2, 0.5, 0.9, 1.0, 0.7] * 5
    low, high = judging.interval(values)
    # The standard error is 0.2871/5 = 0.0574, so the interval is about 0.66 plus or minus 0.1125.
    assert low == pytest.approx(0.548, abs=0.012)
    assert high == pytest.approx(0.772, abs=0.012)
    assert judging.interval([0.5] * 25) == (0.5, 0.5)
    assert judging.interval(values) == (low, high), "the draws are the same every time"


def test_the_file_is_valid_and_balanced_by_kind() -> None:
    questions = judging.load()
    assert len(questions) == 50
    kinds = Counter((q.kind, q.half) for q in questions)
    for kind in {q.kind for q in questions}:
        assert kinds[kind, "develop"] == kinds[kind, "held-out"], kind
    assert len({q.query.lower() for q in questions}) == 50
    for question in questions:
        assert 1 <= len(question.query.split()) <= 10, question.id


def test_nothing_of_the_test_half_is_named() -> None:
    text = judging.QUESTIONS.read_text() + judging.SECOND_PASS.read_text()
    for case in json.loads((GOLD / "split.json").read_text())["test"]:
        assert case not in text


def _twice(rows: list[dict[str, Any]]) -> None:
    rows[1]["id"] = rows[0]["id"]


def _grade(rows: list[dict[str, Any]]) -> None:
    rows[0]["judgments"]["CM16-0230548#2"] = 4


def _truth(rows: list[dict[str, Any]]) -> None:
    rows[0]["judgments"]["CM16-0230548#2"] = True


def _key(rows: list[dict[str, Any]]) -> None:
    rows[0]["judgments"]["CM16-0230548#99"] = 1


def _half(rows: list[dict[str, Any]]) -> None:
    rows[0]["half"] = "held-out"


def _empty(rows: list[dict[str, Any]]) -> None:
    rows[0]["judgments"] = {}


def _field(rows: list[dict[str, Any]]) -> None:
    del rows[0]["intent"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_twice, "q01: stands 2 times"),
        (_grade, "is 4, not 1, 2 or 3"),
        (_truth, "is True, not 1, 2 or 3"),
        (_key, "CM16-0230548#99 is no disputed item"),
        (_half, "25 questions in each half"),
        (_empty, "q01: no item answers it"),
        (_field, "q01: the fields must be"),
    ],
)
def test_a_spoiled_file_is_refused(
    tmp_path: Path, spoil: Callable[[list[dict[str, Any]]], None], message: str
) -> None:
    rows = copy.deepcopy(yaml.safe_load(judging.QUESTIONS.read_text()))
    spoil(rows)
    path = tmp_path / "questions.yaml"
    path.write_text(yaml.safe_dump(rows))
    with pytest.raises(ValueError, match=message):
        judging.load(path)


def test_the_best_search_has_one_and_an_empty_one_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    answers = {q.query: sorted(q.judgments, key=lambda key: -q.judgments[key]) for q in judging.load()}
    assert judging.main(lambda query, n: answers[query][:n]) == {"develop": 1, "held-out": 1}
    shown = capsys.readouterr().out
    assert shown.count("  q") == 50
    assert "95 % interval 1.000 to 1.000, n = 25" in shown
    assert judging.main(lambda query, n: [], halves=("develop",)) == {"develop": 0}
    assert "held-out" not in capsys.readouterr().out


def test_an_item_that_nobody_judged_is_refused() -> None:
    with pytest.raises(ValueError, match="CM99-0000001#1, which was not judged"):
        judging.main(lambda query, n: ["CM99-0000001#1"])


def test_the_agreement_stands_in_the_readme() -> None:
    pairs = judging.judged_twice()
    assert len(pairs) == 17
    everything = [pair for question in pairs.values() for pair in question]
    found = [pair for pair in everything if pair != (0, 0)]
    differ = sum(a != b for a, b in everything)
    readme = " ".join((judging.HERE / "README.md").read_text().split())
    assert f"{len(everything):,} pairs, {differ} of them different" in readme
    assert f"kappa (quadratic weights) {judging.weighted_kappa(everything):.3f}" in readme
    assert (
        f"the {len(found)} pairs that either pass found relevant, {len(found) - differ} are the same"
        in readme
    )


def test_settled_grades_are_those_of_one_pass() -> None:
    settled = {q.id: q.judgments for q in judging.load()}
    for question, pairs in judging.judged_twice().items():
        for key, grades in zip(sorted(judging.corpus()), pairs, strict=True):
            assert settled[question].get(key, 0) in grades, (question, key)


@pytest.mark.letters
def test_the_corpus_is_what_the_letters_hold(real_letters: Path) -> None:
    keys = set()
    for case in json.loads((GOLD / "split.json").read_text())["develop"]:
        letter = letters.read(real_letters / "text" / f"{case}.txt")
        keys |= {f"{letter.case_number}#{item.number}" for item in letter.items}
    assert keys == judging.corpus()


@pytest.mark.letters
def test_no_run_of_eight_words_of_a_letter_is_in_the_intents(real_letters: Path) -> None:
    runs = set()
    for case in json.loads((GOLD / "split.json").read_text())["develop"]:
        words = plain((real_letters / "text" / f"{case}.txt").read_text(encoding="utf-8")).split()
        runs |= {tuple(words[n : n + 8]) for n in range(len(words) - 7)}
    for question in judging.load():
        for text in (question.intent, question.query):
            words = plain(text).split()
            for n in range(len(words) - 7):
                assert tuple(words[n : n + 8]) not in runs, question.id
