"""Files of a search: exact, limited, counted; a bulk export of everything is refused with what to do."""

from __future__ import annotations

import csv
import io
import json

import pyarrow.parquet as pq
import pytest


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("decision", ["upheld", "overturned"])
def test_csv_of_a_search_is_the_search(visitor, items, decision):
    response = visitor.get("/archive/download.csv", {"decision": decision})
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(body(response).decode(), newline="")))
    assert len(rows) == sum(one.decision == decision for one in items)
    assert all(row["permalink"].startswith("http://localhost/archive/items/") for row in rows)
    assert visitor.get(rows[0]["permalink"].removeprefix("http://localhost")).status_code == 200


def test_json_lines_and_parquet_have_the_same_rows(visitor):
    lines = [
        json.loads(line) for line in body(visitor.get("/archive/download.jsonl?q=medically")).splitlines()
    ]
    table = pq.read_table(io.BytesIO(body(visitor.get("/archive/download.parquet?q=medically"))))
    assert [row["key"] for row in lines] == table["key"].to_pylist()
    assert lines


def test_no_session_and_no_cookie(visitor):
    assert not visitor.get("/archive/download.csv?q=norco").cookies


REFUSED = [
    ("/archive/download.csv", 403, "releases", "everything, by a visitor"),
    ("/archive/download.csv?q=+", 403, "token", "blanks are everything"),
    ("/archive/download.xlsx?q=norco", 404, "csv, jsonl, parquet", "no such form"),
    ("/archive/download.csv?q=nosuch:x", 400, "There is no field nosuch", "no such field"),
    ("/archive/download.csv?nosuch=x", 400, "There is no facet", "no such facet"),
    ("/archive/download.csv?q=%22open", 400, "quotation mark", "syntax"),
    ("/archive/download.csv?page=0&q=x", 400, "Pages", "a page that is none"),
    ("/archive/feed?q=nosuch:x", 400, "There is no field", "a feed of no field"),
]


@pytest.mark.parametrize(("address", "status", "said", "why"), REFUSED)
def test_refusals_are_sentences_for_programs_and_pages_for_people(visitor, address, status, said, why):
    response = visitor.get(address)
    assert response.status_code == status, why
    assert said in response.content.decode()
    assert response["Content-Type"].startswith("text/plain")
    page = visitor.get(address, headers={"accept": "text/html"})
    assert (page.status_code, page["Content-Type"]) == (status, "text/html; charset=utf-8")


def test_more_than_a_visitor_takes(visitor, monkeypatch):
    from openimr.service.takeaway.views import files

    monkeypatch.setattr(files, "ROWS", 5)
    response = visitor.get("/archive/download.csv?decision=upheld")
    assert response.status_code == 403
    assert "5 can be taken at once" in response.content.decode()


def test_too_often(visitor, monkeypatch):
    from openimr.service.rates.counting import Limit
    from openimr.service.takeaway.views import files

    monkeypatch.setattr(files, "FILES", Limit("archive.file", 2, 3600))
    codes = [visitor.get("/archive/download.csv?q=norco").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert int(visitor.get("/archive/download.csv?q=norco")["Retry-After"]) > 0


def test_everything_with_a_token(visitor, items):
    from datetime import timedelta

    from openimr.service import clock
    from openimr.service.api import tokens
    from openimr.service.api.models import Token

    now = clock.now()
    token = f"{tokens._PREFIX}of-a-test"
    Token.objects.create(
        secret=tokens._digest(token), shown=token[:10], name="A mirror", party="attorney", scopes=[], made=now,
        made_by="a test", expires=now + timedelta(hours=1),
    )  # fmt: skip
    response = visitor.get("/archive/download.jsonl", headers={"authorization": f"Bearer {token}"})
    assert len(body(response).splitlines()) == len(items)
    assert (
        visitor.get("/archive/download.jsonl", headers={"authorization": f"Bearer {token}x"}).status_code
        == 401
    )


def test_the_dictionary(visitor):
    from openimr.archive.exporting.dictionary import columns

    text = visitor.get("/archive/dictionary/").content.decode()
    assert all(f'id="{column.name}"' in text for column in columns())


def test_releases_are_listed_and_given(visitor, shelf, tmp_path):
    from django.db import connections

    from openimr.archive.exporting import release
    from openimr.service.home import Home

    assert "There is none yet" in visitor.get("/archive/releases/").content.decode()
    release(connections["owner"], Home().releases / "9.9", version="9.9", with_samples=True)
    (Home().releases / "9.9" / "secret").write_text("not of the release")
    assert "openimr-archive-9.9.parquet" in visitor.get("/archive/releases/").content.decode()
    assert body(visitor.get("/archive/releases/9.9/openimr-archive-9.9.parquet"))[:4] == b"PAR1"
    for bad in ("9.9/secret", "9.9/..%2F..%2Fsecrets%2Fdjango", "../secrets", "9.8/README.md"):
        assert visitor.get(f"/archive/releases/{bad}").status_code == 404, bad
