"""A walk through the desk in a language of boxes: what a page says that no catalogue holds stands out, for it has letters.

Every letter of a translation is a box. Letters that are left must be somebody's: of the reports, of names, of what was typed.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from litestar.testing import TestClient

from muniment import workflow
from muniment.desk.looking.finding import SORTS
from muniment.desk.words import retelling, speaking, wording
from muniment.library import Casebook
from muniment.taxonomy import types

PLACE = re.compile(r"(%\(\w+\)s|%%|</?\w+>)")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]{2,}")
SAID = ("aria-label", "title", "placeholder", "alt", "label")
"""Attributes that a person reads or hears."""

EACH = 2
"""Addresses of one kind that are visited; a kind is a path without its ids, with the names of what it asks."""

ALONE = frozenset("area base br col embed hr img input link meta source track wbr".split())

OURS = frozenset(
    (
        "CSV JSON SHA UTC UKR "  # formats and codes
        "Enter Esc Escape Shift "  # keys, as keyboards have them
        "English Français "  # languages by their own names
        "st rp ODE KAR en"  # ids and languages by their codes
    ).split()
)
"""Words that are the same in every language."""


class Read(HTMLParser):
    """What a page says, where, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.said += [(held[name] or "", f"{tag}@{name}") for name in SAID if name in held]
        if tag == "a" and held.get("href"):
            self.leads.append(held["href"] or "")
        if tag not in ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "head", "code"} & {*self.open}:
            self.said.append((data, "/".join(self.open[-3:])))


def boxed(words: str) -> str:
    """Words with a box for each letter, and with their places."""
    return "".join(part if PLACE.fullmatch(part) else LETTER.sub("□", part) for part in PLACE.split(words))


def _boxes(language: str, read: Callable[[str], Catalog]) -> Catalog:
    held = copy.deepcopy(read(language))
    for one in held:
        if one.id:
            one.string = boxed(one.string) if isinstance(one.string, str) else tuple(map(boxed, one.string))
    return held


CACHES: tuple[Any, ...] = (
    speaking.catalogue,
    retelling.retellings,
    retelling._found,  # pyright: ignore[reportPrivateUsage]
    wording._date_words,  # pyright: ignore[reportPrivateUsage]
)


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """French is said in boxes."""
    made = _boxes("fr", speaking.messages)
    for module in (speaking, retelling):
        monkeypatch.setattr(module, "messages", lambda _: made)
    for name in ("format_date", "format_skeleton"):
        inner = getattr(wording, name)
        monkeypatch.setattr(wording, name, lambda *given, _inner=inner, **more: boxed(_inner(*given, **more)))
    for one in CACHES:
        one.cache_clear()
    yield
    for one in CACHES:
        one.cache_clear()


@pytest.fixture
def theirs(casebook: Casebook) -> set[str]:
    """The words of reports, names and codes: what is quoted, and stays."""
    texts = [f"{one.text} {one.title} {one.name} {one.publisher} {one.part}" for one in casebook.reports()]
    paths = [str(step) for one in casebook.reports() for step in one.custody]
    media = [one.media_type for one in casebook.reports()]
    codes = [f"{one} {entry.slots}" for one, entry in types().items()]
    named = [str(place) for one in casebook.statements() for place in one.places()]
    rules = [str(one.rule) for one in casebook.statements()]
    places = [
        files("muniment.data").joinpath(name).read_text(encoding="utf-8") for name in ("world.json", "countries.tsv")
    ]
    ran = [one.note for one in casebook.log()]
    people = [casebook.settings.title, "R. Velt", str(casebook.folder)]
    return set(WORD.findall(" ".join((*texts, *paths, *media, *codes, *rules, *named, *places, *ran, *people, *SORTS))))


def kind(address: str) -> str:
    """An address without what it names."""
    return re.sub(r"=[^&]*", "=", re.sub(r"/[A-Za-z]*[-_][\w.-]*", "/…", address))


def walked(client: TestClient[Any], begun: list[str]) -> Iterator[tuple[str, Read]]:
    """Each page that is led to, some of every kind."""
    todo, seen, often = [*begun], set[str](), Counter[str]()
    while todo:
        here = todo.pop(0).partition("#")[0]
        if here in seen or not here.startswith("/") or here.startswith(("/dossier", "/enter")):
            continue
        often[kind(here)] += 1
        if often[kind(here)] > EACH:
            continue
        seen.add(here)
        answer = client.get(here)
        if "html" in answer.headers.get("content-type", ""):
            page = Read()
            page.feed(answer.text)
            todo += [one if one.startswith("/") else here.partition("?")[0] + one for one in page.leads]
            yield here, page


BEGUN = [
    "/",
    "/refused",
    "/log/tasks",
    "/log/compare?since=2020-01-01",
    "/log/agreement",
    "/timeline?rates=yes",
    "/counts?by=victim",
    "/counts?by=agent&by=month",
    "/counts?by=origin",
    "/notice?actor=army",
    "/nowhere",
    "/incidents/KAR-9999",
    "/reports?sort=1",
]
"""Pages beside those that the first one leads to."""


def test_no_page_says_anything_that_the_catalogue_does_not_hold(
    client: TestClient[Any], casebook: Casebook, theirs: set[str], boxes: None, tmp_path: Path
) -> None:
    (tmp_path / "raid.txt").write_bytes(b"")
    workflow.add(casebook, [str(tmp_path / "raid.txt")])
    client.cookies.set("language", "fr")
    token = re.findall(r'name="_csrf_token" value="([^"]+)"', client.get("/").text)[0]
    for ruling, more in (("accepted", {}), ("rejected", {"reason": "not said"})):
        one = client.get("/review").url.path
        client.post(one, data={"_csrf_token": token, "ruling": ruling, **more})
    known = theirs | OURS | set(WORD.findall(str(tmp_path)))
    pages, found = 0, dict[str, str]()
    for address, page in walked(client, BEGUN):
        pages += 1
        for said, where in page.said:
            if strange := [word for word in WORD.findall(said) if word not in known]:
                found.setdefault(f"{where}: {' '.join(strange)}", f"{address}: {said.strip()[:100]}")
    assert pages > 50
    assert not found, "\n".join(f"{one} ({at})" for one, at in found.items())
