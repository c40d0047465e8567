"""One form of date on every page: for people "Nov 24, 2026", for machines the same in ``<time>``."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.service.office.dates import plainly, said, shown

MOMENT = datetime(2026, 11, 24, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "html"),
    [
        (date(2026, 11, 4), '<time datetime="2026-11-04">Nov 4, 2026</time>'),
        ("2026-11-04", '<time datetime="2026-11-04">Nov 4, 2026</time>'),
        (MOMENT, '<time datetime="2026-11-24T17:05:00+00:00">Nov 24, 2026, 9:05 AM</time>'),
        ("2026-11-24T17:05:00Z", '<time datetime="2026-11-24T17:05:00+00:00">Nov 24, 2026, 9:05 AM</time>'),
        (None, ""),
        ("", ""),
        (0, "0"),
        ("20261104", "20261104"),
        ("2026-02-30", "2026-02-30"),
        ("CM26-0000123", "CM26-0000123"),
        ("EX-2026-01-02-7", "EX-2026-01-02-7"),
        ("a <b> & 2026-11-04.", 'a &lt;b&gt; &amp; <time datetime="2026-11-04">Nov 4, 2026</time>.'),
        ("before 1 January 2013", 'before <time datetime="2013-01-01">Jan 1, 2013</time>'),
        ("Diclofenac DOS 09/22/2026", "Diclofenac DOS 09/22/2026"),
    ],
)  # fmt: skip
def test_a_day_a_moment_and_the_dates_of_a_sentence(value, html):
    assert shown(value) == html


def test_markup_of_ours_keeps_its_attributes():
    once = shown("Due 2026-11-04")
    assert shown(once) == once


@given(st.dates(min_value=date(1900, 1, 1)))
def test_every_date_is_said_once_and_in_full(day):
    assert plainly(f"Due {day.isoformat()}; then") == f"Due {said(day)}; then"
    assert said(day).endswith(f" {day.day}, {day.year}")


@given(st.text(max_size=40))
def test_no_text_becomes_markup(text):
    assert "<script" not in shown(f"<script>{text}")
