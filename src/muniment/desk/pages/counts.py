"""Counts: a table by rows and columns of a person's choice; each cell opens its sources."""

from __future__ import annotations

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from muniment.counting.facets import FACETS, OVERLAPPING
from muniment.desk.seat import Seat
from muniment.desk.templating import MOST_SOURCES

MOST = 500
"""Rows that a page shows."""


@get("/counts", sync_to_thread=True)
def counts(
    seat: NamedDependency[Seat],
    by: FromQuery[list[str] | None] = None,
    measure: FromQuery[str] = "",
    since: FromQuery[str] = "",
    until: FromQuery[str] = "",
    place: FromQuery[str] = "",
) -> Template:
    """A table of counts; raises `BadChoice` for what nothing is counted by."""
    dimensions = [one for one in by or ["month"] if one]
    asked = {"measure": measure, "since": since, "until": until, "place": place}
    table = seat.seen.counts(dimensions, asked).value
    return Template(
        "counts.html",
        context={
            "table": table,
            "by": dimensions,
            "dimensions": [*FACETS, *OVERLAPPING],
            "asked": asked,
            "most": MOST,
        },
    )


@get("/sources", sync_to_thread=True)
def sources(seat: NamedDependency[Seat], ids: FromQuery[str], all_of: FromQuery[int] = 0) -> Template:
    """The sentences behind a figure."""
    held = [seat.seen.statement(one) for one in ids.split()[:MOST_SOURCES]]
    return Template(
        "sources.html",
        context={
            "held": [(one, seat.seen.ruling(one.id)) for one in held],
            "reports": {report: seat.seen.report(report) for report in dict.fromkeys(one.report for one in held)},
            "all_of": max(all_of, len(held)),
        },
    )


HANDLERS = (counts, sources)
