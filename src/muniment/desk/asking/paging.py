"""Paging: a long list, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

ROWS = 50
"""Rows of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some rows of many, and where they stand among them."""

    rows: Sequence[T]
    number: int
    """Of the page, from 1."""
    pages: int
    first: int
    """Number of its first row, from 1."""
    all_of: int


def paged(rows: Sequence[T], number: int, *, size: int = ROWS) -> Page[T]:
    """One page of rows; the last one there is for a number beyond it."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(number, 1), pages)
    start = (number - 1) * size
    return Page(rows=rows[start : start + size], number=number, pages=pages, first=start + 1, all_of=len(rows))
