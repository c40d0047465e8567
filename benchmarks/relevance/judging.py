"""The yardstick of the archive's search: nDCG at ten over fifty judged questions.

``main(search)`` takes a search, a function of a query and a number that gives keys of disputed items, best
first ("CM17-0015218#1": case number, #, number of the item). How the answers were judged: README.md.
"""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.accuracy import GOLD

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions.yaml"
SECOND_PASS = HERE / "second_pass.yaml"
HALVES = ("develop", "held-out")
FIELDS = {"id", "half", "kind", "query", "intent", "judgments"}

Search = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Question:
    """What a person types, what is meant by it, and the grade (1 to 3) of every item that answers."""

    id: str
    half: str
    kind: str
    query: str
    intent: str
    judgments: Mapping[str, int]


def corpus() -> frozenset[str]:
    """The keys of every disputed item that was judged: those of the develop half of the real letters."""
    keys: set[str] = set()
    for case in json.loads((GOLD / "split.json").read_text())["develop"]:
        letter = json.loads((GOLD / "develop" / f"{case}.json").read_text())
        keys.update(f"{case}#{item['number']}" for item in letter["items"])
    return frozenset(keys)


def load(path: Path = QUESTIONS) -> tuple[Question, ...]:
    """The judged questions; raises ValueError with every flaw of the file, one a line."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = flaws(rows, corpus())
    if found:
        raise ValueError("\n".join(f"{path.name}: {flaw}" for flaw in found))
    return tuple(Question(**row) for row in rows)


def flaws(rows: Any, keys: frozenset[str]) -> list[str]:
    """What is wrong with the rows of a file of questions, given the keys of the corpus."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return ["is not a list of questions"]
    found = []
    for place, row in enumerate(rows, 1):
        name = row.get("id") or f"question {place}"
        if set(row) != FIELDS:
            found.append(f"{name}: the fields must be {', '.join(sorted(FIELDS))}")
            continue
        if not all(isinstance(row[f], str) and row[f].strip() for f in FIELDS - {"judgments"}):
            found.append(f"{name}: a field is empty or not text")
        if not isinstance(row["judgments"], dict) or not row["judgments"]:
            found.append(f"{name}: no item answers it, so no ranking of it can be measured")
            continue
        for key, grade in row["judgments"].items():
            if key not in keys:
                found.append(f"{name}: {key} is no disputed item of the corpus")
            if type(grade) is not int or grade not in (1, 2, 3):
                found.append(f"{name}: the grade of {key} is {grade!r}, not 1, 2 or 3")
    found += [f"{i}: stands {n} times" for i, n in Counter(row.get("id") for row in rows).items() if n > 1]
    halves = Counter(row.get("half") for row in rows)
    if halves != Counter(dict.fromkeys(HALVES, 25)):
        found.append(f"there must be 25 questions in each half ({', '.join(HALVES)}), not {dict(halves)}")
    return found


def ndcg(ranked_keys: Sequence[str], judgments: Mapping[str, int], k: int = 10) -> float:
    """Normalized discounted cumulative gain of the first ``k`` keys, 0 to 1.

    The gain of grade g is 2**g - 1, divided by log2(place + 1), places from 1; the sum is divided by that of
    the best order of everything judged (Järvelin and Kekäläinen 2002, with the gain of Burges and others
    2005). A key that isn't judged gains nothing; one that comes again takes its place and gains nothing.
    """
    if k < 1:
        raise ValueError(f"nDCG needs at least one place, not {k}")
    ideal = _dcg(sorted(judgments.values(), reverse=True)[:k])
    if not ideal:
        raise ValueError("nDCG is not defined where nothing was judged to be relevant")
    seen: set[str] = set()
    grades = []
    for key in ranked_keys[:k]:
        grades.append(0 if key in seen else judgments.get(key, 0))
        seen.add(key)
    return _dcg(grades) / ideal


def _dcg(grades: Iterable[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def interval(values: Sequence[float], draws: int = 10_000, seed: int = 1) -> tuple[float, float]:
    """95 % interval of the mean: percentiles of the means of ``draws`` samples with replacement."""
    chance = random.Random(seed)
    means = sorted(mean(chance.choices(values, k=len(values))) for _ in range(draws))
    return means[int(0.025 * draws)], means[math.ceil(0.975 * draws) - 1]


def weighted_kappa(pairs: Sequence[tuple[int, int]], grades: int = 4) -> float:
    """Cohen's kappa of two passes with quadratic weights (Cohen 1968); grades count from 0.

    Raises ValueError where every grade is the same, for which it isn't defined.
    """
    one, two = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = sum((a - b) ** 2 for a, b in pairs) / len(pairs)
    by_chance = (
        sum((a - b) ** 2 * one[a] * two[b] for a in range(grades) for b in range(grades)) / len(pairs) ** 2
    )
    if not by_chance:
        raise ValueError("kappa is not defined where both passes gave one and the same grade throughout")
    return 1 - seen / by_chance


def judged_twice(path: Path = SECOND_PASS) -> dict[str, list[tuple[int, int]]]:
    """The grades (first pass, second pass) of every item of the corpus, for each question judged twice."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    keys = sorted(corpus())
    return {row["id"]: [(row["first"].get(k, 0), row["second"].get(k, 0)) for k in keys] for row in rows}


def measure(search: Search, questions: Iterable[Question], k: int = 10) -> dict[str, float]:
    """nDCG at ``k`` of each question, by its id.

    Raises ValueError where the search finds an item that nobody judged: its archive must hold the letters
    of the develop half and no others.
    """
    judged = corpus()
    out = {}
    for question in questions:
        found = search(question.query, k)
        strange = sorted(set(found[:k]) - judged)
        if strange:
            raise ValueError(
                f"{question.id} ({question.query}) found {', '.join(strange)}, which was not judged: "
                "load exactly the letters of the develop half into the archive that is measured"
            )
        out[question.id] = ndcg(found, question.judgments, k)
    return out


def main(search: Search, halves: Sequence[str] = HALVES) -> dict[str, float]:
    """Prints nDCG@10 of every question and the mean and 95 % interval of each half; gives the means.

    Whoever improves a ranking passes ``halves=("develop",)`` and sees nothing of the held-out questions.
    """
    questions = load()
    means = {}
    for half in halves:
        asked = [q for q in questions if q.half == half]
        got = measure(search, asked)
        print(half)
        for question in asked:
            print(f"  {question.id}  {got[question.id]:.3f}  {question.kind:24} {question.query}")
        low, high = interval(list(got.values()))
        means[half] = mean(list(got.values()))
        print(f"  mean nDCG@10 {means[half]:.3f}, 95 % interval {low:.3f} to {high:.3f}, n = {len(asked)}")
    return means
