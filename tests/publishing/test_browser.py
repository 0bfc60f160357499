"""The page in a browser: offline, followed back to the words, by keyboard, narrow and dark, right to left, printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from factory import report, statement
from muniment.incident import Incident
from muniment.publishing.page import rendered
from publishing.conftest import dossier


def opened(
    browser: Browser, folder: Path, *, width: int = 1280, scheme: Literal["light", "dark"] = "light"
) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("request", lambda request: seen.append(request.url) if not request.url.startswith("file:") else None)
    page.goto((folder / "index.html").as_uri())
    return page, seen


def test_it_opens_from_disk_and_asks_nobody_for_anything(browser: Browser, published: Path) -> None:
    page, seen = opened(browser, published)
    assert page.title() == "Odem"
    assert seen == []


def test_a_figure_opens_the_report_with_the_words_marked(browser: Browser, published: Path) -> None:
    page, _ = opened(browser, published)
    page.locator("#counts .figure a").first.click()
    assert page.locator("#reader").is_visible()
    assert page.locator("#reader .mark.shown").first.inner_text() == "killed"
    assert page.locator("#reader .card").count() == 2
    page.keyboard.press("Escape")
    assert not page.locator("#reader").is_visible()


def test_every_cell_of_a_table_and_every_window_opens_its_sources(browser: Browser, published: Path) -> None:
    page, seen = opened(browser, published)
    cells = page.locator("#counts .pivot .figure a, #counts figure a")
    assert cells.count() >= 6
    for place in range(cells.count()):
        cells.nth(place).dispatch_event("click")
        assert page.locator("#reader .mark.shown").count() > 0
        page.keyboard.press("Escape")
    assert seen == []


def test_a_rate_is_never_shown_without_its_caveat(browser: Browser, published: Path) -> None:
    page, _ = opened(browser, published)
    figure = page.locator("#counts figure")
    assert "Reporting itself changes" in figure.locator("figcaption").inner_text()
    assert figure.locator("svg").get_attribute("role") == "img"


def test_estimates_are_pictures_with_words_for_those_who_do_not_see_them(browser: Browser, published: Path) -> None:
    page, seen = opened(browser, published)
    drawn = page.locator("#estimates svg")
    assert drawn.count() == 4
    for place in range(4):
        assert drawn.nth(place).get_attribute("role") == "img"
        assert len(drawn.nth(place).locator("desc").text_content() or "") > 40
    assert page.locator("#estimates tbody tr").count() == 4
    assert seen == []


def test_the_keyboard_alone_gets_there_and_back(browser: Browser, published: Path) -> None:
    page, _ = opened(browser, published)
    link = page.locator(".summary a").first
    link.focus()
    page.keyboard.press("Enter")
    assert page.locator("#reader").is_visible()
    page.keyboard.press("Escape")
    assert link.evaluate("node => node === document.activeElement")


def test_without_scripts_a_link_goes_to_the_words(browser: Browser, published: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((published / "index.html").as_uri())
    target = page.locator("#counts .figure a").first.get_attribute("href")
    assert target is not None
    assert page.locator(f'[id="{target[1:]}"]').count() == 1
    context.close()


def test_arabic_runs_from_right_to_left(browser: Browser, published: Path) -> None:
    page, _ = opened(browser, published)
    direction = page.locator('.text[lang="ar"]').evaluate("node => getComputedStyle(node).direction")
    assert direction == "rtl"


@pytest.mark.parametrize("width", [360, 768, 1600])
def test_no_width_overflows(browser: Browser, published: Path, width: int) -> None:
    page, _ = opened(browser, published, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_both_schemes(browser: Browser, published: Path, scheme: Literal["light", "dark"]) -> None:
    page, _ = opened(browser, published, scheme=scheme)
    for selector in ("body", ".meta", ".banner", "a", ".unreviewed"):
        ratio = page.locator(selector).first.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{selector}: {ratio:.1f}"


def test_it_prints(browser: Browser, published: Path, tmp_path: Path) -> None:
    page, _ = opened(browser, published)
    page.pdf(path=tmp_path / "dossier.pdf", format="A4")
    assert (tmp_path / "dossier.pdf").read_bytes().startswith(b"%PDF")


CONTRAST = """node => {
  const channel = (value) => { const c = value / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  let ground = node;
  while (ground && /rgba\\(0, 0, 0, 0\\)|transparent/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
  const one = light(getComputedStyle(node).color), other = light(getComputedStyle(ground || document.body).backgroundColor);
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}"""


def test_who_was_told_what_is_shown_with_its_sources_and_nothing_sealed(browser: Browser, published: Path) -> None:
    page, seen = opened(browser, published)
    notice = page.locator("#notice details.notice")
    notice.locator("summary").click()
    words = notice.inner_text()
    assert "Odem Post warned" in words
    assert "about attack with weapons, on 10 March 2021" in words
    assert "2 days after" in words
    assert "1 telling," in words
    assert "perhaps answered: denial" in words
    sources = notice.locator("a.source")
    assert sources.count() == 4
    for place in range(sources.count()):
        sources.nth(place).click()
        assert page.locator("#reader .mark.shown").count() > 0
        page.keyboard.press("Escape")
    assert seen == []


WITHIN = "node => { const at = node.getBoundingClientRect(); return at.top >= -1 && at.top < innerHeight; }"


def settled(page: Page) -> None:
    """Waits until the page stays where it is."""
    page.evaluate(
        """() => new Promise((done) => {
          let before = null, still = 0;
          (function look() {
            still = scrollY === before ? still + 1 : 0;
            before = scrollY;
            if (still < 12) requestAnimationFrame(look);
            else done();
          })();
        })"""
    )


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier so long that what is far from the window is laid out late."""
    folder = tmp_path_factory.mktemp("long")
    made = dossier()
    more = [report(f"Guards shot dead {day} people in Odem.", title=f"Day {day}") for day in range(2, 90)]
    told = [statement(one, "shot", type="life.killing", victim=f"{day} people") for day, one in enumerate(more, 2)]
    known = [Incident(id=f"in_{day}", statements=(one.id,)) for day, one in enumerate(told)]
    made = replace(
        made,
        reports=(*more, *made.reports),
        statements=(*made.statements, *told),
        incidents=(*made.incidents, *known),
    )
    page = rendered(made).replace('<details class="incident"', '<details open class="incident"')
    (folder / "index.html").write_text(page, encoding="utf-8")
    return folder


@pytest.mark.parametrize("width", [1280, 390])
def test_every_link_of_the_contents_lands_on_its_heading(browser: Browser, long: Path, width: int) -> None:
    page, _ = opened(browser, long, width=width)
    links = page.locator("nav a")
    for place in range(links.count()):
        page.evaluate("window.scrollTo(0, 0)")
        links.nth(place).click()
        settled(page)
        target = links.nth(place).get_attribute("href")
        assert page.locator(f"{target} h2").evaluate(WITHIN), target


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("key", ["click", "Enter"])
def test_in_the_report_leads_to_the_words_at_once(browser: Browser, long: Path, width: int, key: str) -> None:
    page, _ = opened(browser, long, width=width)
    page.locator(".summary a").first.click()
    there = page.locator("#reader .card .meta a").first
    target = there.get_attribute("href")
    assert target is not None
    if key == "click":
        there.click()
    else:
        there.focus()
        page.keyboard.press(key)
    settled(page)
    mark = page.locator(f'.report .mark[data-statements~="{target[1:]}"]').first
    assert not page.locator("#reader").is_visible()
    assert mark.evaluate(WITHIN)
    assert mark.evaluate("node => node === document.activeElement")
