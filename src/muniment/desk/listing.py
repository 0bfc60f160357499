"""Listing: long lists a page at a time, and the incidents behind a pin, a bar or what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from muniment.desk.occasions import Occasion
from muniment.desk.questions import Question
from muniment.desk.seen import Seen
from muniment.publishing.gathering import incident_title
from muniment.publishing.wording import order

T = TypeVar("T")

ROWS = 50
"""Rows of one page of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[T]):
    """One page of a list, and where it stands in the whole."""

    rows: Sequence[T]
    page: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        """Number of the first row, from 1; 0 where there is none."""
        return (self.page - 1) * ROWS + 1 if self.rows else 0


def part_of(rows: Sequence[T], page: int) -> Part[T]:
    """A page of a list; the last one where there are not so many."""
    pages = max(1, -(-len(rows) // ROWS))
    at = min(page, pages)
    return Part(rows=rows[(at - 1) * ROWS : at * ROWS], page=at, pages=pages, total=len(rows))


def listed(seen: Seen, chosen: Sequence[Occasion], question: Question) -> Part[Mapping[str, Any]]:
    """A page of incidents in order of time, each with its title."""
    held = part_of(sorted(chosen, key=lambda one: (order(one.period), one.number)), question.page)
    return Part(rows=[_row(seen, one) for one in held.rows], page=held.page, pages=held.pages, total=held.total)


def _row(seen: Seen, one: Occasion) -> Mapping[str, Any]:
    told = [held for held in seen.statements(seen.incident(one.number).statements) if not seen.rejected(held.id)]
    return {"occasion": one, "title": incident_title(told)}
