"""Full-text search over reports and statements, for whatever a person types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine

from muniment.casebook import sqlite
from muniment.record import described

Where = Literal["reports", "statements"]

SOURCES: Mapping[Where, tuple[str, ...]] = {"reports": ("reports",), "statements": ("entered", "statements")}
"""Where to look, in this order: what people entered comes before what the machine read, for ranks do not compare."""

STANDING = {
    "reports": "1",
    "entered": "1",
    "statements": "statements.id NOT IN (SELECT id FROM entered) AND statements.run = COALESCE((SELECT run FROM readings WHERE readings.report = statements.report "
    "ORDER BY sequence DESC LIMIT 1), statements.run)",
}
TERM = re.compile(r'"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A report or a statement that was found, with the words around what was looked for."""

    id: str = described("id of the Report or Statement")
    report: str = described("id of the Report it is, or is in")
    snippet: str = described("the words around, with what was found between the marks")
    entered: bool = described("whether it is a statement that a person entered", default=False)


def search(
    engine: Engine, query: str, *, where: Where, limit: int = 20, marks: tuple[str, str] = ("[", "]")
) -> list[Hit]:
    """The best hits, best first: all words must occur; "words in quotes" together; `arrest*` begins a word."""
    asked = escaped(query)
    if not asked:
        return []
    with engine.connect() as connection:
        return [
            Hit(id=identity, report=report, snippet=snippet, entered=source == "entered")
            for source in SOURCES[where]
            for identity, report, snippet in sqlite.matches(
                connection, source, asked, standing=STANDING[source], marks=marks, limit=limit
            )
        ][:limit]


def escaped(query: str) -> str:
    """A query of the index that means what a person typed: every term quoted, so that none is an operator."""
    clean = query.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    terms = [_term(phrase, word) for phrase, word in TERM.findall(clean)]
    return " ".join(term for term in terms if term)


def _term(phrase: str, word: str) -> str:
    words = (phrase or word).rstrip("*")
    if not any(character.isalnum() for character in words):
        return ""
    return f'"{words}"*' if word.endswith("*") else f'"{words}"'
