"""Incidents, pairs, actors and notice in a browser: by key and by drag, at every width, and hostile names stay text."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from desk.conftest import fits
from muniment.decision import Decision
from muniment.library import Casebook

PATHS = (
    "incidents",
    "incidents?differ=yes",
    "incidents/KAR-0001",
    "pairs/incidents",
    "pairs/actors",
    "pairs/incidents/done",
    "actors",
    "actors/KAR-A0002",
    "actors/KAR-A0005",
    "notice",
    "notice?actor=KAR-A0002",
)


def decisions(book: Path) -> list[Decision]:
    with Casebook.open(book) as opened:
        return list(opened.decisions())


def test_a_telling_is_split_off_by_keyboard(page: Page, book: Path) -> None:
    page.goto(page.url + "incidents/KAR-0001")
    page.locator("[data-telling]").nth(1).focus()
    chosen = page.locator("[data-telling]").nth(1).get_attribute("data-telling")
    page.keyboard.press("m")
    assert "Taken" in page.locator("#moved").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("another day")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/KAR-0001#rulings")
    assert "another day" in page.locator("#rulings").inner_text()
    assert "wait" in page.locator("#rulings").inner_text()
    made = decisions(book)
    assert {one.ruling for one in made} == {"different"}
    with Casebook.open(book) as opened:
        reports = opened.report_of({end for one in made for end in one.targets})
    assert all(chosen in {reports[end] for end in one.targets} for one in made)


def test_a_telling_is_let_go_with_escape(page: Page) -> None:
    page.goto(page.url + "incidents/KAR-0001")
    page.locator("[data-telling]").first.focus()
    page.keyboard.press("m")
    assert page.locator(".taken").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".taken").count() == 0


def test_a_telling_is_dragged_out_and_into_another_incident(page: Page, book: Path) -> None:
    home = page.url
    for to, rulings in (('="apart"', {"different"}), ('^="KAR-"', {"different", "same"})):
        page.goto(home + "incidents/KAR-0001")
        target = page.locator(f"[data-to{to}]").first
        page.locator("[data-telling] h3").last.drag_to(target)
        assert page.locator("#move select[name=to]").input_value() == target.get_attribute("data-to")
        before = len(decisions(book))
        page.get_by_role("button", name="Rule so").click()
        page.wait_for_url("**#rulings")
        assert {one.ruling for one in decisions(book)[before:]} == rulings


def test_two_incidents_are_joined_by_a_form_without_script(page: Page, book: Path) -> None:
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(page.url + "incidents/KAR-0001")
    page.locator("input[name=right]").fill("KAR-0003")
    page.get_by_text("Join them").click()
    page.wait_for_url("**/incidents/KAR-0001")
    assert {one.ruling for one in decisions(book)} == {"same"}


def test_ten_pairs_are_ruled_on_by_keyboard(page: Page, book: Path) -> None:
    page.goto(page.url + "pairs/incidents")
    for key in "sdoddndoddo":
        here = page.locator("input[name=pair]").input_value()
        page.keyboard.press(key)
        page.wait_for_function("here => document.querySelector('input[name=pair]')?.value !== here", arg=here)
    rulings = [one.ruling for one in decisions(book)]
    assert len(rulings) == 10
    assert set(rulings) == {"same", "different", "unsure"}
    page.keyboard.press("u")
    page.wait_for_url("**pair=*")
    assert decisions(book)[-1].reason.startswith("taken back")


def test_an_actors_ties_are_found_on_a_date(page: Page) -> None:
    page.goto(page.url + "actors?q=border+sheild")
    page.locator("tbody a").first.click()
    assert page.locator("h1").inner_text() == "Border Shield Brigades"
    for day, held in (("2021-05-01", False), ("2021-06-10", True)):
        page.locator("input[name=on]").fill(day)
        page.locator("form:has(input[name=on]) button").click()
        page.wait_for_url(f"**on={day}*")
        assert ("Ministry of the Interior" in page.locator("#chains").inner_text()) is held
    page.locator(".ties li span a").first.click()
    page.wait_for_url("**/review/st_*")


def test_notice_opens_a_statement(page: Page) -> None:
    page.goto(page.url + "notice")
    page.get_by_role("link", name="Council of Island States").click()
    page.locator(".notice td a").first.click()
    page.wait_for_url("**/review/st_*")


@pytest.mark.parametrize("width", [360, 800, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_is_named_and_keeps_hostile_names_as_text(
    page: Page, width: int, scheme: Literal["light", "dark"]
) -> None:
    home = page.url
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    with_hostile = [*PATHS, *(_hostile(page, home))]
    for path in with_hostile:
        page.goto(home + path)
        assert fits(page), path
        assert page.locator("h1").count() == 1, path
        nameless = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, button')]"
            ".filter(one => !one.labels?.length && !one.textContent.trim() && !one.getAttribute('aria-label')).length"
        )
        assert nameless == 0, path
        assert page.locator("main script, main img").count() == 0, path
        assert page.title() != "read", path


def _hostile(page: Page, home: str) -> list[str]:
    page.goto(f"{home}actors?q=Kaaaaaaaaaa")
    found = [link.get_attribute("href") or "" for link in page.locator("tbody th a").all()]
    assert len(found) == 2
    return [one.removeprefix("/") for one in found] + [f"notice?actor={one.rpartition('/')[2]}" for one in found]
