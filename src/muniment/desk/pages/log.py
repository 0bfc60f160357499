"""Log: every ruling and every task, two states of the casebook compared, and how far readers agree."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from muniment.desk.asking.paging import paged
from muniment.desk.asking.questions import asked
from muniment.desk.logbook import RULINGS, Asked, by_act
from muniment.desk.looking.pairing import acts
from muniment.desk.seat import Seat
from muniment.library import Casebook

ROWS = 100
"""Rulings or tasks on a page."""

MOMENTS = 40
"""Moments that are offered to compare."""


@get("/log", sync_to_thread=True)
def log(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """Who ruled what, newest first."""
    question = asked(request)
    wanted, made = Asked.of(dict(question.fields)), seat.made()
    found = list(wanted.among(made.value))
    part = paged(by_act(found), question.page, size=ROWS)
    on_pairs = acts(seat.seen, [held for held in part.rows if held[0].subject == "pair"])
    return Template(
        "log.html",
        context={
            "question": question,
            "part": part,
            "rows": [(held, seat.seen.words_of(id for one in held for id in one.targets)) for held in part.rows],
            "pairs": {act.first.id: act for act in on_pairs},
            "number": len(found),
            "people": sorted({one.by for one in made.value}),
            "current": made.current,
            "rulings": RULINGS,
        },
    )


@get("/log/tasks", sync_to_thread=True)
def ran(request: Request[Any, Any, Any], casebook: NamedDependency[Casebook], seat: NamedDependency[Seat]) -> Template:
    """What was done, by which version and how it ended, newest first."""
    question = asked(request)
    return Template(
        "ran.html",
        context={
            "question": question,
            "part": paged(seat.seen.log()[::-1], question.page, size=ROWS),
            "versions": {one.id: one.version for one in casebook.runs()},
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
