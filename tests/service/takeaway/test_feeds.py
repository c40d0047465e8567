"""Feeds are valid Atom (RFC 4287), name what came last first, and are not sent again to who has them."""

from __future__ import annotations

import re
import time
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from openimr import samples

from .conftest import bring

ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)


def check(root):
    """What RFC 4287 asks of a feed (4.1.1) and of its entries (4.1.2)."""
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert re.match(r"http://localhost/", element.findtext(f"{ATOM}id"))
        moment = element.findtext(f"{ATOM}updated")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
        assert datetime.fromisoformat(moment)
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert all(link.get("href", "").startswith("http") for link in element.findall(f"{ATOM}link"))
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    moments = [entry.findtext(f"{ATOM}updated") for entry in root.findall(f"{ATOM}entry")]
    assert moments == sorted(moments, reverse=True)
    assert not moments or root.findtext(f"{ATOM}updated") == moments[0]
    return ids


@pytest.mark.parametrize(
    "query", ["", "?q=norco", "?decision=overturned", "?q=qqqqqq", "?q=%3Cscript%3E%26", "?q=%0C&sex=male"]
)
def test_feeds_are_valid(visitor, query):
    check(feed_of(visitor.get(f"/archive/feed{query}")))


def test_entries_are_those_of_the_search(visitor):
    from openimr.service.bootstrap import wiring

    ids = check(feed_of(visitor.get("/archive/feed?decision=overturned")))
    wanted = {
        f"http://localhost/archive/items/{hit.fields['address']}/{hit.fields['number']}/"
        for hit in wiring().archive.search("decision:overturned", limit=100).hits
    }
    assert len(ids) == min(50, len(wanted))
    assert set(ids) <= wanted


def test_the_last_letter_comes_first_and_ids_stay(visitor):
    before = check(feed_of(visitor.get("/archive/feed")))
    letter = next(iter(samples.letters(977, 1)))
    bring(letter)
    time.sleep(1.1)  # the index is looked at again once a second
    after = check(feed_of(visitor.get("/archive/feed")))
    new = [one for one in after if one not in before]
    assert len(new) == len(letter.determination.items)
    assert after[: len(new)] == new
    assert [one for one in after if one in before] == before[: 50 - len(new)]


def test_a_reader_that_has_it_is_told_so(visitor):
    first = visitor.get("/archive/feed?q=norco")
    assert visitor.get("/archive/feed?q=norco", headers={"if-none-match": first["ETag"]}).status_code == 304
    since = {"if-modified-since": first["Last-Modified"]}
    assert visitor.get("/archive/feed?q=norco", headers=since).status_code == 304
    wrong = {"if-none-match": '"other"', **since}
    assert visitor.get("/archive/feed?q=norco", headers=wrong).status_code == 200, "a tag decides"
    assert visitor.get("/archive/feed?q=norco").content == first.content
