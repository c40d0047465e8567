"""The pages, over Django's test client."""

from __future__ import annotations

import json
import re

import pytest

from openimr import letters
from openimr.letters.codec import from_json


@pytest.fixture
def address(letter):
    return f"/letters/{letter.determination.case_number}/"


PAGES = [
    "/",
    "/letters/?findings=any",
    "/letters/?findings=errors&page=2",
    "/checks/",
    "/about/",
    "/nowhere/",
    "/letters/CM16-0999999/",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_inline_script_or_style(client, path):
    html = client.get(path).content.decode()
    assert "<h1" in html
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", html), "everything comes from this site"


@pytest.mark.parametrize("path", [*PAGES, "/healthz", "/robots.txt"])
def test_secure_headers(client, path):
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("path", "status", "why"),
    [
        ("/", 200, ""),
        ("/?page=abc&year=20x6&q=%EF%BF%BD", 200, "nonsense in the address is no failure"),
        ("/letters/?findings=any&page=abc", 200, "nonsense in the address is no failure"),
        ("/letters/?findings=nonsense", 200, "nor is this"),
        ("/letters/?findings=any&page=999", 200, "a page behind the last is empty"),
        ("/letters/?q=mri", 302, "letters are found by the search"),
        ("/letters/CM99-0000000/", 404, "no such letter"),
        ("/letters/CM16-0999999/pages/0123456789abcdef/1.png", 404, "another version of the file"),
        ("/letters/CM16-0999999/copies/exe/", 404, "no such copy"),
        ("/uploads/guessed/", 404, "no such upload"),
        ("/healthz", 200, ""),
        ("/robots.txt", 200, ""),
    ],
)
def test_status(client, path, status, why):
    assert client.get(path).status_code == status, why


def test_unknown_hosts_are_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_letters_are_listed_by_what_the_checks_found(client):
    html = client.get("/letters/?findings=any").content.decode()
    assert "CM16-0999999" in html
    found = client.get("/letters/?findings=errors", headers={"HX-Request": "true"}).content.decode()
    assert "CM16-0999999" in found
    assert "<html" not in found, "htmx gets the list alone"
    clean = client.get("/letters/?findings=none").content.decode()
    assert "CM16-0999999" not in clean


def test_a_letter_has_links_and_a_citation_of_its_items(client, address):
    html = client.get(address).content.decode()
    number = address.strip("/").rpartition("/")[2]
    for item in (1, 2):
        assert f'href="/archive/items/{number}/{item}/"' in html
        assert f'href="/archive/items/{number}/{item}/compare/"' in html
    assert f"http://localhost{address}" in html
    assert "[fictional sample]" not in html or "Fictional sample" in html


def test_a_letter_shows_every_value_with_its_place(client, letter, address):
    html = client.get(address).content.decode()
    determination = letter.determination
    for pointer in ("/case_number", "/dates/decision", "/items/0/disputed", "/items/1/decision"):
        assert re.search(rf'<button[^>]* data-p="{pointer}"', html), pointer
        assert re.search(rf'<g data-p="[^"]*{pointer}[ "]', html), pointer
    for item in determination.items:
        assert f'id="item-{item.number}"' in html
    assert html.count('<svg class="sheet__page"') >= 1


def test_a_text_letter_shows_its_text_marked(client):
    html = client.get("/letters/CM16-0999999/").content.decode()
    assert re.search(r'<mark class="[^"]*" data-p="[^"]*/case_number[^"]*">CM16-0999999</mark>', html)
    assert "sheet__page--text" in html


def test_a_finding_stands_beside_its_words(client):
    html = client.get("/letters/CM16-0999999/").content.decode()
    numbers = re.findall(r'class="note note--\w+" id="finding-(\d+)"', html)
    assert numbers, "the planted date is found"
    dated = re.search(r'id="finding-(\d+)".*?DATE-01', html, re.S)
    assert dated
    assert re.search(rf'<mark class="place place--finding" data-p="[^"]*finding-{dated[1]}\b', html)


def test_pictures(client, address):
    html = client.get(address).content.decode()
    path = re.search(r'href="([^"]*/1\.png)"', html)[1]
    response = client.get(path)
    assert response.content.startswith(b"\x89PNG")
    assert "immutable" in response["Cache-Control"]
    assert "public" in response["Cache-Control"]
    assert client.get(path.replace("/1.png", "/99.png")).status_code == 404


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("json", b"{"),
        ("findings", b"{"),
        ("original", b"%PDF-"),
        ("pdf", b"%PDF-"),
        ("docx", b"PK"),
        ("html", b"<!"),
        ("txt", b""),
    ],
)
def test_copies(client, address, form, start):
    response = client.get(f"{address}copies/{form}/")
    assert response.status_code == 200
    assert response.content.lower().startswith(start.lower())
    assert response.content
    assert response["Content-Disposition"].startswith("attachment;")


def test_the_data_copy_is_the_determination(client, letter, address):
    read = letters.read(letter.pdf(), name="one.pdf")
    assert from_json(json.loads(client.get(f"{address}copies/json/").content)) == read


def test_the_checks_page_lists_every_check(client):
    from openimr.letters.checking import checks

    html = client.get("/checks/").content.decode()
    for check in checks():
        assert f'id="{check.code}"' in html
    assert len(checks()) > 5


def test_loading_again_changes_nothing(stocked):
    from openimr.service import stocking

    again = stocking.stock(stocked, lambda line: None)
    assert (again.added, again.updated, again.held) == (0, 0, 2)


@pytest.mark.letters
def test_every_real_letter_can_be_shown(client, real_letters):
    from openimr.service import stocking

    loaded = stocking.stock(real_letters / "pdf", lambda line: None)
    assert loaded.refused == []
    rows = re.findall(r'href="(/letters/[^"]+/)"', client.get("/letters/?findings=any").content.decode())
    assert rows
    for path in rows[:5]:
        assert client.get(path).status_code == 200
