"""Cells written in Python are what the templates of the same parts make."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from openimr.service.office.clocks import Chip, due_chip
from openimr.service.office.parts import Badge, Cell, Column, Row

pytestmark = pytest.mark.usefixtures("home")
NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
CHIPS = [
    due_chip("Determination <b>", date(2026, 11, 30), NOW),
    due_chip("Late", date(2026, 11, 20), NOW),
    due_chip("Hours", datetime(2026, 11, 25, 20, tzinfo=UTC), NOW),
    Chip("None", None, "not started", "Not started", asks="Who knows?"),
]
BADGES = [Badge("A & B"), Badge("Expedited", "warn", "timer"), Badge("Escalated", "info", title='say "why"')]


def _plain(html: str) -> str:
    return re.sub(r">\s+<", "><", html).strip()


@pytest.mark.parametrize(
    ("cell", "row", "column"),
    [
        (Cell("CM26-0000001", note="Avery <Example>", badges=BADGES), {"address": "/office/x/?a=1&b=2"}, Column("Case")),
        (Cell("CM26-0000001"), {}, Column("Case", numeric=True)),
        (Cell("7", note="days"), {"place": 1}, Column("Waiting", numeric=True, narrow=False)),
        (Cell("", badge=BADGES[0]), {"place": 1}, Column("State")),
        (Cell(when=date(2026, 11, 4), note="Left 2026-11-05T17:00:00+00:00"), {"place": 1}, Column("Came")),
        *[(Cell(clock=chip, note="Determination", note_title="Clock I9"), {"place": 1}, Column("Legal clock")) for chip in CHIPS],
    ],
)  # fmt: skip
def test_a_cell_is_what_the_template_makes(cell, row, column):
    from django.template.loader import render_to_string

    from openimr.service.office.cells import cell_html

    place = row.pop("place", 0)
    whole = Row([Cell("first"), cell] if place else [cell], **row)
    columns = [Column("First"), column] if place else [column]
    wanted = render_to_string(
        "office/_cell.html",
        {"cell": cell, "columns": columns, "at": place, "first": place == 0, "row": whole},
    )
    wanted = re.sub(r"<!--.*?-->", "", wanted)
    assert _plain(cell_html(whole, place, column)) == _plain(wanted)
    assert cell_html(asdict(whole), place, asdict(column)) == cell_html(whole, place, column)
