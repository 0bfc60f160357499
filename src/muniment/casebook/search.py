"""Full-text search over reports and statements, for whatever a person types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine

from muniment.casebook import database
from muniment.casebook.words import terms
from muniment.record import described

Where = Literal["reports", "statements"]

SOURCES: Mapping[Where, tuple[str, ...]] = {"reports": ("reports",), "statements": ("entered", "statements")}
"""Where to look, in this order: what people entered comes before what the machine read, for ranks do not compare."""

STANDING = {
    "reports": "TRUE",
    "entered": "TRUE",
    "statements": "statements.id NOT IN (SELECT id FROM entered) AND statements.run = COALESCE((SELECT run FROM readings WHERE readings.report = statements.report "
    "ORDER BY sequence DESC LIMIT 1), statements.run) "
    "AND (statements.report NOT IN (SELECT later.replaces FROM reports AS later JOIN readings ON readings.report = later.id "
    "WHERE later.replaces IS NOT NULL) "
    "OR EXISTS (SELECT 1 FROM decisions WHERE decisions.targets LIKE '%\"' || statements.id || '\"%'))",
}


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
                connection, source, wanted, standing=STANDING[source], marks=marks, limit=limit
            )
        ][:limit]
