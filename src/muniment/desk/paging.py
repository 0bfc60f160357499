"""Paging: long lists a page at a time, and the incidents behind a pin, a bar or what was left out."""

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
    first: int
    """Number of the first row, from 1."""
    total: int


def part_of(rows: Sequence[T], page: int, *, of: int = ROWS) -> Part[T]:
    """A page of so many rows; the last one where there are not so many pages."""
    pages = max(1, -(-len(rows) // of))
    at = min(page, pages)
    start = (at - 1) * of
    return Part(rows=rows[start : start + of], page=at, pages=pages, first=start + 1, total=len(rows))


def listed(seen: Seen, chosen: Sequence[Occasion], question: Question) -> Part[Mapping[str, Any]]:
    """A page of incidents in order of time, each with its title."""
    held = part_of(sorted(chosen, key=lambda one: (order(one.period), one.number)), question.page)
    rows = [_row(seen, one) for one in held.rows]
    return Part(rows=rows, page=held.page, pages=held.pages, first=held.first, total=held.total)


def _row(seen: Seen, one: Occasion) -> Mapping[str, Any]:
    told = [held for held in seen.statements(seen.incident(one.number).statements) if not seen.rejected(held.id)]
    return {"occasion": one, "title": incident_title(told)}
