"""Takes the pictures of the tutorial at the desk of a copy of a casebook: `python docs/pictures.py demo-casebook`."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import muniment

PICTURES = Path(__file__).parent / "tutorial" / "pictures"
WIDTH = 1200
REVIEWED = 40
"""Statements that are accepted before the log is shown."""


def first(page: Page, _: Path) -> None:
    """The casebook's own page."""


def report(page: Page, book: Path) -> None:
    """A report with its marks, one of them open beside it."""
    page.goto(f"/reports/{report_of(book, '2021-03-12-island-wire-dorrane.txt')}")
    for key in ("j", "j", "j", "Enter"):
        page.keyboard.press(key)
    page.locator(".told").wait_for()


def review(page: Page, book: Path) -> None:
    """One statement beside its words."""
    page.goto(f"/review/{statement_of(book, '2021-03-12-island-wire-dorrane.txt', 'bombed')}")


def amend(page: Page, book: Path) -> None:
    """Words of the report that were put into a slot."""
    review(page, book)
    words = "Karsan military aircraft"
    for key in ("e", "Escape", "w"):
        page.keyboard.press(key)
    while page.evaluate("getSelection().toString()") != "Karsan":
        page.keyboard.press("ArrowLeft")
    while page.evaluate("getSelection().toString()") != words:
        page.keyboard.press("Shift+ArrowRight")
    page.locator("#slot").select_option("agent")
    page.keyboard.press("+")
    page.locator("#amend").scroll_into_view_if_needed()


def enter(page: Page, book: Path) -> None:
    """The form for a statement that the machine missed."""
    page.goto(f"/reports/{report_of(book, '2021-03-12-island-wire-dorrane.txt')}")
    page.locator("#text").focus()
    page.keyboard.press("w")
    while page.evaluate("getSelection().toString()") != "fell":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    page.locator("#missed").scroll_into_view_if_needed()


def incident(page: Page, book: Path) -> None:
    """An incident told in several ways."""
    with muniment.open(book) as casebook:
        number = max(casebook.incidents(), key=lambda one: len(one.statements)).number
    page.goto(f"/incidents/{number}")
    page.get_by_role("heading", name="Side by side").evaluate("node => node.scrollIntoView()")


def ties(page: Page, _: Path) -> None:
    """Who stood behind an actor on a day."""
    page.goto("/actors?q=Border+Shield")
    page.locator("main tbody a, main .list a").first.click()
    page.locator("input[name=on]").fill("2021-04-14")
    page.locator("input[name=on]").press("Enter")
    page.locator("#behind").evaluate("node => node.scrollIntoView()")


def atlas(page: Page, _: Path) -> None:
    """The incidents that are pinned down to a place."""
    page.goto("/map")


def timeline(page: Page, _: Path) -> None:
    """How often incidents are told of."""
    page.goto("/timeline?by=month")


def notice(page: Page, _: Path) -> None:
    """Who told an actor what, and when."""
    page.goto("/notice")
    page.get_by_role("link", name="Council of Island States").click()
    page.locator(".notice").first.wait_for()


def counts(page: Page, _: Path) -> None:
    """A table of counts."""
    page.goto("/counts?by=month")
    page.locator("table.cross").wait_for()


def sources(page: Page, book: Path) -> None:
    """What one of its cells comes from."""
    counts(page, book)
    page.locator("table.cross td.figure a").nth(1).click()


def log(page: Page, _: Path) -> None:
    """What was done."""
    page.goto("/review")
    for _number in range(REVIEWED):
        here = page.url
        page.keyboard.press("a")
        page.wait_for_url(lambda url, here=here: url != here)
    page.goto("/log")


SHOTS: tuple[Callable[[Page, Path], None], ...] = (
    first,
    report,
    review,
    amend,
    enter,
    incident,
    ties,
    atlas,
    timeline,
    notice,
    counts,
    sources,
    log,
)


def report_of(book: Path, name: str) -> str:
    """Id of the report from a file."""
    with muniment.open(book) as casebook:
        return next(one.id for one in casebook.reports() if one.name.endswith(name))


def statement_of(book: Path, name: str, trigger: str) -> str:
    """Id of the statement that a word of a report stands for."""
    with muniment.open(book) as casebook:
        told = casebook.statements(report_of(book, name))
        return next(one.id for one in told if one.trigger.words == trigger)


def main() -> None:
    """Opens a desk on a copy, and takes one picture after another."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        book = Path(folder) / "book"
        shutil.copytree(sys.argv[1], book)
        command = [sys.executable, "-m", "muniment.cli", "desk", str(book), "--by", "R. Velt"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as desk:
            link = desk.stdout.readline().split()[-1] if desk.stdout else ""
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(
                viewport={"width": WIDTH, "height": 760}, color_scheme="light", base_url=link.partition("/enter")[0]
            )
            page.goto(link)
            for shot in SHOTS:
                page.goto("/")
                shot(page, book)
                page.wait_for_timeout(500)
                page.screenshot(path=PICTURES / f"{shot.__name__}.png")
            browser.close()
            desk.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main()
