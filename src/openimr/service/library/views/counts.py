"""Counting outcomes by any facet and time: a table, a chart, and both as files with the query that made them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openimr.archive.answers import outcomes_json
from openimr.archive.counting import BY, Outcome, Outcomes, outcomes
from openimr.archive.query.fields import BY_NAME
from openimr.archive.query.tree import QueryProblem
from openimr.service import clock
from openimr.service.bootstrap import wiring
from openimr.service.charts import table
from openimr.service.library import asking, drawing, facets, mixing, words
from openimr.service.library.asking import Asked, Refused
from openimr.service.library.keeping import kept
from openimr.service.library.rendering import answered, page

#: Rows of the table on the page; the files have all.
SHOWN = 60
_TIMES = ("year", "quarter", "month")
_TITLES = {"quarter": "Quarter", "month": "Month", "drug": "Drug"}
#: Counts that one looks at first.
EXAMPLES = (
    ("Each year", "by=year"),
    ("Treatment category", "by=category&programme=imr"),
    ("Drug classes", "by=class&category=Pharmaceuticals"),
    ("Opioids over time", "by=year&class=Opioids"),
    ("Categories over time", "by=year&by=category&programme=imr"),
    ("Specialty of the reviewer", "by=specialty"),
    ("Health plans", "by=category&programme=dmhc"),
)
FORMS = {
    "csv": ("text/csv; charset=utf-8", "CSV"),
    "json": ("application/json", "JSON"),
    "svg": ("image/svg+xml", "SVG"),
}


@require_safe
@answered
@kept
def count(request: HttpRequest) -> HttpResponse:
    """The form, the chart and the table."""
    asked, by = _asked(request)
    context: dict[str, Any] = {
        "asked": asked,
        "by": by,
        "choices": [(name, title(name)) for name in BY],
        "first_by": by[0] if by else "",
        "second_by": by[1] if len(by) > 1 else "",
        "chips": facets.chips(asked, "/archive/count/"),
        "base": "/archive/count/",
        "examples": EXAMPLES,
    }
    status = 200
    try:
        asking.understood(asked)
        counted = outcomes(wiring().archive, by, asked.text, filters=asked.filters)
    except QueryProblem as problem:
        status = 400
        context |= {"problem": problem.sentence, "place": asking.place(asked, problem)}
    else:
        query = _query(asked, by)
        context |= {
            "counted": counted,
            "rows": [_row(row, by) for row in counted.rows[:SHOWN]],
            "heads": [title(name) for name in by],
            "total": _row(counted.total, ()),
            "chart": chart(counted),
            "cut": len(counted.rows) > SHOWN or counted.cut,
            "shown": SHOWN,
            "all": len(counted.rows),
            "overlapping": [title(name) for name in counted.overlapping],
            "few": drawing.FEW,
            "parts": mixing.parts(wiring().archive, asked, lambda only: f"/archive/count/{_query(only, by)}"),
            "search": f"/archive/{asked.query()}",
            "files": [
                (name, f"/archive/count/outcomes.{ending}{query}")
                for ending, (_, name) in FORMS.items()
                if by
            ],
            "link": request.build_absolute_uri(f"/archive/count/{query}"),
        }
    return page(request, "library/count.html", context, status=status)


@require_safe
@answered
@kept
def file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file."""
    if form not in FORMS:
        raise Refused(f"Counts come as {', '.join(FORMS)}; there is no form “{form[:20]}”.", 404)
    asked, by = _asked(request)
    asking.understood(asked)
    if not by:
        raise Refused("Say what to count by, for example by=year.")
    counted = outcomes(wiring().archive, by, asked.text, filters=asked.filters)
    said = counted.query or "everything"
    data: str
    if form == "svg":
        data = str(chart(counted, query=said)) or str(drawing.nothing(heading(counted), said))
    elif form == "json":
        link = request.build_absolute_uri(f"/archive/count/{_query(asked, by)}")
        data = json.dumps(
            {**outcomes_json(counted), "counted_at": clock.today().isoformat(), "link": link},
            indent=1,
            ensure_ascii=False,
        )
    else:
        data = _csv(counted, said)
    response = HttpResponse(data, content_type=FORMS[form][0])
    response.headers["Content-Disposition"] = f'attachment; filename="outcomes-by-{"-".join(by)}.{form}"'
    return response


def title(name: str) -> str:
    """What is counted by, for people."""
    return _TITLES.get(name) or facets.title(name)


def heading(counted: Outcomes) -> str:
    """A chart's heading."""
    by = " and ".join(title(name).lower() if name != "license" else "state of license" for name in counted.by)
    return f"Share overturned by {by}"


def chart(counted: Outcomes, *, query: str = "") -> Any:
    """The chart of a table; none for the total alone or for three facets."""
    by = counted.by
    rows = [row for row in counted.rows if None not in row.values]
    if len(by) == 1:
        named = [(_shown(by[0], row.values[0]), row) for row in rows]
        draw = drawing.over_time if by[0] in _TIMES else drawing.by_value
        return draw(named, title=heading(counted), query=query)
    if len(by) == 2 and (by[0] in _TIMES) != (by[1] in _TIMES):
        at = 0 if by[0] in _TIMES else 1
        return drawing.lines(*_series(rows, at, by[1 - at]), title=heading(counted), query=query)
    if len(by) == 2:
        named = [(" · ".join(_shown(n, v) for n, v in zip(by, row.values, strict=True)), row) for row in rows]
        return drawing.by_value(named, title=heading(counted), query=query)
    return ""


def _series(
    rows: Sequence[Outcome], at: int, other: str
) -> tuple[list[tuple[str, list[tuple[str, Outcome]]]], list[str]]:
    """The rows as lines over time, those with the most items first; and the times."""
    times = sorted({row.values[at] for row in rows if row.values[at]})  # type: ignore[type-var]
    lines: dict[str, list[tuple[str, Outcome]]] = {}
    sizes: dict[str, int] = {}
    for row in rows:
        name = row.values[1 - at] or ""
        lines.setdefault(name, []).append((row.values[at] or "", row))
        sizes[name] = sizes.get(name, 0) + row.items
    largest = sorted(lines, key=lambda name: -sizes[name])
    return [(_shown(other, name), lines[name]) for name in largest], [time for time in times if time]


def _asked(request: HttpRequest) -> tuple[Asked, tuple[str, ...]]:
    asked = asking.read(request.GET, own=("by",))
    by = tuple(
        dict.fromkeys(
            part.strip() for given in request.GET.getlist("by") for part in given.split(",") if part.strip()
        )
    )
    if "by" not in request.GET:
        by = ("year",)
    for name in by:
        if name not in BY:
            raise Refused(f"Nothing can be counted by “{name[:40]}”: choose from {', '.join(BY)}.")
    return asked, by


def _query(asked: Asked, by: Sequence[str]) -> str:
    part = asked.query()
    counted = "&".join(f"by={name}" for name in by)
    return f"{part}&{counted}" if part else f"?{counted}"


def _row(row: Outcome, by: Sequence[str]) -> dict[str, Any]:
    return {
        "values": [_shown(name, value) for name, value in zip(by, row.values, strict=True)],
        "items": row.items,
        "upheld": row.upheld,
        "overturned": row.overturned,
        "share": words.percent(row.share),
        "interval": words.interval(row.interval),
        "few": row.items < drawing.FEW,
    }


def _shown(name: str, value: str | None) -> str:
    if value is None:
        return "Not stated"
    return words.shown(name, value) if name in BY_NAME else value


def _csv(counted: Outcomes, said: str) -> str:
    """RFC 4180; the query stands in a column of its own, so that the file says what it is wherever it goes."""
    columns = (*counted.by, "items", "upheld", "overturned", "share_overturned", "low_95", "high_95", "query")
    rows = (
        (
            *(value or "" for value in row.values),
            row.items,
            row.upheld,
            row.overturned,
            *(
                None if part is None else round(part, 6)
                for part in (row.share, *(row.interval or (None, None)))
            ),
            said,
        )
        for row in (
            *counted.rows,
            Outcome(
                ("(total)", *("" for _ in counted.by[1:])), counted.total.upheld, counted.total.overturned
            ),
        )
    )
    return table(columns, rows)
