"""The pages in a real browser: what lights up and where, dropping files, keys, a phone, accessibility."""

from __future__ import annotations

import base64
from contextlib import contextmanager

import pytest

from openimr import letters, pages

pytestmark = pytest.mark.browser
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def open_page(chromium, site):
    """A page of the site; at the end the browser must have had nothing to complain about."""
    complaints: list[str] = []

    @contextmanager
    def opened(path="", viewport=WIDE, *, expect=(), **options):
        context = chromium.new_context(viewport=viewport, **options)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith((site, "data:", "blob:")) else complaints.append(f"fetched {r.url}")
            ),
        )
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        yield page
        context.close()
        found = [one for one in complaints if not any(words in one for words in expect)]
        assert not found, found

    return opened


@pytest.fixture
def address(letter):
    return f"letters/{letter.determination.case_number}/"


def lit(page):
    """The boxes of the lit words, in PDF points: (page, x0, y0, x1, y1)."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.paper .place.lit rect')].map(r => [
            Number(r.closest('.sheet').id.split('-')[1]),
            ...['x', 'y'].map(a => Number(r.getAttribute(a))),
            Number(r.getAttribute('x')) + Number(r.getAttribute('width')),
            Number(r.getAttribute('y')) + Number(r.getAttribute('height'))])"""
    )


def test_hovering_a_value_lights_the_words_it_was_read_from(open_page, letter, address):
    data = letter.pdf()
    read = letters.read(data, name="one.pdf", spans=True)
    pointers = [
        pointer
        for pointer in (
            "/case_number",
            "/dates/decision",
            "/items/0/disputed",
            "/items/1/disputed",
            "/summary/age",
        )
        if pointer in read.spans
    ]
    assert len(pointers) >= 4
    boxes = pages.boxes(data, [span for pointer in pointers for span in read.spans[pointer]])
    with open_page(address) as page:
        for pointer in pointers:
            page.locator(f'.data button[data-p="{pointer}"]').hover()
            expected = [box for span in read.spans[pointer] for box in boxes[span]]
            shown = lit(page)
            assert len(shown) == len(expected), pointer
            for box, (number, x0, y0, x1, y1) in zip(expected, shown, strict=True):
                assert number == box.page
                # Each box is lit with a point of air around it.
                drawn = [x0 + 1, y0 + 1, x1 - 1, y1 - 1]
                assert drawn == pytest.approx([box.x0, box.y0, box.x1, box.y1], abs=0.25)


def test_lit_words_are_scrolled_into_sight_and_lie_on_the_picture(open_page, letter, address):
    last = len(letter.determination.items) - 1
    with open_page(address, reduced_motion="reduce") as page:
        page.locator(f'.data button[data-p="/items/{last}/disputed"]').hover()
        seen = page.evaluate(
            """() => { const r = document.querySelector('.paper .lit rect').getBoundingClientRect();
                       const s = document.querySelector('.paper .lit rect').closest('svg').getBoundingClientRect();
                       return [r.top, r.bottom, r.left - s.left, s.right - r.right, innerHeight]; }"""
        )
        top, bottom, left, right, height = seen
        assert 0 <= top < bottom <= height
        assert left > 0
        assert right > 0


def test_hovering_words_lights_their_value(open_page, address):
    with open_page(address) as page:
        page.locator('.paper .place[data-p~="/dates/injury"] rect').first.hover()
        assert page.locator(".data .value.lit").get_attribute("data-p") == "/dates/injury"


def test_a_finding_stands_in_the_margin_at_the_height_of_its_words(open_page):
    with open_page("letters/CM16-0999999/") as page:
        note = page.locator(".note", has_text="DATE-01").first
        number = note.get_attribute("data-finding")
        words = page.locator(f'.place[data-p~="finding-{number}"] rect').first.bounding_box()
        box = note.bounding_box()
        assert box["x"] > words["x"] + words["width"], "beside the page"
        above = page.locator(".note").evaluate_all(
            "(notes, me) => notes.filter(n => n.id !== me && n.getBoundingClientRect().top < "
            "document.getElementById(me).getBoundingClientRect().top).length",
            f"finding-{number}",
        )
        if not above:
            assert abs(box["y"] - words["y"]) < 24, "at the height of its words"
        note.hover()
        assert page.locator(f'.place.lit[data-p~="finding-{number}"]').count() == 1
        note.locator("summary").click()
        assert note.locator("dl").is_visible()
        assert "The letter says" in note.inner_text()


def test_keys(open_page, letter):
    with open_page("letters/CM16-0999999/", reduced_motion="reduce") as page:
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == "item-1"
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == "item-2"
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.id") == "item-1"
        assert page.url.endswith("#item-1")
        page.keyboard.press("Tab")
        assert page.locator(".data .value.lit").count() == 1, "what has the focus is lit"
        focused = page.evaluate("document.activeElement.dataset.p")
        assert focused.startswith("/items/0/")
        page.keyboard.press("Enter")
        page.keyboard.press("f")
        assert page.locator(".note[open]").count() == 1
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        page.keyboard.press("Escape")
        assert page.locator(".lit, .note[open]").count() == 0
        page.keyboard.press("?")
        assert page.locator("dialog#help").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("dialog#help").is_visible()


def test_by_keyboard_alone_from_the_list_to_a_value(open_page):
    with open_page("archive/?q=pain") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "usa-skipnav"
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.hit__line a')"):
                break
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", "the focus is visible"
        page.keyboard.press("Enter")
        page.wait_for_url("**/letters/**")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.classList.contains('value')"):
                break
        assert page.locator(".data .value.lit").count() == 1


def drop(page, data, name):
    """Drop a file on the page, as a hand would."""
    transfer = page.evaluate_handle(
        """([name, data]) => { const t = new DataTransfer();
            const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
            t.items.add(new File([bytes], name, {type: 'application/pdf'})); return t; }""",
        [name, base64.b64encode(data).decode()],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".front__drop", event, {"dataTransfer": transfer})


def test_dropping_a_letter_shows_it(open_page, faulty):
    with open_page() as page:
        drop(page, faulty.pdf(), "my letter.pdf")
        page.wait_for_url("**/uploads/**")
        assert page.locator("h1").inner_text() == "CM16-0999999"
        assert "Only this browser" in page.locator(".private").inner_text()
        assert page.locator(".note", has_text="DATE-01").count() == 1
        page.get_by_role("button", name="Forget it now").click()
        page.wait_for_url(lambda url: "uploads" not in url)


def test_dropping_something_else_says_so_in_a_sentence(open_page):
    with open_page(expect=["422"]) as page:
        drop(page, b"%PDF-1.7 holiday", "holiday.pdf")
        page.wait_for_selector("#answer .refusal")
        said = page.locator("#answer").inner_text()
        assert said.startswith("holiday.pdf")
        assert said.rstrip().endswith(".")
        assert page.locator(".drop__zone").is_visible(), "one can try again"
        page.set_input_files(
            "#file", {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
        )
        page.locator("#answer", has_text="x.pdf").wait_for()


def test_searching_and_filtering_without_a_reload(open_page, letter):
    with open_page("archive/") as page:
        page.evaluate("window.same = true")
        everything = int(page.locator("[data-say]").inner_text().split()[0])
        option = page.locator("#facets .opt").first
        count = int(option.locator(".opt__count").inner_text())
        option.click()
        page.locator(".fchip").wait_for()
        assert page.locator("[data-say]").inner_text().split()[0] == str(count)
        assert "=" in page.url.partition("?")[2], "the address holds the choice"
        page.fill("#q", letter.determination.case_number)
        page.keyboard.press("Enter")
        page.locator(".hint", has_text="This looks like case").wait_for()
        assert f"q={letter.determination.case_number}" in page.url
        assert page.locator(".fchip").count() == 1, "the filter stays"
        assert page.evaluate("window.same"), "no page was loaded"
        page.locator(".fchip").click()
        page.locator(".fchip").wait_for(state="detached")
        assert page.locator("#said").inner_text().strip(), "and it is said"
        page.goto(page.url)
        assert page.locator("#q").input_value() == letter.determination.case_number, "the address is enough"
        page.goto(page.url.partition("?")[0])
        assert page.locator("[data-say]").inner_text().split()[0] == str(everything)


def test_results_by_keyboard(open_page):
    with open_page("archive/") as page:
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"
        page.keyboard.press("ArrowDown")
        links = page.locator(".hit__title a")
        at = "[...document.querySelectorAll('.hit__title a')].indexOf(document.activeElement)"
        assert page.evaluate(at) == 0
        page.keyboard.press("j")
        assert page.evaluate(at) == 1
        page.keyboard.press("k")
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.id") == "q"
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        address = links.first.get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{address}")
        assert page.locator("#rationale").is_visible()
        page.locator("#compare").scroll_into_view_if_needed()
        page.locator("#compared").wait_for()


def test_the_search_works_without_scripts(open_page):
    with open_page("archive/?q=pain", expect=["400"], java_script_enabled=False) as page:
        page.locator("#facets .opt").first.click()
        assert page.locator(".fchip").count() == 1
        page.fill("#q", "(")
        page.locator(".ask__button").click()
        assert "A bracket is opened and not closed" in page.locator(".problem").inner_text()
        assert page.locator("#q").input_value() == "("
        assert page.locator(".fchip").count() == 1


def test_filters_on_a_phone(open_page):
    with open_page("archive/", PHONE, has_touch=True, is_mobile=True) as page:
        assert not page.locator("#facets").is_visible()
        page.locator(".results__filter").tap()
        assert page.locator("#facets").is_visible()
        page.locator("#facets .opt").first.tap()
        page.locator(".fchip").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_letters_by_findings_without_a_reload(open_page):
    with open_page("letters/?findings=any") as page:
        chosen = page.locator("#facet-findings option").nth(1)
        title = chosen.inner_text()
        count = int(title.rstrip(")").rpartition("(")[2])
        page.select_option("#facet-findings", chosen.get_attribute("value"))
        page.wait_for_url("**findings=" + chosen.get_attribute("value"))
        page.locator(".row").nth(count - 1).wait_for()
        page.locator(".row").nth(count).wait_for(state="detached")
        assert page.locator("#facet-findings").input_value(), "the choice stays"


def test_on_a_phone_page_and_data_take_turns(open_page, address):
    with open_page(address, PHONE, has_touch=True, is_mobile=True) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing sticks out"
        assert page.locator(".data").is_visible()
        assert not page.locator(".paper").is_visible()
        page.locator('.data button[data-p="/dates/decision"]').tap()
        assert page.locator(".paper").is_visible(), "tapping a value shows its words"
        assert page.locator('.place.lit[data-p~="/dates/decision"]').count() == 1
        page.locator('.place[data-p~="/dates/injury"] rect').first.tap()
        page.locator(".chip button").tap()
        assert page.locator(".data").is_visible()
        assert page.locator(".data .value.kept").get_attribute("data-p") == "/dates/injury"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checks/",
        "about/",
        "nowhere/",
        "archive/",
        "archive/help/",
        "archive/count/",
        "archive/programmes/imr/",
    ],
)
def test_nothing_sticks_out_on_a_phone(open_page, path):
    with open_page(path, PHONE, expect=["404"]) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_text_letter_lights_its_words(open_page):
    with open_page("letters/CM16-0888888/") as page:
        page.locator('.data button[data-p="/items/0/disputed"]').hover()
        words = "".join(page.locator("mark.lit").all_inner_texts())
        value = page.locator('.data button[data-p="/items/0/disputed"]').inner_text()
        assert "".join(words.split()) == "".join(value.split())


@pytest.mark.parametrize(
    ("path", "viewport"),
    [
        ("", WIDE),
        ("", PHONE),
        ("letters/CM16-0999999/", WIDE),
        ("letters/CM16-0999999/", PHONE),
        ("letters/CM16-0888888/", WIDE),
        ("checks/", WIDE),
        ("about/", PHONE),
        ("nowhere/", WIDE),
        ("archive/?q=pain", WIDE),
        ("archive/?q=pain", PHONE),
        ("archive/?q=(", WIDE),
        ("archive/help/", PHONE),
        ("archive/about/", WIDE),
        ("archive/categories/", PHONE),
        ("archive/count/?by=category", WIDE),
        ("archive/count/?by=year&by=category", PHONE),
        ("archive/programmes/imr/", WIDE),
        ("archive/programmes/dmhc/", PHONE),
        ("archive/values/section/", WIDE),
        ("letters/?findings=any", WIDE),
    ],
)
def test_axe_finds_no_barrier(open_page, path, viewport):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    # The content security policy keeps foreign scripts out, the tester's too.
    with open_page(path, viewport, expect=["404", "400"], bypass_csp=True) as page:
        if "letters" in path:
            page.keyboard.press("f")
        results = axe.Axe().run(page)
        found = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in results.response["violations"]]
        assert not found, found
