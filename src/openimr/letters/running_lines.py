"""The line at the foot of every page of a letter that OpenIMR writes, shared by the writer and the reader.

The line is no part of the letter's text: in a PDF it is an artifact, and the reader drops every line
that :data:`RUNNING_LINE` matches. The case number is left out where the determination has none.
"""

from __future__ import annotations

import re

#: What every such line begins with.
OPENING = "OpenIMR Final Determination"

#: Matches a whole running line, stripped of blanks at its ends:
#: ``OpenIMR Final Determination CM16-0248698 · Page 2 of 5``.
RUNNING_LINE = re.compile(rf"{OPENING}(?: (?P<case>\S+))? · Page (?P<page>\d+) of (?P<pages>\d+)")


def running_line(case_number: str | None, page: int | str, pages: int | str) -> str:
    """The running line of page ``page`` of ``pages``, counted from 1 (or what stands for the numbers)."""
    case = f" {case_number}" if case_number else ""
    return f"{OPENING}{case} · Page {page} of {pages}"
