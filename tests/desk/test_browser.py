"""The desk in a browser: by keyboard alone, at every width, and nothing beyond it is reached."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from desk.conftest import fits
from muniment.casebook import Casebook


def test_ten_statements_are_reviewed_by_keyboard(page: Page, book: Path) -> None:
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/st_*")
    ruled: list[str] = []
    for key in ("a", "a", "x", "n", "a"):
        here = page.url
        ruled += [] if key == "n" else [here.rpartition("/")[2]]
        page.keyboard.press(key)
        page.wait_for_url(lambda url, here=here: "/review/st_" in url and url != here)
    here = page.url
    page.keyboard.press("r")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/review/st_" in url and url != here)
    page.keyboard.press("u")
    page.wait_for_url(here)
    with Casebook.open(book) as opened:
        rulings = [one.ruling for one in opened.decisions()]
    assert rulings == ["accepted", "accepted", "redacted", "accepted", "rejected", "unsure"]


def test_selected_words_are_put_into_a_slot(page: Page, book: Path) -> None:
    page.goto(page.url + "review")
    page.keyboard.press("e")
    page.locator("#words .plain").first.evaluate(
        "node => { const text = node.firstChild; const range = document.createRange(); range.setStart(text, 0); "
        "range.setEnd(text, 4); getSelection().removeAllRanges(); getSelection().addRange(range); }"
    )
    page.select_option("#slot", "means")
    page.locator("#add").click()
    assert page.locator("input[name=add]").count() == 1
    here = page.url
    page.get_by_text("Keep the amendment").click()
    page.wait_for_url(lambda url: url != here)
    with Casebook.open(book) as opened:
        (decision,) = opened.decisions()
        assert decision.amendment is not None
        (means,) = decision.amendment["slots"]["means"]
        text = opened.report(opened.statement(decision.targets[0]).report).text
    assert text[means["start"] : means["end"]] == means["words"]


def test_markup_in_a_report_stays_text(page: Page) -> None:
    home = page.url
    page.goto(home + "reports?q=houses")
    page.locator("tbody a").first.click()
    assert page.locator(".text script, .text img").count() == 0
    assert "<script>" in page.locator(".text").inner_text()
    assert page.title() != "read"


@pytest.mark.parametrize("width", [360, 800, 1600])
def test_no_width_overflows(page: Page, width: int) -> None:
    home = page.url
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("", "review", "reports", "incidents", "actors", "counts", "log"):
        page.goto(home + path)
        assert fits(page), path
    page.goto(home + "review")
    page.keyboard.press("e")
    assert fits(page)
