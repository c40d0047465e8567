"""Citation text to copy: of a letter, of a disputed item, of a search; as a sentence, for BibTeX and for RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from openimr.archive.searching import Hit

_BODIES = {
    "imr": "California Division of Workers' Compensation",
    "dmhc": "California Department of Managed Health Care",
}
_MONTHS = (
    "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation in three forms, each ready to be copied."""

    plain: str
    bibtex: str
    ris: str


def cite(hit: Hit, address: str) -> Citation:
    """The citation of a disputed item.

    Args:
        hit: the item, as a search or ``Archive.get`` gives it.
        address: the whole permanent address of its page.
    """
    f = hit.fields
    disputed = _short(f.get("disputed") or "") or "the disputed treatment"
    return _cited(f, address, f"Item {f.get('number', 1)} ({disputed}: {f['decision']})", f["key"])


def cite_letter(fields: dict[str, Any], address: str) -> Citation:
    """The citation of a whole letter. ``fields`` are those of a hit of any of its items."""
    return _cited(fields, address, None, fields["address"])


def cite_search(query: str, total: int, address: str, *, on: date, version: str | None = None) -> Citation:
    """The citation of a search: what was asked, when, and how many items it had then.

    Args:
        query: in words, as ``Found.query`` has it.
        on: the day on which it was asked; the archive grows.
        version: of the release that was searched, where it was one.
    """
    what = f"search for “{_flat(query)}”" if query.strip() else "all items"
    items = f"{total:,} disputed {'item' if total == 1 else 'items'}"
    release = f", release {version}" if version else ""
    title = f"OpenIMR archive of independent medical review determinations{release}: {what}, {items}"
    return Citation(
        plain=f"{title}. {address} (accessed {_day(on.isoformat())}).",
        bibtex=_bibtex(
            f"openimr-search-{on.isoformat()}",
            {
                "title": title,
                "author": "{OpenIMR}",
                "year": str(on.year),
                "url": address,
                "urldate": on.isoformat(),
            },
        ),
        ris=_ris(
            "DATA",
            [
                ("TI", title),
                ("AU", "OpenIMR"),
                ("PY", str(on.year)),
                ("UR", address),
                ("Y2", _slashed(on.isoformat())),
            ],
        ),
    )


def _cited(f: dict[str, Any], address: str, part: str | None, key: str) -> Citation:
    body = _BODIES[f["programme"]]
    number = f.get("case_number") or f["address"]
    decided = f.get("decided")
    when = _day(decided) if decided else (str(f["year"]) if f.get("year") else "no date")
    kind = (
        "Independent Medical Review Final Determination"
        if f["programme"] == "imr"
        else "Independent Medical Review"
    )
    fictional = " [fictional sample]" if f.get("origin") == "sample" else ""
    title = f"{kind}, {'Case' if f['programme'] == 'imr' else 'Reference'} No. {number}{fictional}"
    fields = {
        "title": title if part is None else f"{title}, {part}",
        "author": f"{{{body}}}",
        "year": str(f["year"]) if f.get("year") else None,
        "date": decided,
        "number": number,
        "url": address,
        "note": "As read by the OpenIMR archive",
    }
    lines = [
        ("TI", title),
        ("AU", body),
        ("PY", str(f["year"]) if f.get("year") else None),
        ("DA", _slashed(decided) if decided else None),
        ("M1", number),
        ("N1", part),
        ("DB", "OpenIMR archive"),
        ("UR", address),
    ]
    return Citation(
        plain=f"{body}, {title} ({when}){'' if part is None else ', ' + part[0].lower() + part[1:]}."
        f" OpenIMR archive, {address}.",
        bibtex=_bibtex(f"{f['programme']}-{key}", fields),
        ris=_ris("CASE", lines),
    )


def _bibtex(key: str, fields: dict[str, str | None]) -> str:
    name = re.sub(r"[^0-9A-Za-z.-]+", "-", key)
    lines = [f"@misc{{{name},"]
    for field, value in fields.items():
        if value is not None:
            # A body's name stands in braces of its own, so that it is not taken for a person's.
            own = field == "author"
            inner = value[1:-1] if own else value
            text = inner if field in ("url", "urldate", "date") else _tex(_flat(inner))
            lines.append(f"  {field} = {{{{{text}}}}}," if own else f"  {field} = {{{text}}},")
    return "\n".join([*lines, "}"]) + "\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(one, one) for one in text).replace("“", "``").replace("”", "''")


def _ris(kind: str, lines: list[tuple[str, str | None]]) -> str:
    held = [f"{tag}  - {_flat(value)}" for tag, value in lines if value]
    return "\r\n".join([f"TY  - {kind}", *held, "ER  - "]) + "\r\n"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _slashed(iso: str) -> str:
    return iso.replace("-", "/")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, most: int = 160) -> str:
    flat = _flat(text)
    return flat if len(flat) <= most else flat[: flat.rfind(" ", 0, most)] + " …"
