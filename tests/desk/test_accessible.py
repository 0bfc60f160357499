"""Every page in a browser with axe-core: light and dark, in English and French, nothing stands in anybody's way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from desk.conftest import served
from muniment.desk.words.speaking import LANGUAGES

AXE = Path(__file__).parents[2] / ".tools" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
PAGES = (
    "",
    "reports",
    "incidents",
    "actors",
    "notice",
    "map",
    "timeline?rates=yes",
    "counts",
    "counts?by=month&by=type",
    "pairs",
    "pairs/actors",
    "log",
    "log/tasks",
    "log/changes",
    "agreement",
    "refused",
    "tokens",
    "accounts",
    "login",
    "nothing-is-here",
)
FIRST_OF = {"reports": "reports/rp_", "incidents": "incidents/", "actors": "actors/"}
"""List → how the addresses of what it lists begin."""


@pytest.fixture(scope="module")
def home(built: Path) -> Iterator[str]:
    """A desk that nobody has come in to, and its link."""
    with served(built, "--by", "R. Velt") as link:
        yield link


@pytest.fixture(scope="module")
def opened(browser: Browser, home: str) -> Iterator[Page]:
    """A page that has come in, in which a program from elsewhere may look around."""
    if not AXE.exists():
        pytest.skip("AXE IS MISSING: no page was looked at with axe-core; make browser")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(home)
    yield page
    context.close()


def addresses(page: Page, home: str) -> list[str]:
    """The pages of the desk, with one of each kind that a list leads to."""
    found = [*PAGES]
    for name, begins in FIRST_OF.items():
        page.goto(f"{home}{name}")
        links = [one.get_attribute("href") or "" for one in page.locator("main a").all()]
        found += [one[1:] for one in links if re.fullmatch(rf"/{begins}[\w-]+", one)][:1]
    page.goto(f"{home}review")
    return [*found, page.url.removeprefix(home)]


def violations(page: Page) -> list[str]:
    """What axe finds on the page that is open: rule, element and why."""
    page.add_script_tag(path=AXE)
    found = page.evaluate(RUN, TAGS)["violations"]
    return [
        f"{one['id']}: {node['html'][:200]} {(node['any'] or node['all'] or node['none'])[0]['message']}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_any_page_stands_in_anybodys_way(
    opened: Page, home: str, scheme: Literal["light", "dark"], language: str
) -> None:
    desk = home.partition("enter")[0]
    opened.emulate_media(color_scheme=scheme)
    opened.goto(desk)
    opened.locator(f".languages [lang={language}]").click()
    opened.locator(f"html[lang={language}]").wait_for()
    wrong: dict[str, list[str]] = {}
    for address in addresses(opened, desk):
        opened.goto(desk + address)
        if found := violations(opened):
            wrong[address] = found
    assert wrong == {}
