"""Dropping a file: what is shown, to whom, for how long; and what is refused, in which words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


def bring(client, data, name="letter.pdf", **headers):
    return client.post("/uploads/", {"file": SimpleUploadedFile(name, data)}, headers=headers)


@pytest.fixture
def brought(client, letter):
    response = bring(client, letter.pdf())
    assert response.status_code == 302
    return response["Location"]


def test_a_letter_is_shown_to_who_brought_it(client, letter, brought):
    response = client.get(brought)
    html = response.content.decode()
    assert letter.determination.case_number in html
    assert "Only this browser can see it" in html
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert 'content="noindex' in html
    picture = client.get(re.search(r'href="([^"]*/1\.png)"', html)[1])
    assert picture["Cache-Control"].startswith("private")
    assert "immutable" not in picture["Cache-Control"]


def test_htmx_is_sent_there(client, letter):
    response = bring(client, letter.text.encode(), "letter.txt", **{"HX-Request": "true"})
    assert response.status_code == 200
    assert client.get(response["HX-Redirect"]).status_code == 200


def test_nobody_else_sees_it(client, brought, stocked):
    from django.test import Client

    other = Client(SERVER_NAME="localhost")
    bring(other, b"nonsense")
    html = client.get(brought).content.decode()
    paths = [brought, re.search(r'href="([^"]*/1\.png)"', html)[1], f"{brought}copies/json/"]
    for path in paths:
        assert client.get(path).status_code == 200
        assert other.get(path).status_code == 404
    assert other.post(f"{brought}forget/").status_code == 404


def test_it_is_not_in_the_archive(client, letter, stocked):
    text = letter.text.replace(letter.determination.case_number, "CM16-0777777")
    bring(client, text.encode(), "letter.txt")
    assert client.get("/letters/CM16-0777777/").status_code == 404


def test_it_can_be_forgotten(client, home, brought):
    from openimr.service.uploads.models import Upload

    kept = Upload.objects.get(token=brought.split("/")[2])
    assert client.post(f"{brought}forget/").status_code == 302
    assert client.get(brought).status_code == 404
    assert not Upload.objects.filter(token=kept.token).exists()


def test_its_time_runs_out(client, home, letter, brought):
    from django.utils import timezone

    from openimr.service.uploads import keeping
    from openimr.service.uploads.models import Upload

    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(brought).status_code == 404
    keeping.sweep()
    assert Upload.objects.count() == 0
    assert not [path for path in (home / "uploads").rglob("*") if path.is_file()]


def test_a_visitor_keeps_the_latest_only(client, letter, settings_of):
    with settings_of(OPENIMR_UPLOADS_PER_VISITOR=2):
        places = [bring(client, letter.text.encode(), f"{n}.txt")["Location"] for n in range(3)]
    assert [client.get(place).status_code for place in places] == [404, 200, 200]


@pytest.fixture
def settings_of(stocked):
    from django.test import override_settings

    return override_settings


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "(?i)empty"),
        (b"%PDF-1.7\n1 0 obj", "(?i)cut off|damaged"),
        (b"PK\x03\x04" + b"\0" * 40 + b"word/document.xml", "(?i)word|zip|not"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "(?i)image|picture|PNG"),
        (b"Dear Sir, the weather is fine.\n" * 30, "(?i)letter"),
        (bytes(range(256)) * 8, "(?i)text|encod|PDF"),
    ],
)
def test_what_is_no_letter_gets_one_sentence(client, data, words):
    page = bring(client, data, "holiday.pdf")
    part = bring(client, data, "holiday.pdf", **{"HX-Request": "true"})
    for response in (page, part):
        html = response.content.decode()
        assert response.status_code in (400, 422)
        assert "Traceback" not in html
    assert "<html" not in part.content.decode()
    sentence = re.search(r"<span>(.*?)</span>", part.content.decode(), re.S)[1]
    assert re.search(words, sentence), sentence
    assert len(sentence) < 300


def test_too_large_is_refused_before_it_is_read(client, stocked):
    response = client.generic(
        "POST", "/uploads/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**9)
    )
    assert response.status_code == 413
    assert "larger than 20 MB" in response.content.decode()


def test_a_form_from_elsewhere_is_refused(stocked, letter):
    from django.test import Client

    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    response = bring(strict, letter.pdf())
    assert response.status_code == 403
    assert "Allow cookies" in response.content.decode()


def test_a_form_without_a_file(client):
    assert client.post("/uploads/", {}).status_code == 400
    assert client.get("/uploads/").status_code == 405


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<script>alert(1).pdf", "&lt;script&gt;"),
        ("..\\..\\evil.pdf", "evil.pdf"),
        ("x" * 500 + ".pdf", "x" * 150),
    ],
)
def test_names_of_files_are_only_shown(client, name, shown):
    html = bring(client, b"nonsense", name).content.decode()
    assert shown in html
    assert "<script>alert" not in html
    assert ".." not in html.split("<main", 1)[1].split("</main", 1)[0]
