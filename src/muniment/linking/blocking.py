"""Blocking: the keys that two tellings must share one of to be worth comparing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta

from muniment.linking.describing import EPOCH, Description

QUARTER = 92
"""Days up to which a date says when; a longer one gives no key of its own."""

EXACT = 3
"""Days up to which a date is taken for a day."""

BEFORE = 31
"""Days before its publication in which a report without a date is taken to tell of something."""

CELL = 0.2
"""Degrees across a cell of the map: 22 km of latitude."""


def keys(row: Description) -> Iterator[str]:
    """The keys of one telling: a place in a month, a cell of the map on a day, a province on a day, a name."""
    months, days = sorted(_months(row)), sorted(_days(row))
    for place in row.places:
        yield from (f"place {place} {month}" for month in months)
        yield from (f"place {place} {day}" for day in days)
    for cell in _cells(row):
        yield from (f"cell {cell} {day}" for day in days or months)
    if row.admin1:
        yield from (f"province {row.admin1} {day}" for day in days)
    for agent in row.agents:
        yield from (f"agent {agent} {day}" for day in days)
    yield from (f"name {person}" for person in row.people)


def _span(row: Description) -> tuple[int, int] | None:
    """First and last day on which it can have been, by its date or by when it was published."""
    if row.first is not None and row.last is not None:
        return (row.first, row.last) if row.last - row.first <= QUARTER else None
    return None if row.published is None else (row.published - BEFORE, row.published)


def _months(row: Description) -> set[str]:
    span = _span(row)
    if span is None:
        return set()
    first, last = span[0] - 1, span[1] + 1
    days = [*range(first, last, 28), last]
    return {f"{EPOCH + timedelta(days=day):%Y-%m}" for day in days}


def _days(row: Description) -> set[int]:
    """The days of an exact date, and those beside it."""
    if row.first is None or row.last is None or row.last - row.first > EXACT:
        return set()
    return set(range(row.first - 1, row.last + 2))


def _cells(row: Description) -> Iterator[str]:
    """Its cells in two grids half a cell apart, so that neighbours share at least one, nearly always."""
    if row.lat is None or row.lon is None:
        return
    for shift in (0.0, 0.5):
        yield f"{shift:.0f} {math.floor(row.lat / CELL + shift)} {math.floor(row.lon / CELL + shift)}"
