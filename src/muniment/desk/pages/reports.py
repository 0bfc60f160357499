"""Reports: all of them, found by words; and one, with its statements marked in its text."""

from __future__ import annotations

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from muniment.desk.seat import Seat
from muniment.publishing.marking import marked

FOUND = 100
"""Reports that a search shows."""


@get("/reports", sync_to_thread=True)
def reports(seat: NamedDependency[Seat], q: FromQuery[str] = "") -> Template:
    """Reports in the order of publication, or those that hold these words, best first."""
    if q.strip():
        hits = {hit.id: hit.snippet for hit in seat.seen.search(q)[:FOUND]}
        held = seat.seen.reports(hits)
    else:
        hits = {}
        held = sorted(seat.seen.reports(), key=lambda one: (one.published or "9999", one.name))
    return Template(
        "reports.html",
        context={
            "q": q,
            "held": [
                (one, seat.seen.review_of(one.id), seat.seen.principal(one.id), hits.get(one.id, "")) for one in held
            ],
        },
    )


@get("/reports/{id:str}", sync_to_thread=True)
def report(seat: NamedDependency[Seat], id: FromPath[str]) -> Template:
    """One report: its text with every statement marked, and the statements with what people ruled."""
    held = seat.seen.report(id)
    said = seat.seen.statements(seat.seen.of_report(id))
    return Template(
        "report.html",
        context={
            "report": held,
            "text": marked(held, said),
            "statements": [(one, seat.seen.ruling(one.id)) for one in said],
            "principal": seat.seen.principal(id),
        },
    )


HANDLERS = (reports, report)
