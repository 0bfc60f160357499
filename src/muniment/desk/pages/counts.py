"""Counts: a table by rows and columns of a person's choice; each cell opens its sources."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from muniment.counting.facets import FACETS, OVERLAPPING
from muniment.desk.shelf import Shelf
from muniment.library import Casebook

MOST = 500
"""Rows that a page shows, and statements behind a cell."""


@get("/counts", sync_to_thread=True)
def counts(
    casebook: NamedDependency[Casebook],
    by: FromQuery[list[str] | None] = None,
    measure: FromQuery[str] = "",
    since: FromQuery[str] = "",
    until: FromQuery[str] = "",
    place: FromQuery[str] = "",
) -> Template:
    """A table of counts; raises `BadChoice` for what nothing is counted by."""
    dimensions = [one for one in by or ["month"] if one]
    table = casebook.count(
        dimensions, measure=measure or None, since=since or None, until=until or None, place=place or None
    )
    return Template(
        "counts.html",
        context={
            "table": table,
            "by": dimensions,
            "dimensions": [*FACETS, *OVERLAPPING],
            "asked": {"measure": measure, "since": since, "until": until, "place": place},
            "most": MOST,
        },
    )


def sources_of(statements: Sequence[str]) -> str:
    """Where the sentences behind a figure are shown; an address is not endless, so the first of very many."""
    return f"/sources?ids={'+'.join(statements[:MOST])}&all_of={len(statements)}"


@get("/sources", sync_to_thread=True)
def sources(
    casebook: NamedDependency[Casebook], shelf: NamedDependency[Shelf], ids: FromQuery[str], all_of: FromQuery[int] = 0
) -> Template:
    """The sentences behind a figure."""
    held = [shelf.as_ruled(shelf.statement(one)) for one in ids.split()[:MOST]]
    return Template(
        "sources.html",
        context={
            "held": [(one, shelf.ruling(one.id)) for one in held],
            "reports": {one.report: casebook.report(one.report) for one in held},
            "all_of": max(all_of, len(held)),
        },
    )


HANDLERS = (counts, sources)
