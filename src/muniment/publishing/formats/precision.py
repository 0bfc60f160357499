"""How precise a date or a place is, in the codes of UCDP and ACLED; a date never gets more precise than its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from muniment.edtf import bounds, precision
from muniment.record import described
from muniment.statement import Place

MARKS = "~?%"
PINNED = ("site", "settlement", "near")
"""Precisions with coordinates of their own; the centre of a province would pass for a place."""

WEEK, MONTH = 7, 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days a date may mean."""

    start: date = described("first day")
    end: date | None = described("last day; none while it goes on", default=None)
    clear: bool = described("whether no voice called it approximate or uncertain", default=True)

    @property
    def days(self) -> int | None:
        """How many; none while it goes on."""
        return None if self.end is None else (self.end - self.start).days + 1


def span_of(edtf: str | None) -> Span | None:
    """The days a date may mean; none where nothing says when it began.

    An interval keeps the ends that are given; a single approximate day is as wide as it may be.
    """
    if edtf is None:
        return None
    plain = "/".join(end.rstrip(MARKS) for end in edtf.split("/")) if "/" in edtf else edtf
    start, end = bounds(plain)
    if start is None:
        return None
    return Span(start=start, end=end, clear=not any(mark in edtf for mark in MARKS))


def ucdp_date(edtf: str) -> int:
    """`date_prec`: 1 a day, 2 up to six days, 3 a week, 4 a month, 5 more."""
    span = span_of(edtf)
    days = span.days if span else None
    if days is None or days > MONTH:
        return 5
    return 1 if days == 1 else 2 if days < WEEK else 3 if days == WEEK else 4


def acled_date(edtf: str) -> tuple[int, date] | None:
    """`time_precision` and the day written: 1 that day, 2 the first of some days, 3 the middle of a month; none for more."""
    span = span_of(edtf)
    if span is None or span.days is None or span.end is None or span.days > MONTH:
        return None
    if precision(edtf) == "month" or span.days > WEEK:
        return 3, span.start + (span.end - span.start) / 2
    return (1 if span.days == 1 else 2), span.start


def pin(place: Place | None) -> tuple[float, float] | None:
    """Latitude and longitude, only where the words pin a place down so far."""
    if place is None or place.precision not in PINNED or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon
