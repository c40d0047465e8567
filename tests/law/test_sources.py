"""Where the law was read, what is open, and that the page on it says what is so."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from typing import Any

import pytest

from openimr.law import conflicts, fees, notices, penalties, reviewers, sources, states
from openimr.law.model import Evidence, Law, LawError
from openimr.law.tables import read
from tests.conftest import ROOT

FILES = ("states", "transitions", "notices", "fees", "penalties", "reviewer_rules", "sources")


def marks(node: object) -> Iterator[dict[str, str]]:
    """Every citation anywhere in a file."""
    if isinstance(node, dict):
        if "cite" in node:
            yield node
        for value in node.values():
            yield from marks(value)
    elif isinstance(node, list):
        for value in node:
            yield from marks(value)


CITED = [(name, one) for name in FILES for one in marks(read(name))]


def test_every_file_loads() -> None:
    assert states.states()
    assert states.transitions()
    assert notices.notices()
    assert penalties.penalties()
    assert sources.sources()
    assert conflicts.relations()
    assert reviewers.profession("Psy.D.") == "psychologist"
    assert fees.fee.__doc__
    assert len(CITED) > 200


@pytest.mark.parametrize(("name", "one"), CITED, ids=lambda value: value if isinstance(value, str) else "")
def test_every_law_has_a_mark_and_what_was_read_has_a_source(name: str, one: dict[str, str]) -> None:
    law = Law(one["cite"], Evidence(one["evidence"]))
    if law.evidence not in (Evidence.DESIGN, Evidence.RECALLED):
        assert sources.of(law), f"{name}: no source that is marked {law.evidence} has {law.cite}"
    if law.evidence is Evidence.DESIGN:
        assert re.search(r"own (?:arrangement|reading)", law.cite), "our own choices are said to be our own"


def changed(name: str, number: int, **values: object) -> Any:
    return {**read(name)[number], **values}


UNREAD = {"cite": "LC 1", "evidence": "A"}
NO_MARK = {"cite": "LC 1", "evidence": "X"}


@pytest.mark.parametrize(
    ("load", "row", "said", "why"),
    [
        (states._transition, changed("transitions", 0, law=[UNREAD]), "asks must say which", "A never acts"),
        (states._transition, changed("transitions", 0, law=[NO_MARK]), "'X' is no mark", "marks are seven"),
        (states._transition, changed("transitions", 0, law=[]), "at least one law", "every rule has its law"),
        (states._transition, changed("transitions", 0, to="Z9"), "no state 'Z9'", "a state that is none"),
        (
            notices._notice,
            changed("notices", 0, to=["bystander"]),
            "nobody who sends",
            "a party that is none",
        ),
        (notices._notice, changed("notices", 0, contents=[]), "needs contents", "an empty notice"),
        (penalties._penalty, changed("penalties", 0, law=UNREAD), "needs asks", "A never acts"),
        (penalties._penalty, changed("penalties", 0, amount=-1), "amount is dollars", "a negative amount"),
        (lambda row: fees._row(1, row), changed("fees", 0, amount=None), "needs why", "a gap says why"),
        (lambda row: fees._row(1, row), changed("fees", 0, law=UNREAD), "needs why", "A never acts"),
        (
            lambda row: fees._row(1, row),
            changed("fees", 0, tier="all"),
            "tier is one of",
            "a word of another",
        ),
    ],
)
def test_a_file_that_breaks_its_rules_is_refused(load: Any, row: Any, said: str, why: str) -> None:
    with pytest.raises(LawError, match=re.escape(said)):
        load(row)


@pytest.mark.parametrize(
    ("cite", "mark", "key", "why"),
    [
        ("LC 4610.5(h)(1)", "S", "LC", "the Labor Code"),
        ("8 CCR 9792.10.1(b)(1)", "R", "R-10.1", "not 9792.10.10"),
        ("8 CCR 9792.12(c)(6)", "2", "2-PEN", "read in articles"),
        ("8 CCR 9792.12", "R", "R-12", "read itself"),
        ("8 CCR 9792.10.6(d)", "2", "2-HACKER", "quoted by an article"),
        ("8 CCR 9792.10.6(d)", "R", "R-10.6", "the part that was read"),
        ("8 CCR 9792.10.10", "R", None, "no such source"),
        ("LC 4610.5", "2", None, "the statute was read, so no secondary source is listed"),
    ],
)
def test_the_source_of_a_citation(cite: str, mark: str, key: str | None, why: str) -> None:
    found = sources.of(Law(cite, Evidence(mark)))
    assert (found.key if found else None) == key, why


def test_the_open_points_are_all_there() -> None:
    assert [one.id for one in sources.open_points()] == [f"V{n}" for n in range(1, 26)]


@pytest.mark.parametrize("name", FILES)
def test_every_open_point_that_is_named_exists(name: str) -> None:
    text = str(read(name))
    for point in re.findall(r"\bV\d+\b", text):
        assert sources.open_point(point).default


def test_a_question_explains_its_open_points() -> None:
    asked = penalties.penalty("late_records").asks
    assert asked
    assert [one.id for one in sources.named(asked)] == ["V10", "V15"]


@pytest.mark.parametrize(
    ("look", "said"), [(sources.source, "no source"), (sources.open_point, "no open point")]
)
def test_what_does_not_exist(look: object, said: str) -> None:
    assert callable(look)
    with pytest.raises(LawError, match=said):
        look("X-1")


# The page in the reference

PAGE = ROOT / "docs/reference/law.md"


def tool() -> Any:
    """tools/law_page.py, which writes what follows from the data into the page."""
    spec = importlib.util.spec_from_file_location("law_page", ROOT / "tools/law_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current() -> None:
    text = PAGE.read_text("utf-8")
    assert tool().renewed(text) == text, "run: python tools/law_page.py"
    assert states.diagram() in text


def test_the_page_names_every_file() -> None:
    named = set(re.findall(r"^\| `(\w+\.yaml)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert named == {path.name for path in (ROOT / "src/openimr/law/data").glob("*.yaml")}
