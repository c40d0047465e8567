"""The archive's calls: what they answer, their pages, their limits and their refusals."""

from __future__ import annotations

import csv
import io
import json
import time

import jsonschema
import pytest
from django.db import connections

from openimr.archive import answers
from openimr.letters import schema as letters
from openimr.service.api.archive import searching, taking
from openimr.service.api.calling import CALLS

from ...takeaway.conftest import bring
from ..callers import API, Caller, problem


def held(response):
    assert response.status_code == 200, response.content
    return response.json()


def leafed(who, limit: int, **asked) -> list[str]:
    """The keys of every page."""
    found, cursor = [], {}
    while True:
        page = held(who.get("/archive/search", limit=limit, **asked, **cursor))
        found += [hit["key"] for hit in page["hits"]]
        if page["next"] is None:
            return found
        assert len(page["hits"]) == limit
        cursor = {"cursor": page["next"]}


# Searching


def test_a_search_answers_its_contract(anyone):
    found = held(anyone.get("/archive/search", q="therapy", facets=["decision", "year"], limit=3))
    jsonschema.validate(found, answers.schema("archive-search"))
    assert len(found["hits"]) == 3
    assert found["total"] > 3
    assert sum(one["count"] for one in found["facets"]["decision"]) == found["total"]


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_have_every_item_once(anyone, keys, sort):
    found = leafed(anyone, 7, sort=sort)
    assert sorted(found) == sorted(f"{address}#{number}" for address, number in keys)


def test_filters_are_those_of_the_query(anyone):
    words = held(anyone.get("/archive/search", q="decision:overturned year:2014..2016", limit=100))
    fields = held(anyone.get("/archive/search", decision="overturned", year="2014..2016", limit=100))
    assert {hit["key"] for hit in words["hits"]} == {hit["key"] for hit in fields["hits"]}
    assert fields["query"] == "decision:overturned year:2014..2016"
    both = held(anyone.get("/archive/search", decision=["overturned", "upheld"]))
    assert both["total"] == held(anyone.get("/archive/search"))["total"]


def test_a_letter_that_comes_between_two_pages_shifts_nothing(anyone, keys):
    from openimr import samples

    first = held(anyone.get("/archive/search", sort="date", limit=5))
    bring(next(iter(samples.letters(77, 1))))
    time.sleep(1.1)
    seen = [hit["key"] for hit in first["hits"]]
    cursor, changed = first["next"], []
    while cursor:
        page = held(anyone.get("/archive/search", sort="date", limit=5, cursor=cursor))
        seen += [hit["key"] for hit in page["hits"]]
        changed.append(page["changed"])
        cursor = page["next"]
    assert changed[0] is True
    assert not any(changed[1:])
    assert len(seen) == len(set(seen))
    assert {f"{address}#{number}" for address, number in keys} <= set(seen)


def test_a_cursor_is_good_for_its_own_question_only(anyone):
    cursor = held(anyone.get("/archive/search", q="therapy", limit=2))["next"]
    problem(anyone.get("/archive/search", q="surgery", limit=2, cursor=cursor), 400, "cursor")
    problem(anyone.get("/archive/lists/drugs", limit=2, cursor=cursor), 400, "cursor")
    for wrong in ("x", cursor[:-1] + ("A" if cursor[-1] != "A" else "B"), "W10:x:y", "é", "a" * 1_999):
        problem(anyone.get("/archive/search", q="therapy", cursor=wrong), 400, "cursor")


def test_the_list_ends_at_ten_thousand_and_says_where_the_rest_is(anyone, monkeypatch):
    monkeypatch.setattr(searching, "DEEPEST", 12)
    first = held(anyone.get("/archive/search", limit=10))
    second = held(anyone.get("/archive/search", limit=10, cursor=first["next"]))
    assert len(second["hits"]) == 2
    said = problem(anyone.get("/archive/search", limit=10, cursor=second["next"]), 400, "too_deep")
    assert "/api/v1/archive/export" in said["message"]


@pytest.mark.parametrize(
    ("q", "position"),
    [
        ("MRI (", 4),
        ('"open', 0),
        ("  decision:maybe", 2),
        ("a OR", 2),
        ("year:2015 nosuch:x", 10),
        ("age:abc", 0),
    ],
)
def test_a_problem_in_the_words_says_where(anyone, q, position):
    for path in ("search", "facets", "outcomes", "citation", "export"):
        said = problem(anyone.get(f"/archive/{path}", q=q, specialty="Surgery"), 400, "query")
        assert (said["field"], said["position"]) == ("q", position)
        assert said["message"].endswith(".")


def test_a_problem_of_a_filter_has_no_place_in_the_words(anyone):
    said = problem(anyone.get("/archive/search", q="therapy", year="twenty"), 400, "query")
    assert said["position"] is None
    assert "year" in said["message"]


def test_unknown_facets_and_parameters_are_named(anyone):
    assert (
        "there are"
        not in problem(anyone.get("/archive/search", facets="date"), 400, "unknown_facet")["message"]
    )
    problem(anyone.get("/archive/outcomes", by="nothing"), 400, "unknown_facet")
    said = problem(anyone.get("/archive/search", drug_class="Opioids"), 400, "unknown_parameter")
    assert (said["field"], "write class" in said["message"]) == ("drug_class", True)
    problem(anyone.get("/archive/lists/drugs", q="x"), 400, "unknown_parameter")


def test_every_facet_and_count_can_be_asked_for(anyone):
    found = held(anyone.get("/archive/facets", facets=list(searching.COUNTED)))
    assert set(found["facets"]) == set(searching.COUNTED)
    for by in searching.BY:
        stats = held(anyone.get("/archive/outcomes", by=by))
        jsonschema.validate(stats, answers.schema("archive-stats"))


def test_counts_agree_with_the_search(anyone):
    stats = held(anyone.get("/archive/outcomes", by=["year", "category"], q="-zzz"))
    total = held(anyone.get("/archive/search"))["total"]
    assert stats["total"]["items"] == total
    assert sum(row["items"] for row in stats["rows"]) == total


@pytest.mark.parametrize("name", searching.LISTS)
def test_lists_come_in_pages_and_their_values_find_items(anyone, name):
    whole = held(anyone.get(f"/archive/lists/{name}", limit=1000))
    found, cursor = [], {}
    while True:
        page = held(anyone.get(f"/archive/lists/{name}", limit=3, **cursor))
        found += page["items"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == whole["items"]
    assert len(found) == whole["total"]
    for one in found[:2]:
        searched = held(anyone.get("/archive/search", **{whole["parameter"]: one["value"]}))
        assert searched["total"] == one["count"]


# One item, one letter


def test_an_item_says_what_the_export_says(anyone, keys):
    address, number = keys[0]
    found = held(anyone.get(f"/archive/items/{address}/{number}"))
    assert found["key"] == f"{address}#{number}"
    assert found["permalink"] == f"http://localhost/archive/items/{address}/{number}/"
    line = b"".join(anyone.get("/archive/export", letter=address).streaming_content).decode().splitlines()
    assert json.loads(line[[json.loads(one)["number"] for one in line].index(number)]) == found


def test_a_letter_is_its_determination(anyone, keys):
    address, _ = keys[0]
    found = held(anyone.get(f"/archive/letters/{address}", spans=True))
    letters.validate(found["determination"])
    assert found["determination"]["case_number"] == address
    assert found["links"]["page"].startswith("http://localhost/letters/")


def test_like_and_elsewhere(anyone, keys):
    for address, number in keys[:5]:
        like = held(anyone.get(f"/archive/items/{address}/{number}/like", limit=3))
        assert len(like["upheld"]) <= 3
        assert all(one["hit"]["letter"] != address for side in ("upheld", "overturned") for one in like[side])
        found = held(anyone.get(f"/archive/items/{address}/{number}/elsewhere"))
        assert found["key"] == f"{address}#{number}"
        rationale = held(anyone.get(f"/archive/items/{address}/{number}"))["rationale"]
        sent = held(anyone.get("/archive/elsewhere", text=rationale[:2_900]))
        assert sent["share"] > 0, "it stands at least in its own letter"
        assert all(run["text"] == rationale[run["start"] : run["end"]] for run in sent["runs"])


def test_citations(anyone, keys):
    address, number = keys[0]
    assert address in held(anyone.get(f"/archive/items/{address}/{number}/citation"))["plain"]
    assert address in held(anyone.get(f"/archive/letters/{address}/citation"))["bibtex"]
    search = held(anyone.get("/archive/citation", q="therapy", decision="upheld"))
    assert search["address"] == "http://localhost/archive/?q=therapy&decision=upheld"
    assert search["ris"].startswith("TY  - DATA")


@pytest.mark.parametrize(
    "path",
    [
        "/archive/items/CM99-9999999/1",
        "/archive/items/CM99-9999999/1/like",
        "/archive/items/CM99-9999999/1/elsewhere",
        "/archive/items/CM99-9999999/1/citation",
        "/archive/items/%3Cscript%3E/0",
        "/archive/letters/'; DROP TABLE letter;--",
        "/archive/letters/CM99-9999999/citation",
        "/archive/nothing/here",
        "/archive/items/a/b/c/d",
    ],
)
def test_what_is_not_there_is_not_found(anyone, path):
    problem(anyone.get(path), 404, "not_found")


# Taking away


def test_an_export_is_the_search(anyone):
    total = held(anyone.get("/archive/search", decision="upheld"))["total"]
    lines = b"".join(anyone.get("/archive/export", decision="upheld").streaming_content).splitlines()
    assert len(lines) == total
    table = anyone.get("/archive/export", decision="upheld", format="csv")
    assert table["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(b"".join(table.streaming_content).decode(), newline="")))
    assert len(rows) == total + 1


def test_without_a_token_nobody_takes_everything(anyone, known, keys, monkeypatch):
    assert "releases" in problem(anyone.get("/archive/export"), 403, "whole_archive")["message"]
    monkeypatch.setattr(taking, "ROWS", 3)
    said = problem(anyone.get("/archive/export", q="-zzz"), 403, "too_many_rows")["message"]
    assert "token" in said
    response = known.get("/archive/export")
    assert len(b"".join(response.streaming_content).splitlines()) >= len(keys)


def test_changes_make_a_mirror_the_same(anyone, keys):
    from openimr import samples

    mirror: dict[str, dict] = {}
    units: dict[str, set[str]] = {}

    def follow(since: int) -> int:
        while True:
            page = held(anyone.get("/archive/changes", since=since, limit=17))
            for one in page["changes"]:
                if one["item"] is None:
                    for key in units.pop(one["unit"], set()):
                        mirror.pop(key, None)
                else:
                    mirror[one["item"]["key"]] = one["item"]
                    units.setdefault(one["unit"], set()).add(one["item"]["key"])
            since = page["until"]
            if not page["more"]:
                return since

    since = follow(0)
    bring(next(iter(samples.letters(78, 1))))
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM archive.letter WHERE slug = %s", [keys[-1][0]])
    follow(since)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT key FROM archive.entry ORDER BY key")
        assert sorted(mirror) == [key for (key,) in cursor.fetchall()]


def test_the_past_is_for_tokens(anyone, known, monkeypatch):
    monkeypatch.setattr(taking, "RECENT", 5)
    assert "token" in problem(anyone.get("/archive/changes", since=0), 403, "whole_archive")["message"]
    held(known.get("/archive/changes", since=0))


# Limits, caches, other sites


def test_an_address_is_limited_and_a_token_is_not_until_later(anyone, known, monkeypatch):
    from openimr.service.api.archive import opening
    from openimr.service.rates.counting import Limit

    monkeypatch.setattr(opening, "ANONYMOUS", Limit("api.archive", 3, 60))
    for _ in range(3):
        held(anyone.get("/archive"))
    refused = anyone.get("/archive")
    problem(refused, 429, "too_many")
    assert 0 < int(refused["Retry-After"]) <= 60
    held(known.get("/archive"))
    assert CALLS.most > 3


def test_a_wrong_token_is_refused_and_counted(anyone, shelf):
    wrong = Caller("imr_nothing")
    for _ in range(30):
        problem(wrong.get("/archive/search"), 401, "unauthenticated")
    problem(wrong.get("/archive/search"), 429, "too_many")
    held(anyone.get("/archive/search"))


def test_what_is_unchanged_is_not_sent_again(anyone):
    first = anyone.get("/archive/search", q="therapy")
    assert first["Cache-Control"] == "public, max-age=60"
    again = anyone.client.get(
        f"{API}/archive/search", {"q": "therapy"}, headers={"If-None-Match": first["ETag"]}
    )
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")


def test_pages_of_other_sites_may_read_and_nothing_else(anyone):
    client = anyone.client
    response = client.get(f"{API}/archive/search", headers={"Origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    before = client.options(f"{API}/archive/search", headers={"Origin": "https://example.org"})
    assert (before.status_code, before["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert "authorization" not in before["Access-Control-Allow-Headers"].lower()
    refused = client.post(f"{API}/archive/search", {}, headers={"Origin": "https://example.org"})
    problem(refused, 405, "method")
    assert refused["Allow"] == "GET, HEAD, OPTIONS"
    other = client.get(f"{API}/cases", headers={"Origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in other
    head = client.head(f"{API}/archive/search")
    assert (head.status_code, "ETag" in head) == (200, True)


def test_a_slow_statement_is_given_up_with_a_sentence(anyone, keys, monkeypatch):
    from openimr.service.takeaway import downloading

    monkeypatch.setattr(downloading, "STATEMENT", 50)
    monkeypatch.setattr(
        taking, "_CHANGES", "SELECT 1, 'x', NULL FROM (SELECT pg_sleep(2)) AS a WHERE %s+%s+%s+%s+%s+%s > 0"
    )
    refused = anyone.get("/archive/changes", since=0)
    problem(refused, 503, "too_slow")
    assert refused["Retry-After"]
    held(anyone.get("/archive/search"))


def test_without_an_index_it_says_so(shelf, anyone, monkeypatch, tmp_path):
    from dataclasses import replace

    from openimr.archive.index.reader import Reader
    from openimr.archive.searching import Archive
    from openimr.service.bootstrap import wiring

    without = replace(wiring(), archive=Archive(Reader(tmp_path)))
    monkeypatch.setattr(searching, "wiring", lambda: without)
    refused = anyone.get("/archive/search")
    problem(refused, 503, "no_index")
    assert refused["Retry-After"] == "120"
