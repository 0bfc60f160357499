"""Full-text search over reports and statements, for whatever a person types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Engine, true

from muniment.casebook import database, reading
from muniment.casebook.words import terms
from muniment.record import described

Where = Literal["reports", "statements"]

SOURCES: Mapping[Where, tuple[str, ...]] = {"reports": ("reports",), "statements": ("entered", "statements")}
"""Where to look, in this order: what people entered comes before what the machine read, for ranks do not compare."""


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
    wanted = terms(query)
    if not wanted:
        return []
    with engine.connect() as connection:
        return [
            Hit(id=identity, report=report, snippet=snippet, entered=source == "entered")
            for source in SOURCES[where]
            for identity, report, snippet in database.of(connection).matches(
                connection, source, wanted, standing=_standing(source), marks=marks, limit=limit
            )
        ][:limit]


def _standing(source: str) -> ColumnElement[bool]:
    return reading.standing() if source == "statements" else true()
