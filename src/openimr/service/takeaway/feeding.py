"""Atom feeds (RFC 4287) of a search: the items that came last, the newest letter first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from openimr.archive.answers import permalink
from openimr.archive.connection import Connection
from openimr.archive.exporting import arrivals
from openimr.archive.exporting.selecting import among
from openimr.archive.searching import Archive, Hit, with_filters

#: Entries of a feed.
MOST = 50
#: Items looked through for those that came last; where fewer of them match, the latest decisions follow.
_LOOKED_THROUGH = 20_000
_ATOM = "http://www.w3.org/2005/Atom"
#: When nothing of the search has come yet. A feed needs a moment.
_NEVER = "1970-01-01T00:00:00Z"


def latest(
    connection: Connection, archive: Archive, text: str, filters: Sequence[tuple[str, str]]
) -> list[tuple[Hit, str]]:
    """Up to :data:`MOST` items of a search and when each came (RFC 3339), the last to come first.

    Raises:
        QueryProblem, NoIndex: the query can't be understood; there is no index.
    """
    query = archive.matching(text, filters)
    searcher = archive.reader.searcher()
    keys: list[str] = []
    looked = 0
    for part in arrivals.arrived(connection, 0, arrivals.newest(connection, archive.reader.revision())):
        match = among(searcher, query, part)
        keys += [key for key in part if key in match]
        looked += len(part)
        if len(keys) >= MOST or looked >= _LOOKED_THROUGH:
            break
    if len(keys) < MOST:
        rest = archive.search(text, filters=filters, sort="date", limit=100, relax=False, correct=False)
        keys += [hit.key for hit in rest.hits if hit.key not in keys]
    keys = keys[:MOST]
    hits = archive.get(keys)
    at = arrivals.loaded(connection, keys)
    found = [(hits[key], at[key]) for key in keys if key in hits and key in at]
    return sorted(found, key=lambda one: one[1], reverse=True)


def feed(
    found: Sequence[tuple[Hit, str]],
    text: str,
    filters: Sequence[tuple[str, str]],
    *,
    site: str,
    page: str,
    own: str,
) -> bytes:
    """The feed as XML: the same items give the same bytes.

    Args:
        site: beginning of the addresses.
        page: whole address of the search's page; it is the feed's id too, since it stays.
        own: whole address of the feed.
    """
    ET.register_namespace("", _ATOM)
    query = with_filters(text, filters)
    root = ET.Element(f"{{{_ATOM}}}feed")
    _add(root, "id", page)
    _add(root, "title", f"OpenIMR archive: {_clean(query)}" if query else "OpenIMR archive")
    _add(root, "subtitle", "Disputed treatments and how they were decided, the last to come first")
    _add(root, "updated", found[0][1] if found else _NEVER)
    _link(root, "self", own, "application/atom+xml")
    _link(root, "alternate", page, "text/html")
    author = ET.SubElement(root, f"{{{_ATOM}}}author")
    _add(author, "name", "OpenIMR archive")
    _add(root, "generator", "OpenIMR")
    for hit, at in found:
        _entry(root, hit, at, site)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def moment(found: Sequence[tuple[Hit, str]]) -> datetime | None:
    """When the feed last changed."""
    return datetime.fromisoformat(found[0][1]) if found else None


def _entry(root: ET.Element, hit: Hit, at: str, site: str) -> None:
    held = hit.fields
    address = site + permalink(hit.key)
    entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
    _add(entry, "id", address)
    disputed = held.get("disputed") or held.get("subcategory") or held.get("category") or hit.key
    _add(entry, "title", f"{held['decision'].capitalize()}: {_short(_clean(disputed))}")
    _add(entry, "updated", at)
    _link(entry, "alternate", address, "text/html")
    for scheme, name in (("decision", "decision"), ("category", "category"), ("drug", "drug")):
        values = held.get(name) or ()
        for value in (values,) if isinstance(values, str) else values:
            ET.SubElement(
                entry, f"{{{_ATOM}}}category", term=_clean(value), scheme=f"{site}/archive/#{scheme}"
            )
    fictional = "Fictional sample. " if held.get("origin") == "sample" else ""
    facts = [
        f"Case {held['case_number']}" if held.get("case_number") else None,
        f"decided {held['decided']}"
        if held.get("decided")
        else (str(held["year"]) if held.get("year") else None),
        ", ".join(held.get("specialty", ())) or None,
        f"cites {'; '.join(held['guideline'])}" if held.get("guideline") else None,
    ]
    passage = hit.passage.text + (" …" if hit.passage.after else "") if hit.passage else ""
    _add(
        entry, "summary", _clean(f"{fictional}{'. '.join(fact for fact in facts if fact)}. {passage}".strip())
    )


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", rel=rel, href=href, type=kind)


def _clean(text: str) -> str:
    """Without the characters that XML has no place for."""
    return "".join(
        one
        for one in text
        if one in "\t\n\r" or (" " <= one <= "\ud7ff") or ("\ue000" <= one <= "\ufffd") or one > "\uffff"
    )


def _short(text: str, most: int = 140) -> str:
    return text if len(text) <= most else text[: text.rfind(" ", 0, most)] + " …"
