"""Full-text search over reports and statements, for whatever a person types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine

from muniment.casebook import database
from muniment.casebook.words import terms
from muniment.record import described

Where = Literal["reports", "statements"]

STANDING = {
    "reports": "TRUE",
    "statements": "statements.run = COALESCE((SELECT run FROM readings WHERE readings.report = statements.report "
    "ORDER BY sequence DESC LIMIT 1), statements.run)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A report or a statement that was found, with the words around what was looked for."""

    id: str = described("id of the Report or Statement")
    report: str = described("id of the Report it is, or is in")
    snippet: str = described("the words around, with what was found between the marks")


def search(
    engine: Engine, query: str, *, where: Where, limit: int = 20, marks: tuple[str, str] = ("[", "]")
) -> list[Hit]:
    """The best hits, best first: all words must occur; "words in quotes" together; `arrest*` begins a word."""
    wanted = terms(query)
    if not wanted:
        return []
    with engine.connect() as connection:
        found = database.of(connection).matches(
            connection, where, wanted, standing=STANDING[where], marks=marks, limit=limit
        )
    return [Hit(id=identity, report=report, snippet=snippet) for identity, report, snippet in found]
