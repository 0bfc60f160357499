"""The pages where people see, in a browser: by keyboard, and at every width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from desk.conftest import fits

SEEING = ("", "map", "timeline", "timeline?rates=yes", "counts", "counts?by=month&by=agent&measure=life", "refused")


def test_a_table_is_made_and_a_cell_opens_its_sentences(page: Page) -> None:
    page.get_by_role("link", name="Counts", exact=True).click()
    page.locator("select[name=by]").nth(0).select_option("month")
    page.locator("select[name=by]").nth(1).select_option("act")
    page.locator("select[name=measure]").select_option("harm.death")
    page.get_by_role("button", name="Count", exact=True).click()
    page.get_by_role("link", name="9 to 31").first.click()
    page.wait_for_url("**/sources?*")
    assert "killed 9 people in Tarse" in page.locator("main").inner_text()
    assert page.locator("blockquote mark").count() >= 2
    page.get_by_role("link", name="Back to the table").click()
    assert page.locator("select[name=by]").nth(0).input_value() == "month"
    assert page.locator("select[name=by]").nth(1).input_value() == "act"


def test_a_bar_of_the_timeline_opens_its_incidents_by_keyboard(page: Page) -> None:
    page.goto(page.url + "timeline?by=month")
    bar = page.locator(".strips a").first
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**bar=2021-03**")
    assert page.locator("#told tbody tr").count() >= 1
    page.locator("#told a").first.click()
    page.wait_for_url("**/incidents/*")


def test_the_map_is_moved_by_keys_and_a_province_or_a_pin_opens_its_incidents(page: Page) -> None:
    home = page.url
    page.goto(home + "map")
    frame = page.locator(".mapped").get_attribute("data-frame")
    page.keyboard.press("+")
    page.wait_for_url("**frame=**")
    closer = page.locator(".mapped").get_attribute("data-frame")
    assert closer != frame
    page.locator(".mapped .drawing").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("frame => document.querySelector('.mapped').dataset.frame !== frame", arg=closer)
    page.keyboard.press("0")
    page.wait_for_url(home + "map")
    page.locator(".beside section:last-child a").first.click()
    page.wait_for_url("**#told")
    assert page.locator("#told tbody tr").count() >= 1


@pytest.mark.parametrize("width", [360, 800, 1600])
def test_no_page_overflows(page: Page, width: int) -> None:
    home = page.url
    page.set_viewport_size({"width": width, "height": 800})
    for path in SEEING:
        page.goto(home + path)
        assert fits(page), path
        assert page.locator("h1").count() == 1, path
