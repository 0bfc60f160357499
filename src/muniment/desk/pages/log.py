"""Log: every ruling and every task, two states of the casebook compared, and how far readers agree."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from muniment.desk.logbook import RULINGS, Asked
from muniment.desk.seat import Seat
from muniment.library import Casebook

ROWS = 100
"""Rulings or tasks on a page."""

MOMENTS = 40
"""Moments that are offered to compare."""


@get("/log", sync_to_thread=True)
def log(request: Request[Any, Any, Any], seat: NamedDependency[Seat], page: FromQuery[int] = 1) -> Template:
    """Who ruled what, newest first."""
    asked = Asked.of(dict(request.query_params))
    made = seat.made()
    found = list(asked.among(made.value))
    pages = max(1, -(-len(found) // ROWS))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * ROWS : page * ROWS]
    return Template(
        "log.html",
        context={
            "asked": asked,
            "rows": [(one, seat.seen.words_of(one.targets)) for one in shown],
            "all_of": len(found),
            "page": page,
            "pages": pages,
            "people": sorted({one.by for one in made.value}),
            "current": made.current,
            "rulings": RULINGS,
        },
    )


@get("/log/tasks", sync_to_thread=True)
def ran(casebook: NamedDependency[Casebook], seat: NamedDependency[Seat], page: FromQuery[int] = 1) -> Template:
    """What was done, by which version and how it ended, newest first."""
    entries = seat.seen.log()[::-1]
    versions = {one.id: one.version for one in casebook.runs()}
    pages = max(1, -(-len(entries) // ROWS))
    page = min(max(page, 1), pages)
    return Template(
        "ran.html",
        context={
            "entries": entries[(page - 1) * ROWS : page * ROWS],
            "versions": versions,
            "all_of": len(entries),
            "page": page,
            "pages": pages,
            "notes": seat.person.may("edit"),
        },
    )


@get("/log/compare", sync_to_thread=True)
def compare(
    seat: NamedDependency[Seat],
    since: FromQuery[str] = "",
    until: FromQuery[str] = "",
) -> Template:
    """Two states of the casebook: what came, was read anew, ruled, entered and numbered between them."""
    seen = seat.seen
    found = seat.changes(since, until) if since else None
    changes = found.value if found else None
    named = [] if changes is None else [*changes.reports, *(one.report for one in changes.readings)]
    return Template(
        "compare.html",
        context={
            "since": since,
            "until": until,
            "changes": changes,
            "current": found is None or found.current,
            "reports": {one.id: one for one in seen.reports(dict.fromkeys(named))},
            "words": seen.words_of(
                [] if changes is None else [id for one in changes.decisions[:ROWS] for id in one.targets]
            ),
            "most": ROWS,
            "moments": _moments(seat),
        },
    )


def _moments(seat: Seat) -> list[tuple[str, str]]:
    """Moments to choose from: when tasks ended, and the days on which people ruled; newest first."""
    ended = [(one.finished, one.task) for one in seat.seen.log() if one.finished]
    days = [(day, "") for day in dict.fromkeys(one.at[:10] for one in seat.made().value)]
    return sorted((*ended, *days), reverse=True)[:MOMENTS]


@get("/log/agreement", sync_to_thread=True)
def agreement(seat: NamedDependency[Seat]) -> Template:
    """How far people agree who read the same statements without seeing each other's rulings."""
    found = seat.agreement()
    return Template(
        "agreement.html", context={"found": found.value, "current": found.current, "share": seat.seen.share}
    )


HANDLERS = (log, ran, compare, agreement)
