"""Frames: what a word says of the claim that hangs on it, read from `data/en/saying.toml` and `data/en/realis.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal, cast

from spacy.tokens import Token

from muniment.statement import Commit, Realis, Specificity

Part = Literal["verbs", "nouns", "adjectives", "adverbs", "modals", "marks", "prepositions", "determiners"]
PARTS: tuple[Part, ...] = ("verbs", "nouns", "adjectives", "adverbs", "modals", "marks", "prepositions", "determiners")
SAYING, REALIS = "saying.toml", "realis.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One way in which words stand over a claim: they report it, deny it, demand it, plan it …"""

    name: str
    file: str
    links: frozenset[str] = frozenset()
    speaker: Commit | None = None
    author: Commit = "Uu"
    owned: Commit | None = None
    unnamed: bool = False
    realis: Realis | None = None
    specificity: Specificity | None = None
    strength: str | None = None
    negative: bool = False
    presupposes: bool = False
    future_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence that shows a word of a frame at work; the claim stands in asterisks."""

    frame: Frame
    part: Part
    word: str
    sentence: str


@functools.cache
def examples() -> tuple[Example, ...]:
    """Every word of both files, in the order of the files."""
    return tuple(_entries(SAYING)) + tuple(_entries(REALIS))


def _entries(file: str) -> Iterator[Example]:
    source = files("muniment").joinpath("data", "en", file).read_text(encoding="utf-8")
    for name, section in tomllib.loads(source).items():
        traits: dict[str, Any] = {key: value for key, value in section.items() if key not in PARTS}
        known: dict[str, Any] = {**traits, "links": frozenset(cast(list[str], traits.get("links", ())))}
        frame = Frame(name=name, file=file, **known)
        for part in PARTS:
            for word, sentence in cast(Mapping[str, str], section.get(part, {})).items():
                yield Example(frame=frame, part=part, word=word, sentence=sentence)


@functools.cache
def _words() -> Mapping[tuple[Part, str], tuple[Frame, ...]]:
    found: dict[tuple[Part, str], tuple[Frame, ...]] = {}
    for example in examples():
        key = (example.part, example.word)
        found[key] = (*found.get(key, ()), example.frame)
    return found


def frames(part: Part, word: str) -> tuple[Frame, ...]:
    """All frames of a word."""
    return _words().get((part, word), ())


def named(part: Part, word: str, *names: str) -> Frame | None:
    """The frame of a word that bears one of these names."""
    return next((frame for frame in frames(part, word) if frame.name in names), None)


def governing(governor: Token, link: str, *, content: str = "past") -> Frame | None:
    """What a governor says of a claim that hangs on it by a link; `content` is past, future or base (subjunctive)."""
    part: Part = "verbs" if governor.pos_ in ("VERB", "AUX") else "nouns"
    if governor.pos_ == "ADJ" or (governor.tag_ == "VBN" and governor.dep_ in ("acomp", "amod")):
        part = "adjectives"
    known = [frame for word in _forms(governor) for frame in frames(part, word) if link in frame.links]
    ahead = [frame for frame in known if frame.future_only]
    rest = [frame for frame in known if not frame.future_only]
    if link not in ("that", "how") or content == "future":
        rest = ahead + rest
    if link == "infinitive" or content == "base":
        rest.sort(key=lambda frame: frame.file != REALIS)
    return rest[0] if rest else None


def _forms(token: Token) -> Iterator[str]:
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in ("prt", "advmod") and child.i == token.i + 1:
            yield f"{lemma} {child.lower_}"
    yield lemma
    if token.lower_ != lemma:
        yield token.lower_
