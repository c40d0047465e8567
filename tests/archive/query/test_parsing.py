"""What was typed becomes a tree, or one sentence that says where it went wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.archive.query.parsing import LONGEST, parse
from openimr.archive.query.tree import EVERYTHING, All, Any, Filter, Not, Phrase, QueryProblem, Words


def _strip(node):
    """Positions are not compared here."""
    if isinstance(node, Filter):
        return Filter(node.field, node.values, node.low, node.high)
    if isinstance(node, All | Any):
        return type(node)(tuple(_strip(part) for part in node.parts))
    return Not(_strip(node.part)) if isinstance(node, Not) else node


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", EVERYTHING),
        ("   ", EVERYTHING),
        ("lumbar MRI", Words(("lumbar", "MRI"))),
        ('"functional improvement"', Phrase("functional improvement")),
        ('MRI "lumbar spine" knee', All((Words(("MRI",)), Phrase("lumbar spine"), Words(("knee",))))),
        ("drug:diazepam", Filter("drug", ("diazepam",))),
        ("DRUG:diazepam", Filter("drug", ("diazepam",))),
        ("drug: diazepam", Filter("drug", ("diazepam",))),
        ('body:"lumbar spine"', Filter("body", ("lumbar spine",))),
        ("drug:(norco OR valium)", Filter("drug", ("norco", "valium"))),
        ("drug:norco|valium", Filter("drug", ("norco", "valium"))),
        ("outcome:upheld", Filter("decision", ("upheld",))),
        ("year:2015..2017", Filter("year", (), "2015", "2017")),
        ("year:2015..", Filter("year", (), "2015", None)),
        ("year:..2017", Filter("year", (), None, "2017")),
        ("date:2016-01..2016-06-30", Filter("date", (), "2016-01", "2016-06-30")),
        ("MRI -knee", All((Words(("MRI",)), Not(Words(("knee",)))))),
        ("MRI NOT knee", All((Words(("MRI",)), Not(Words(("knee",)))))),
        ("-decision:upheld", Not(Filter("decision", ("upheld",)))),
        ('-"total knee"', Not(Phrase("total knee"))),
        ("MRI OR CT", Any((Words(("MRI",)), Words(("CT",))))),
        ("a AND b", All((Words(("a",)), Words(("b",))))),
        ("(MRI OR CT) knee", All((Any((Words(("MRI",)), Words(("CT",)))), Words(("knee",))))),
        ("L5-S1 fusion", Words(("L5-S1", "fusion"))),
        ("or and not", Words(("or", "and", "not"))),
        ("http://example.org", Words(("http://example.org",))),
        ("MRI - knee", Words(("MRI", "knee"))),
        ("MRI; -- knee", Words(("MRI;", "knee"))),
        ('-("a b")', Not(Phrase("a b"))),
        ("guideline:ODG", Filter("guideline", ("ODG",))),
    ],
)
def test_trees(typed, tree):
    if typed == "a AND b":
        # AND only says what a blank says.
        assert _strip(parse(typed)) in (tree, Words(("a", "b")))
    else:
        assert _strip(parse(typed)) == tree


@pytest.mark.parametrize(
    ("typed", "says", "position"),
    [
        ('knee "total replacement', "quotation mark", 5),
        ("(MRI", "not closed", 0),
        ("MRI)", "not opened", 3),
        ("*", "Only signs", 0),
        (" - ", "Only signs", 0),
        ("drug:", "value must follow", 0),
        ("MRI OR", "one of them is missing", 4),
        ("OR MRI", "one of them is missing", 0),
        ("colour:blue", "no field colour", 0),
        ("MRI -(", "not closed", 5),
        ("MRI NOT", "must follow a minus", 4),
        ("drug:1..2", "no order", 5),
        ("year:..", "at least one end", 5),
        ("drug:()", "Nothing stands", 5),
        ('drug:""', "empty", 5),
        ("x" * (LONGEST + 1), "at most 1,000", None),
        ("a " * 100, "more than 60", None),
        ("(" * 30 + "a" + ")" * 30, "More than 20 brackets", 20),
    ],
)
def test_problems(typed, says, position):
    with pytest.raises(QueryProblem) as caught:
        parse(typed)
    assert says in caught.value.sentence
    assert caught.value.position == position


_PIECES = st.sampled_from(
    [
        "(",
        ")",
        '"',
        "-",
        "OR",
        "AND",
        "NOT",
        ":",
        "..",
        "drug:",
        "year:2",
        "a",
        "MRI",
        "|",
        " ",
        "\x00",
        "é",
        "\u202e",
        "1..2",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=200))
def test_nothing_but_a_sentence(typed):
    try:
        parse(typed)
    except QueryProblem as problem:
        assert problem.sentence
        assert problem.position is None or 0 <= problem.position <= len(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ODG: Low Back", ("ODG", "Low", "Back")),
        ("ODG:Low", ("ODG", "Low")),
        ("Request: MRI", ("Request", "MRI")),
    ],
)
def test_a_colon_as_it_is_printed_is_no_field(typed, words):
    assert parse(typed) == Words(words)
