"""Every noun, setting, verb, error and type is documented, and the pages are those that the code would write."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from muniment import cli

DOCS = Path(__file__).resolve().parent.parent / "docs"
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_write", DOCS / "write.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["docs_write"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(writer().pages()))
def test_a_reference_page_is_what_the_code_says(name: str) -> None:
    kept = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert kept == writer().pages()[name], "run: uv run python docs/write.py"


def test_every_verb_shows_an_example() -> None:
    for name, verb in writer().verbs().items():
        assert f"`muniment {name}" in (verb.__doc__ or ""), name


def test_the_help_shows_every_verb_with_those_of_its_kind() -> None:
    for name in writer().verbs():
        assert cli.app[name].group, name


@pytest.mark.parametrize("page", sorted([*DOCS.rglob("*.md"), DOCS.parent / "README.md"]), ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_page_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = {DOCS.parent / "README.md"}
    while waiting:
        page = waiting.pop()
        reached.add(page)
        linked = {(page.parent / target).resolve() for target in LINK.findall(page.read_text(encoding="utf-8"))}
        waiting |= {one for one in linked if one.suffix == ".md"} - reached
    assert {*DOCS.rglob("*.md")} <= reached


def test_every_noun_is_in_the_glossary() -> None:
    glossary = (DOCS / "GLOSSARY.md").read_text(encoding="utf-8").casefold()
    nouns = "report passage origin statement actor tie link decision incident count dossier casebook run voice custody"
    for word in f"{nouns} account token profile edition sealed released redacted".split():
        assert f"**{word}**" in glossary, word
