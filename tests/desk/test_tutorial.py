"""The way of the tutorial: all is reviewed by keyboard, counted and published from the first page, and the dossier says so."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from muniment.casebook import Casebook

WAIT = 240_000


def ruled(page: Page, *keys: str) -> None:
    """Presses the keys of a ruling, and waits for what follows it."""
    here = page.url
    for key in keys:
        page.keyboard.press(key) if len(key) == 1 or key[0].isupper() else page.keyboard.type(key)
    page.wait_for_url(lambda url: url != here)


def asked(page: Page, task: str) -> None:
    """Asks for a task with the keyboard, and waits until it is done."""
    page.get_by_role("button", name=task, exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".errands li").first).to_contain_text(f"{task.lower()} done", timeout=WAIT)


def test_all_is_reviewed_by_keyboard_and_published_from_the_first_page(page: Page, book: Path, tmp_path: Path) -> None:
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/st_*")
    ruled(page, "r", "Tab", "the toll was not counted yet", "Enter")
    ruled(page, "e", "Escape", "w", "Shift+ArrowRight", "i", "means", "Escape", "+", "Enter")
    while "/review/st_" in page.url:
        ruled(page, "a")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing awaits review")
    ruled(page, "Enter")
    expect(page.locator("main")).to_contain_text("Everything has been reviewed.")
    asked(page, "Renew")
    asked(page, "Publish")
    with page.expect_download() as download:
        page.keyboard.press("d")
    download.value.save_as(tmp_path / "dossier.html")
    with Casebook.open(book) as opened:
        rulings = [one.ruling for one in opened.decisions()]
        (kept,) = [one.amendment for one in opened.decisions() if one.ruling == "amended"]
    assert rulings.count("rejected") == rulings.count("amended") == 1
    assert kept is not None
    assert list(kept["slots"]["means"][0]["words"].split())[1:]
    dossier = (tmp_path / "dossier.html").read_text(encoding="utf-8")
    assert 'class="reviewed"' in dossier
    assert 'class="unreviewed"' not in dossier
    assert "Not yet reviewed by a person" not in dossier


def test_enter_in_a_field_never_accepts(page: Page, book: Path) -> None:
    page.goto(page.url + "review")
    here = page.url
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    assert page.url == here
    with Casebook.open(book) as opened:
        assert list(opened.decisions()) == []


def test_enter_in_a_note_keeps_it_and_the_statement_still_awaits_a_ruling(page: Page, book: Path) -> None:
    page.goto(page.url + "review")
    here = page.url
    page.keyboard.press("m")
    page.keyboard.type("see the annex")
    page.keyboard.press("Enter")
    expect(page.locator(".caution")).to_contain_text("R. Velt: see the annex")
    assert page.url == here
    with Casebook.open(book) as opened:
        assert [(one.ruling, one.reason) for one in opened.decisions()] == [("unsure", "see the annex")]
    ruled(page, "a")
    with Casebook.open(book) as opened:
        assert [one.ruling for one in opened.decisions()] == ["unsure", "accepted"]


def test_a_note_that_was_not_sent_is_there_when_its_statement_is_seen_again(page: Page, book: Path) -> None:
    page.goto(page.url + "review")
    here = page.url
    page.keyboard.press("m")
    page.keyboard.type("see the annex")
    expect(page.locator("#with-note")).to_be_visible()
    ruled(page, "Escape", "n")
    expect(page.locator("#note")).to_have_value("")
    page.goto(here)
    expect(page.locator("#note")).to_have_value("see the annex")
    ruled(page, "a")
    with Casebook.open(book) as opened:
        assert [one.reason for one in opened.decisions()] == ["see the annex"]
    page.goto(here)
    expect(page.locator("#note")).to_have_value("")
