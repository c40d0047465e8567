"""The programmes in the form of the state's annual report, with what others published beside ours."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openimr.archive.counting.outcomes import outcomes
from openimr.archive.counting.programme import TABLES, Beside, Year, programme
from openimr.service.bootstrap import wiring
from openimr.service.library import drawing, facets, words
from openimr.service.library.asking import Refused
from openimr.service.library.keeping import kept
from openimr.service.library.rendering import answered, page

#: Rows of a table.
_ROWS = 14
TITLES = {
    "imr": (
        "Independent medical review in workers’ compensation",
        "California’s Division of Workers’ Compensation: treatments that utilization review denied.",
    ),
    "dmhc": (
        "Independent medical review of health plans",
        "California’s Department of Managed Health Care: treatments that a health plan denied, 2001 to 2016.",
    ),
}
_MEASURES = {
    "applications": "Applications",
    "eligible": "Eligible applications",
    "letters": "Letters issued",
    "decisions": "Decisions",
    "overturned": "Overturned",
    "upheld": "Upheld",
    "share": "Share of all decisions",
    "class_share": "Share of drug decisions",
}
_ORIGINS = {"all": "Everything", "published": "Published letters", "sample": "Fictional samples"}


@require_safe
@answered
@kept
def report(request: HttpRequest, name: str) -> HttpResponse:
    """The report of one programme; ``?letters=published`` or ``sample`` narrows it."""
    if name not in TITLES:
        raise Refused(f"There is no programme “{name[:40]}”: there are imr and dmhc.", 404)
    if set(request.GET) - {"letters"}:
        raise Refused("This page reads one parameter, letters: all, published or sample.")
    archive = wiring().archive
    origins = {
        row.values[0]: row.items for row in outcomes(archive, ("origin",), filters=[("programme", name)]).rows
    }
    chosen = request.GET.get("letters") or ("published" if origins.get("published") else "all")
    if chosen not in _ORIGINS:
        raise Refused(f"Letters are {', '.join(_ORIGINS)}; there is no “{chosen[:30]}”.")
    found = programme(archive, name, filters=() if chosen == "all" else (("origin", chosen),))
    only_samples = chosen == "sample" or (chosen == "all" and not origins.get("published"))
    narrowing = "" if chosen == "all" else f"&origin={chosen}"
    return page(
        request,
        "library/programme.html",
        {
            "name": name,
            "title": TITLES[name][0],
            "lead": TITLES[name][1],
            "others": [(key, title) for key, (title, _) in TITLES.items()],
            "switch": [
                (words_of, f"?letters={key}", key == chosen)
                for key, words_of in _ORIGINS.items()
                if len([one for one in origins if one]) > 1
            ],
            "invented": only_samples,
            "mixed": chosen == "all" and origins.get("sample") and origins.get("published"),
            "unit": "letters" if name == "imr" else "cases",
            "years": [_year(one, f"/archive/?programme={name}{narrowing}") for one in found.years],
            "total": _year(found.total, ""),
            "chart": drawing.over_time(
                [(str(one.year), one.outcome) for one in found.years if one.year],
                title="Share overturned by year",
            ),
            "tables": [
                _table(by, table.rows, table.total.items, name, narrowing)
                for by, table in zip(TABLES[name], found.tables, strict=True)
            ],
            "beside": _groups(found.beside),
            "cautions": found.cautions,
            "query": found.query,
            "held": found.total.outcome.items,
        },
    )


def _year(one: Year, base: str) -> dict[str, Any]:
    return {
        "year": one.year,
        "letters": one.letters,
        "items": one.outcome.items,
        "overturned": one.outcome.overturned,
        "upheld": one.outcome.upheld,
        "share": words.percent(one.outcome.share),
        "interval": words.interval(one.outcome.interval),
        "few": one.outcome.items < drawing.FEW,
        "address": f"{base}&year={one.year}" if base and one.year else "",
    }


def _table(by: str, rows: Any, total: int, name: str, narrowing: str) -> dict[str, Any]:
    shown = [row for row in rows if row.values[0] is not None]
    return {
        "title": facets.title(by),
        "by": by,
        "rows": [
            {
                "title": words.shown(by, row.values[0]),
                "items": row.items,
                "part": words.percent(row.items / total if total else None),
                "overturned": row.overturned,
                "share": words.percent(row.share),
                "interval": words.interval(row.interval),
                "few": row.items < drawing.FEW,
            }
            for row in shown[:_ROWS]
        ],
        "count": f"/archive/count/?programme={name}{narrowing}&by={by}",
        "more": len(shown) > _ROWS,
    }


def _groups(beside: tuple[Beside, ...]) -> list[dict[str, Any]]:
    """Published figures by what they measure."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in beside:
        figure = one.figure
        groups.setdefault(_MEASURES[figure.measure], []).append(
            {
                "year": figure.year,
                "of": figure.of,
                "published": words.percent(figure.value) if figure.is_share else f"{figure.value:,.0f}",
                "as_printed": figure.as_printed,
                "source": figure.source,
                "evidence": figure.evidence,
                "ours": "–"
                if one.ours is None
                else words.percent(one.ours)
                if figure.is_share
                else f"{one.ours:,.0f}",
                "interval": words.interval(one.interval),
                "explained": one.explained,
            }
        )
    return [{"title": title, "rows": rows, "alike": _alike(rows)} for title, rows in groups.items()]


def _alike(rows: list[dict[str, Any]]) -> str:
    """The one sentence that explains them all, where nothing of ours stands beside any."""
    said = {row["explained"] for row in rows}
    if len(said) != 1 or any(row["ours"] != "–" for row in rows):
        return ""
    return str(said.pop()).replace("of that year", "of these years")
