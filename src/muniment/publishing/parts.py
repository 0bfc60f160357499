"""Parts: what the sections of a dossier are made of, and the words that every form of it opens with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import bidirectional

from markupsafe import Markup

from muniment.dossier import Dossier
from muniment.publishing.gathering import Gathered

MOST = 200
"""Sentences of one part of a section; the rest is said to be in the tables."""

EMPTY: Mapping[str, str] = {
    "summary": "No incident is told in these reports.",
    "incidents": "No incident is told in these reports.",
    "actors": "No actor is named.",
    "status": "No voice in these reports states a legal status or a duty.",
    "notice": "No voice in these reports says that a known actor was warned, notified or asked.",
    "speech": "No voice in these reports demands, warns, promises or denies.",
    "counts": "No voice in these reports gives a figure that counts.",
    "contradictions": "The tellings of no incident differ in their figures, their agents or their dates.",
    "withheld": "Nothing is withheld.",
    "corrections": "Nothing changed.",
}
"""Section → what is said where there is nothing in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, with the statements that carry it."""

    words: str
    statements: Sequence[str] = ()
    reviewed: bool | None = None
    """Whether a person accepted all of them; none where there is nothing to review."""
    beside: str = ""
    """Who says so, or why it does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under heads; `statements` are those behind each row."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    statements: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as SVG, and what it shows."""

    svg: Markup
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Sentences, tables and pictures under one title; that of the section itself is empty."""

    title: str = ""
    held: Sequence[Line | Table | Picture] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a dossier."""

    id: str
    title: str
    parts: Sequence[Part]

    @property
    def empty(self) -> str:
        """What is said where there is nothing in it; empty where there is something."""
        return "" if any(part.held for part in self.parts) else EMPTY.get(self.id, "")


def capped(lines: Sequence[Line]) -> Iterator[Line]:
    """The first lines, and how many more there are."""
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield Line(words=f"{len(lines) - MOST:,} more are in statements.csv.")


def kind_words(dossier: Dossier) -> str:
    """What a dossier is called: "Public dossier, edition 2"."""
    edition = f", edition {dossier.edition}" if dossier.edition else ""
    return f"{dossier.profile.capitalize()} dossier{edition}"


def meta_words(view: Gathered) -> str:
    """How much is in it, as of when."""
    dossier = view.dossier
    return (
        f"{len(dossier.reports):,} reports, {len(view.statements):,} statements, {len(dossier.incidents):,} incidents. "
        f"As of {dossier.made[:10]}, with Muniment {dossier.version}."
    )


def rightward(words: str) -> bool:
    """Whether words run from right to left, by the first letter that has a direction."""
    return next((kind in ("R", "AL") for kind in map(bidirectional, words) if kind in ("R", "AL", "L")), False)
