"""The public pages of the archive, over Django's test client; none of them may touch the database."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import quote

import pytest

from openimr.archive.counting import outcomes


def text(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def total(html: str) -> int:
    return int(re.search(r'id="total"[^>]*>([\d,]+)', html)[1].replace(",", ""))


@pytest.mark.parametrize(
    ("path", "status", "why"),
    [
        ("/archive/", 200, ""),
        ("/archive/?q=pain", 200, ""),
        ("/archive/?q=MRI&category=Diagnostic+Testing&sort=date", 200, ""),
        (
            "/archive/?q=pain&utm_source=mail&fbclid=1",
            200,
            "what other sites hang on an address says nothing",
        ),
        ("/archive/?page=2", 200, ""),
        ("/archive/?page=1000000000", 404, "no page that far"),
        ("/archive/?page=500&q=zzzzqq", 404, "behind the last page"),
        ("/archive/?page=0", 400, "pages begin at 1"),
        ("/archive/?page=abc", 400, "not a number"),
        ("/archive/?page=-1", 400, "not a number"),
        ("/archive/?page=" + "9" * 400, 400, "too long for a number"),
        ("/archive/?colour=red", 400, "no such facet"),
        ("/archive/?sort=price", 400, "no such order"),
        ("/archive/?q=(", 400, "syntax"),
        ("/archive/?q=decision:maybe", 400, "no such decision"),
        ("/archive/?decision=maybe", 400, "nor as a facet"),
        ("/archive/?q=" + "x" * 1_500, 400, "too long"),
        ("/archive/?" + "&".join(f"drug=d{n}" for n in range(60)), 400, "too many filters"),
        ("/archive/?q=%27%3B+DROP+TABLE+letter%3B--", 200, "SQL is words like any other"),
        ("/archive/?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", 200, "HTML is words like any other"),
        ("/archive/?q=%00", 400, "no text holds NUL"),
        ("/archive/values/section/?q=pain", 200, ""),
        ("/archive/values/colour/", 404, "no such facet"),
        ("/archive/help/", 200, ""),
        ("/archive/about/", 200, ""),
        ("/archive/items/CM99-9999999/1/", 404, "no such case"),
        ("/archive/items/CM99-9999999/99999999999999999999/", 404, "no such item"),
        ("/archive/items/MN16-20001/1/", 200, "a case of a health plan"),
        ("/archive/items/MN16-20001/1/compare/", 200, ""),
        ("/archive/drugs/", 200, ""),
        ("/archive/drugs/no-such-drug/", 404, ""),
        ("/archive/sections/", 200, ""),
        ("/archive/count/", 200, ""),
        ("/archive/count/?by=year&by=category", 200, ""),
        ("/archive/count/?by=year,class&q=MRI", 200, "as the command writes it"),
        ("/archive/count/?by=category,class,body", 200, ""),
        ("/archive/count/?by=colour", 400, "nothing to count by"),
        ("/archive/count/?by=year,category,class,drug", 400, "too many"),
        ("/archive/count/?by=year&by=month", 400, "two times at once"),
        ("/archive/count/?q=(", 400, ""),
        ("/archive/count/outcomes.exe?by=year", 404, "no such form"),
        ("/archive/count/outcomes.csv?by=", 400, "by what?"),
        ("/archive/count/outcomes.svg?by=year&q=zzzzqq", 200, "nothing to draw says so"),
        ("/archive/programmes/imr/", 200, ""),
        ("/archive/programmes/dmhc/", 200, ""),
        ("/archive/programmes/imr/?letters=nobody", 400, ""),
        ("/archive/programmes/medicare/", 404, ""),
    ],
)
def test_status(visitor, path, status, why):
    response = visitor.get(path)
    assert response.status_code == status, why or path
    assert "Traceback" not in response.content.decode()
    if "html" in response["Content-Type"]:
        html = response.content.decode()
        assert "<h1" in html
        assert not re.search(r"<style|\sstyle=|\son\w+=", html), "no inline style or script"
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
        assert "unsafe" not in response["Content-Security-Policy"]
    assert not response.cookies, "nobody is told apart"


def test_what_was_typed_comes_back_harmless(visitor):
    html = visitor.get("/archive/?q=" + quote('<script>alert("x")</script>')).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_syntax_error_is_a_sentence_with_its_place(visitor):
    html = visitor.get(
        "/archive/?q=" + quote('oxycodone "never closed') + "&category=Surgery"
    ).content.decode()
    assert "A quotation mark is opened and not closed" in unescape(html)
    place = re.search(r'class="problem__typed">.*?</span>(.*?)<mark>(.*?)</mark>(.*?)</p>', html)
    assert [unescape(part) for part in place.groups()] == ["oxycodone ", '"', "never closed"]
    assert 'value="oxycodone &quot;never closed"' in html, "what was typed is kept"
    assert 'aria-invalid="true"' in html
    assert "Surgery" in html, "and so are the filters"


def test_a_result_is_an_item_with_its_letter(visitor, archive):
    html = visitor.get("/archive/?q=MRI").content.decode()
    hits = archive.search("MRI", limit=20).hits
    for hit in hits:
        held = hit.fields
        assert f'href="/archive/items/{held["address"]}/{held["number"]}/"' in html
        assert f'href="/letters/{held["address"]}/#item-{held["number"]}"' in html
    assert html.count('class="badge badge--') == len(hits)
    assert "<mark>MRI</mark>" in html
    assert total(html) == archive.search("MRI").total


def test_facets_say_what_choosing_them_finds(visitor):
    html = visitor.get("/archive/?q=pain").content.decode()
    options = re.findall(
        r'<a class="opt" id="[^"]*" href="([^"]+)"[^>]*>.*?<span class="opt__count">([\d,]+)</span></a>', html
    )
    assert len(options) > 20
    for address, count in options[::4]:
        found = visitor.get(unescape(address)).content.decode()
        assert total(found) == int(count.replace(",", "")), address


def test_a_folded_facet_is_counted_when_it_is_unfolded(visitor, archive, monkeypatch):
    counted = []
    real = type(archive).facets

    def noting(self, text="", **more):
        counted.extend(more["names"])
        return real(self, text, **more)

    monkeypatch.setattr(type(archive), "facets", noting)
    html = visitor.get("/archive/?q=pain&sort=date&sex=male").content.decode()
    folded = re.findall(r'hx-get="(/archive/values/(\w+)/[^"]*)"', html)
    assert {name for _, name in folded} >= {"body", "guideline", "section", "specialty"}
    assert not set(counted) & {name for _, name in folded} - {"programme", "origin"}
    address = next(unescape(address) for address, name in folded if name == "section")
    part = visitor.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    option, count = re.search(r'href="([^"]+)".*?opt__count">([\d,]+)<', part).groups()
    assert total(visitor.get(unescape(option)).content.decode()) == int(count.replace(",", ""))
    assert "sort=date" in option
    assert "sex=male" in option
    assert "<html" in visitor.get(address).content.decode(), "without script it is a page of all values"
    chosen = visitor.get(unescape(option)).content.decode()
    assert "/archive/values/section/" not in re.findall(r'hx-get="([^"?]*)', chosen), (
        "a chosen one is unfolded"
    )


def test_a_facet_of_the_other_programme_is_not_offered(visitor):
    html = visitor.get("/archive/?programme=dmhc").content.decode()
    assert "/archive/values/section/" not in html
    assert "/archive/values/origin/" not in html, "all of them are published"
    html = visitor.get("/archive/?programme=imr").content.decode()
    assert "/archive/values/section/" in html
    assert "/archive/values/condition/" not in html


@pytest.mark.parametrize(
    ("query", "taken", "why"),
    [
        ("?q=pain&page=2&sort=date", "?q=pain", "a file has no pages and an order of its own"),
        ("?q=pain&category=Surgery", "?q=pain&category=Surgery", "filters stay"),
        ("?q=acupunctuer", "?q=acupuncture", "what is shown, as corrected"),
    ],
)
def test_what_is_shown_can_be_taken_away(visitor, query, taken, why):
    html = unescape(visitor.get(f"/archive/{query}").content.decode())
    for verb in ("download.csv", "download.jsonl", "download.parquet", "feed", "alerts/"):
        assert f'<a href="/archive/{verb}{taken}"' in html, (verb, why)
    assert (
        f'<link rel="alternate" type="application/atom+xml" title="New decisions of this search" href="/archive/feed{taken}"'
        in html
    )


def test_a_chip_takes_its_filter_away(visitor):
    html = visitor.get("/archive/?q=pain&category=Surgery&year=2016").content.decode()
    chips = [unescape(href) for href in re.findall(r'<a class="fchip" href="([^"]+)"', html)]
    assert chips == ["/archive/?q=pain&year=2016", "/archive/?q=pain&category=Surgery"]
    assert 'href="/archive/?q=pain"' in html, "clear all"


def test_htmx_gets_the_part_and_the_address_stays_whole(visitor):
    whole = visitor.get("/archive/?q=pain&sort=date")
    part = visitor.get("/archive/?q=pain&sort=date", headers={"HX-Request": "true"})
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert total(whole.content.decode()) == total(part.content.decode())
    assert "HX-Request" in whole["Vary"]
    assert whole["ETag"] != part["ETag"]
    again = visitor.get(
        "/archive/?q=pain", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert "<html" in again.content.decode(), "going back needs the whole page"


def test_a_case_number_is_recognized(visitor, determinations):
    case = determinations[5].case_number
    html = visitor.get(f"/archive/?q={case}").content.decode()
    assert f"This looks like case {case}" in text(visitor.get(f"/archive/?q={case}"))
    assert html.index(f"/archive/items/{case}/1/") < html.index("</ol>")
    assert "does not hold it" in text(visitor.get("/archive/?q=CM99-9999999"))


def test_a_spelling_is_corrected_and_can_be_insisted_on(visitor):
    response = visitor.get("/archive/?q=acupunctuer")
    assert "Showing results for acupuncture . Search instead for acupunctuer" in text(response)
    assert total(response.content.decode()) > 0
    exact = visitor.get("/archive/?q=acupunctuer&exact=1")
    assert total(exact.content.decode()) == 0
    assert "Did you mean acupuncture" in text(exact)


def test_an_unknown_value_has_its_nearest(visitor):
    said = text(visitor.get("/archive/?category=Surgry"))
    assert "nothing is called “Surgry”" in said
    assert "Surgery" in said


def test_loose_results_stand_below_a_line(visitor, archive):
    query = "acupuncture radiculopathy lumbar opioid brace"
    found = archive.search(query, limit=20)
    html = visitor.get("/archive/?q=" + quote(query)).content.decode()
    assert any(hit.loose for hit in found.hits)
    assert html.index("These have most of the words, not all") > html.index('id="total"')
    assert total(html) == found.total


def test_pages_are_kept_until_the_archive_changes(visitor):
    first = visitor.get("/archive/?q=knee")
    assert first["Cache-Control"] == "public, max-age=60"
    again = visitor.get("/archive/?q=knee", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.get("/archive/?q=knee").content == first.content
    assert visitor.get("/archive/?q=(")["Cache-Control"] == "no-store"


def test_without_an_index_it_says_so(wired, tmp_path):
    from django.test import Client

    from openimr.archive.index.reader import Reader
    from openimr.archive.searching import Archive

    wired(Archive(Reader(tmp_path / "none")))
    client = Client(SERVER_NAME="localhost")
    for path in ("/archive/", "/archive/count/", "/archive/items/X/1/", "/archive/about/", "/archive/drugs/"):
        response = client.get(path)
        assert response.status_code == 503, path
        assert response["Retry-After"]
    assert client.get("/archive/help/").status_code == 200
    home = client.get("/")
    assert home.status_code == 200
    assert 'name="q"' in home.content.decode()


def test_an_item_has_its_facts_links_and_citation(visitor, archive):
    hit = next(hit for hit in archive.search("class:Opioids", limit=50).hits if hit.fields.get("section"))
    held = hit.fields
    path = f"/archive/items/{held['address']}/{held['number']}/"
    response = visitor.get(path)
    html = response.content.decode()
    assert f'href="/letters/{held["address"]}/#item-{held["number"]}"' in html
    assert f"http://localhost{path}" in html, "the permanent link to cite"
    assert "[fictional sample]" in html
    for kind in ("drugs", "classes", "sections", "specialties"):
        for link in re.findall(rf'href="(/archive/{kind}/[^"/]+/)"', html):
            assert visitor.get(link).status_code == 200, link


def test_comparing_shows_both_sides_and_shared_words(visitor, archive):
    from openimr.archive.comparing.elsewhere import elsewhere
    from openimr.archive.comparing.like import like

    keys = [hit.key for hit in archive.search("MRI", limit=60).hits]
    key = next(key for key in keys if elsewhere(archive, key).runs and like(archive, key).overturned)
    address, _, number = key.partition("#")
    html = visitor.get(f"/archive/items/{address}/{number}/compare/").content.decode()
    found = like(archive, key, limit=6)
    for one in (*found.upheld, *found.overturned):
        assert f"/archive/items/{one.hit.fields['address']}/{one.hit.fields['number']}/" in html
    spread = elsewhere(archive, key, limit=12)
    assert f"{100 * spread.share:.0f}%" in html
    marked = " ".join(
        unescape(part) for part in re.findall(r"<mark>(.*?)</mark>", html.split('id="elsewhere"')[1])
    )
    for run in spread.runs:
        assert spread.text[run.start : run.start + 20] in marked or run.start > 0


def test_a_subject_counts_what_its_search_finds(visitor, archive):
    value, count = next(iter(archive.catalog().values("drug").items()))
    from openimr.service.library import subjects

    address = subjects.address("product", value)
    html = visitor.get(address).content.decode()
    assert f"{count} disputed treatment" in html
    search = unescape(re.search(r'class="usa-button" href="([^"]+)"', html)[1])
    assert total(visitor.get(search).content.decode()) == count
    assert "<svg" in html


@pytest.mark.parametrize(
    "path", ["drugs", "classes", "categories", "guidelines", "sections", "specialties", "body-parts"]
)
def test_every_listed_subject_has_its_page(visitor, path):
    html = visitor.get(f"/archive/{path}/").content.decode()
    links = re.findall(rf'href="(/archive/{path}/[^"/]+/)"', html)
    assert len(links) == len(set(links)) > 3
    for link in links[:: max(1, len(links) // 8)]:
        assert visitor.get(link).status_code == 200, link


def test_counts_as_files_say_what_made_them(visitor, archive):
    asked = "?q=pain&category=Pharmaceuticals&by=class"
    counted = outcomes(archive, ("class",), "pain", filters=[("category", "Pharmaceuticals")])
    table = visitor.get(f"/archive/count/outcomes.csv{asked}").content.decode().split("\r\n")
    assert table[0] == "class,items,upheld,overturned,share_overturned,low_95,high_95,query"
    first = counted.rows[0]
    assert table[1].startswith(f"{first.values[0]},{first.items},{first.upheld},{first.overturned},")
    assert table[1].endswith("pain category:Pharmaceuticals")
    data = json.loads(visitor.get(f"/archive/count/outcomes.json{asked}").content)
    assert data["query"] == "pain category:Pharmaceuticals"
    assert data["total"]["items"] == counted.total.items
    assert data["link"].endswith("&by=class")
    drawing = visitor.get(f"/archive/count/outcomes.svg{asked}")
    assert drawing["Content-Type"] == "image/svg+xml"
    assert "Query: pain category:Pharmaceuticals" in drawing.content.decode()
    assert 'attachment; filename="outcomes-by-class.svg"' in drawing["Content-Disposition"]


def test_a_drawing_is_well_formed_whatever_is_asked(visitor):
    from xml.etree import ElementTree

    for asked in (
        "?by=year",
        "?by=month",
        "?by=year,category",
        "?by=class,body",
        "?by=section",
        "?by=sex,ages,year",
        "?by=year&q=" + quote('<pain & "MRI">'),
    ):
        response = visitor.get(f"/archive/count/outcomes.svg{asked}")
        ElementTree.fromstring(response.content.decode())


def test_few_items_are_said_to_be_few(visitor):
    html = visitor.get("/archive/count/?by=category&programme=dmhc").content.decode()
    assert re.search(r'<tr class="few">.*?Cancer Treatment.*?few', html, re.S)


def test_the_programme_adds_up(visitor, archive):
    counted = outcomes(archive, ("year",), filters=[("programme", "imr")])
    said = text(visitor.get("/archive/programmes/imr/"))
    assert f"{counted.total.items:,}" in said
    assert "600" in said, "letters are counted once each"
    assert "fictional sample letters" in said
    assert "read from an excerpt" in said
    assert "WorkCompCentral" in said


def test_the_first_page_has_the_box_and_the_drop_zone(home, archive):
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    html = client.get("/").content.decode()
    assert html.index('name="q"') < html.index('name="file"')
    for href in re.findall(r'<li><a href="(/archive/\?q=[^"]+)">', html):
        assert client.get(unescape(href)).status_code == 200, href


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/letters/", "/archive/"),
        ("/letters/?q=mri", "/archive/?q=mri"),
        ("/letters/?outcome=upheld&drug=diazepam&page=3", "/archive/?drug=diazepam&decision=upheld"),
        ("/letters/?outcome=partially+overturned", "/archive/"),
    ],
)
def test_old_addresses_lead_to_the_search(visitor, old, new):
    response = visitor.get(old)
    assert (response.status_code, response["Location"]) == (302, new)


def test_fictional_letters_are_compared_with_nothing(visitor):
    beside = text(visitor.get("/archive/programmes/imr/?letters=all")).partition(
        "What others published, beside ours"
    )[2]
    assert "The archive holds no published letter of these years." in beside
    assert "of the published letters" not in beside
    plans = text(visitor.get("/archive/programmes/dmhc/"))
    assert "less than 0.1% of the published decisions" in plans


def test_what_is_counted_together_is_said_and_counted_alone_at_a_click(visitor):
    page = visitor.get("/archive/count/?by=year").content.decode()
    assert "Counted together; each alone" in page
    alone = re.search(r'href="(/archive/count/[^"]*programme=dmhc[^"]*)"', page)
    assert alone
    page = visitor.get(unescape(alone[1])).content.decode()
    assert "Counted together" not in page
