"""A casebook of two invented stories, the desk over it, and a browser that may only reach the desk."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from litestar.testing import TestClient
from playwright.sync_api import Browser, Page

from muniment.desk.access import Door
from muniment.desk.serving import desk
from muniment.library import Casebook
from muniment.settings import Settings
from muniment.workflow import admitting, build

HOST = "desk.example"
HOSTILE = "<script>document.title='read'</script><img src=x onerror=alert(1)> \u202egnp.exe"
STORIES = {
    "odem.txt": "Odem raid kills nine\n14 March 2021\n\nThe Odem army raided Tarse on 12 March 2021. "
    "Soldiers killed 9 people in Tarse on 12 March 2021. Police arrested three nurses in Odem on 13 March 2021.\n",
    "tide.txt": "Toll of Tarse raid\n15 March 2021\n\nThe Odem army raided Tarse on 12 March 2021, residents said. "
    f"The army killed 31 people in Tarse on 12 March 2021. {HOSTILE} Soldiers burned 12 houses in Velm.\n",
}


@pytest.fixture(scope="session", autouse=True)
def quick() -> Iterator[None]:
    """Passwords are hashed quickly, for tests hash many."""
    with pytest.MonkeyPatch.context() as patch:
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(admitting, "hasher", hasher)
        patch.setattr(admitting, "NOBODY", hasher.hash("nobody"))
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The casebook, which no test changes."""
    folder = tmp_path_factory.mktemp("desk")
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    build([str(folder / name) for name in STORIES], folder / "book", Settings(title="Odem and Tarse"), jobs=1)
    return folder / "book"


@pytest.fixture
def book(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to rule on."""
    shutil.copytree(built, tmp_path / "book")
    return tmp_path / "book"


@pytest.fixture
def casebook(book: Path) -> Iterator[Casebook]:
    with Casebook.open(book) as opened:
        yield opened


@contextmanager
def seated(casebook: Casebook, name: str = "R. Velt") -> Generator[TestClient[Any]]:
    """Somebody who sits alone at the desk over a casebook."""
    door = Door(name)
    with TestClient(desk(casebook, door, hosts=[HOST]), base_url=f"http://{HOST}") as opened:
        opened.get(f"/enter/{door.key}")
        yield opened


@pytest.fixture
def client(casebook: Casebook) -> Iterator[TestClient[Any]]:
    """Somebody who sits at the desk."""
    with seated(casebook) as opened:
        yield opened


@contextmanager
def served(book: Path, *arguments: str) -> Generator[str]:
    """The address at which a desk of its own process is served; with --by, the link that lets in."""
    command = [sys.executable, "-m", "muniment.cli", "desk", str(book), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().split()[-1]
        finally:
            server.send_signal(signal.SIGINT)


@pytest.fixture
def page(browser: Browser, book: Path) -> Iterator[Page]:
    """A page that has come in by the link; whatever reaches beyond the desk, or fails, ends the test."""
    with served(book, "--by", "R. Velt") as link:
        yield from opened_in(browser, link)


def fits(page: Page) -> bool:
    """Whether nothing on a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def opened_in(browser: Browser, link: str, *, expected: tuple[str, ...] = ()) -> Iterator[Page]:
    """A page of its own; errors that hold one of these words are expected."""
    context = browser.new_context()
    opened = context.new_page()
    wrong: list[str] = []
    home = link.partition("/enter")[0]
    opened.on(
        "request", lambda request: wrong.append(request.url) if not request.url.startswith((home, "data:")) else None
    )
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(link)
    yield opened
    context.close()
    assert [one for one in wrong if not any(word in one for word in expected)] == []
