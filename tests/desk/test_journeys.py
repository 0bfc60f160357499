"""What people do at the desk from end to end, in a browser: add, read, enter, rule against one another, read what is hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from desk.conftest import fits, opened_in, served
from muniment import workflow
from muniment.casebook import Casebook

SECRET = "a long enough secret"
ARABIC = "قصف على قرية\n14 آذار 2021\n\nقال سكان إن الجيش قصف قرية تارس.\n\nThe Odem army killed 7 people in Tarse on 2 May 2021.\n"
HOSTILE = (
    "Hostile\n1 June 2021\n\nThe army killed 4 people in Velm on 1 June 2021. <script>document.title='read'</script>"
    f"<img src=x onerror=alert(1)> \u202egnp.exe\u202c\n\n{'a line without an end ' * 50_000}\n"
)


def added(book: Path, folder: Path, text: str, trigger: str) -> tuple[str, str]:
    """Adds one report that no machine reads, in which a person enters a killing: its id, and the statement's."""
    (folder / "added.txt").write_text(text, encoding="utf-8")
    with Casebook.open(book) as opened:
        workflow.add(opened, [str(folder / "added.txt")])
        held = next(one for one in opened.reports() if one.name == "added.txt")
        start = held.text.index(trigger)
        passage = (start, start + len(trigger))
        made = workflow.enter(opened, held.id, kind="act", type="life.killing", trigger=passage, by="R. Velt")
    return held.id, made.id


@pytest.fixture
def hostile(book: Path, tmp_path: Path) -> tuple[str, str]:
    return added(book, tmp_path, HOSTILE, "killed")


@pytest.fixture
def arabic(book: Path, tmp_path: Path) -> str:
    return added(book, tmp_path, ARABIC, "قصف قرية")[0]


SELECT = """([words]) => {
  for (const block of document.querySelectorAll('#text [data-start], #words [data-start]')) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(words);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return;
    }
  }
  throw new Error(words);
}"""


def test_files_are_added_read_and_found(page: Page, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(f"The army killed 3 people in Velm on 1 May 2021, said {name}.", encoding="utf-8")
    page.goto(page.url + "reports")
    page.get_by_label("Files, or an archive of them").set_input_files([tmp_path / "one.txt", tmp_path / "two.txt"])
    expect(page.locator("#chosen")).to_contain_text("one.txt, two.txt")
    page.get_by_role("button", name="Add them").click()
    expect(page.get_by_text("add: done")).to_be_visible(timeout=120_000)
    page.get_by_label("Words").fill("two.txt")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("table.reports tbody tr")).to_have_count(1)


def test_a_missed_statement_is_entered_by_selecting_words(page: Page, book: Path) -> None:
    page.goto(page.url + "reports?q=residents")
    page.locator("table.reports tbody a").first.click()
    page.evaluate(SELECT, ["said"])
    expect(page.locator("#selected")).to_have_text("said")
    page.keyboard.press("s")
    expect(page.locator("#trigger-words")).to_have_text("said")
    page.locator("#type").fill("life.killing")
    page.evaluate(SELECT, ["residents"])
    page.locator("#into").select_option("victim")
    page.get_by_role("button", name="Add the selected words").click()
    page.get_by_role("button", name="The selected words name who says so").click()
    expect(page.locator("#slots tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Enter it").click()
    expect(page.locator(".told")).to_contain_text("entered by R. Velt")
    with Casebook.open(book) as opened:
        (made,) = opened.entered()
    assert (made.type, [one.words for one in made.parties("victim")]) == ("life.killing", ["residents"])
    assert [one.name for one in made.voices] == ["author", "residents"]


def test_enter_in_the_search_for_a_type_chooses_the_first_and_sends_nothing(page: Page) -> None:
    page.goto(page.url + "reports?q=residents")
    page.locator("table.reports tbody a").first.click()
    page.evaluate(SELECT, ["said"])
    expect(page.locator("#selected")).to_have_text("said")
    page.keyboard.press("s")
    here = page.url
    page.locator("#type").fill("attack")
    page.locator("#type").press("Enter")
    expect(page.locator("#type")).not_to_have_value("attack")
    expect(page.locator("#type-label")).to_contain_text("Attack")
    page.locator("#missed input[name=reason]").press("Enter")
    assert page.url == here
    assert fits(page)
    expect(page.locator("#trigger-words")).to_have_text("said")


@pytest.fixture
def refused(browser: Browser, book: Path) -> Iterator[Page]:
    """A page on which a form may be refused."""
    with served(book, "--by", "R. Velt") as link:
        yield from opened_in(browser, link, expected=("400",))


def test_a_form_that_cannot_be_kept_comes_back_as_it_was_filled_in(refused: Page, book: Path) -> None:
    page = refused
    page.goto(page.url + "reports?q=residents")
    page.locator("table.reports tbody a").first.click()
    page.evaluate(SELECT, ["residents"])
    expect(page.locator("#selected")).to_have_text("residents")
    page.keyboard.press("s")
    page.locator("#into").select_option("victim")
    page.get_by_role("button", name="Add the selected words").click()
    page.get_by_role("button", name="The selected words name who says so").click()
    page.locator("#missed input[name=reason]").fill("by hand")
    page.locator("#type").fill("no such type")
    page.locator("#missed").get_by_role("button", name="Enter it").click()
    expect(page.get_by_role("alert")).to_contain_text("no such type")
    expect(page.locator("#slots tbody tr")).to_have_count(2)
    expect(page.locator("#missed input[name=reason]")).to_have_value("by hand")
    expect(page.locator("#trigger-words")).to_have_text("“residents”")
    page.locator("#type").fill("life.killing")
    page.locator("#missed").get_by_role("button", name="Enter it").click()
    expect(page.locator(".told")).to_contain_text("entered by R. Velt")
    with Casebook.open(book) as opened:
        (made,) = opened.entered()
    assert [one.words for one in made.parties("victim")] == ["residents"]
    assert [one.name for one in made.voices] == ["author", "residents"]


def test_marks_are_walked_and_ruled_on_by_keyboard(page: Page, book: Path) -> None:
    page.goto(page.url + "reports")
    page.locator("table.reports tbody a").first.click()
    page.wait_for_url("**/reports/rp_*")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_be_visible()
    told = page.locator(".told").get_attribute("data-statement")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".told")).to_contain_text("accepted by R. Velt")
    with Casebook.open(book) as opened:
        assert [one.targets[0] for one in opened.decisions()] == [told]


def test_keys_are_listed_and_do_nothing_while_they_are(page: Page, book: Path) -> None:
    page.goto(page.url + "review")
    here = page.url
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).not_to_be_visible()
    assert page.url == here
    with Casebook.open(book) as opened:
        assert list(opened.decisions()) == []


def test_two_reviewers_who_meet_are_shown_each_other(browser: Browser, book: Path) -> None:
    with Casebook.open(book) as opened:
        workflow.admit(opened, "R. Velt", "administrator", by="R. Velt", password=SECRET)
        for name in ("A. Reader", "B. Reader"):
            workflow.admit(opened, name, "reviewer", by="R. Velt", password=SECRET)
        target = next(one.id for one in opened.statements() if one.kind == "harm")
    with served(book) as home:
        pages = [opened_in(browser, home, expected=("409",)) for _ in range(2)]
        first, second = (next(one) for one in pages)
        for here, name in ((first, "A. Reader"), (second, "B. Reader")):
            here.goto(home + "login")
            here.get_by_label("Name").fill(name)
            here.get_by_label("Password").fill(SECRET)
            here.keyboard.press("Enter")
            here.wait_for_url(home)
            here.goto(home + f"review/{target}")
        first.keyboard.press("r")
        first.keyboard.press("1")
        first.keyboard.press("Enter")
        first.wait_for_url(lambda url: target not in url.partition("?")[0])
        second.keyboard.press("a")
        expect(second.get_by_text("A. Reader ruled meanwhile")).to_be_visible()
        expect(second.get_by_text("not said")).to_be_visible()
        second.keyboard.press("a")
        second.wait_for_url(lambda url: target not in url.partition("?")[0])
        for one in pages:
            next(one, None)
    with Casebook.open(book) as opened:
        assert [(one.by, one.ruling) for one in opened.decisions()] == [
            ("A. Reader", "rejected"),
            ("B. Reader", "accepted"),
        ]


def test_a_report_from_right_to_left_is_shown_so(page: Page, arabic: str) -> None:
    page.goto(page.url + f"reports/{arabic}")
    ways = page.evaluate("[...document.querySelectorAll('#text .block')].map((one) => getComputedStyle(one).direction)")
    assert "rtl" in ways
    assert "ltr" in ways
    expect(page.locator("#text a.mark").first).to_be_visible()
    page.evaluate(SELECT, ["الجيش"])
    expect(page.locator("#selected")).to_have_text("الجيش")


def test_a_hostile_report_stays_text_and_its_page_usable(page: Page, hostile: tuple[str, str]) -> None:
    home = page.url
    for width in (360, 1300):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(home + f"reports/{hostile[0]}")
        assert fits(page)
    assert page.locator(".text script, .text img").count() == 0
    assert "<script>" in page.locator("#text").inner_text()
    assert page.title() != "read"
    assert page.locator("#text .control").count() == 2
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_be_visible()
    page.goto(home + "reports?q=Hostile")
    assert page.title() != "read"
    page.goto(home + f"review/{hostile[1]}")
    expect(page.locator("#words .trigger").first).to_be_visible()
