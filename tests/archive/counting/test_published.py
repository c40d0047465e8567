"""The published figures, and the report that shows them beside the archive's."""

from __future__ import annotations

import pytest

pytest.importorskip("tantivy", reason="the archive's dependencies are not installed")

from openimr.archive.counting.intervals import wilson
from openimr.archive.counting.outcomes import Outcome
from openimr.archive.counting.programme import _part, _share
from openimr.archive.counting.published import cautions, published


def test_every_figure_has_its_source_date_and_evidence():
    figures = published()
    assert len(figures) > 50
    for one in figures:
        assert one.source.title
        assert one.source.date
        assert one.evidence in ("excerpt", "table")
        assert one.source.url or one.evidence == "table"
        assert 0 <= one.value <= 1 if one.is_share else one.value > 1
        assert one.year is None or 2001 <= one.year <= 2026


@pytest.mark.parametrize(
    ("programme", "year", "measure", "of", "values"),
    [
        ("imr", 2014, "letters", None, [137_781, 143_983]),
        ("imr", 2018, "applications", None, [252_565]),
        ("imr", 2024, "overturned", None, [0.127]),
        ("imr", 2024, "share", "Rehabilitation", [0.215]),
        ("dmhc", None, "decisions", None, [19_245]),
    ],
)
def test_figures(programme, year, measure, of, values):
    found = [
        one.value
        for one in published()
        if (one.programme, one.year, one.measure, one.of) == (programme, year, measure, of)
    ]
    assert found == values


def test_the_share_of_the_dmhc_table_is_that_of_its_rows():
    (share,) = [one.value for one in published() if one.programme == "dmhc" and one.measure == "overturned"]
    assert share == pytest.approx(8_457 / 19_245, abs=1e-6)


def test_both_programmes_have_cautions():
    assert len(cautions("imr")) > 3
    assert cautions("dmhc")
    assert cautions("other") == ()


@pytest.mark.parametrize(
    ("part", "of", "value", "words"),
    [
        (10, 100, 0.11, "lies within the interval of our 100 items"),
        (10, 100, 0.45, "lies outside the interval"),
        (0, 0, 0.45, "nothing to compare"),
        (8_457, 19_245, 0.439439, "The same."),
    ],
)
def test_a_difference_is_explained(part, of, value, words):
    from dataclasses import replace

    figure = replace(next(one for one in published() if one.measure == "overturned"), value=value)
    found = _share(figure, part, of)
    assert words in found.explained
    assert found.interval == (wilson(part, of) if of else None)


@pytest.mark.parametrize(
    ("ours", "words"),
    [
        (40, "less than 0.1%"),
        (1_760, "1.0%"),
        (88_001, "50%"),
        (200_000, "more letters"),
        (176_002, "The same."),
    ],
)
def test_a_part_is_said_to_be_one(ours, words):
    figure = next(one for one in published() if one.measure == "letters" and one.year == 2016)
    assert words in _part(figure, ours, "letters").explained


def test_a_row_without_items_has_no_share():
    assert Outcome((), 0, 0).share is None
