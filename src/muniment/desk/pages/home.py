"""The casebook's own page: what is in it, what awaits review, what changed, what it comes to; and the tasks that a person starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from litestar import MediaType, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import File, Redirect, Template

from muniment import workflow
from muniment.count import Counts
from muniment.desk.asking.forms import Form, back_to, remembered, said_in
from muniment.desk.asking.paging import paged
from muniment.desk.asking.questions import Question, asked
from muniment.desk.looking.mapping import mapped
from muniment.desk.looking.occasions import known
from muniment.desk.looking.overview import Overview, Visit, gone, overview, visited
from muniment.desk.looking.timeline import strips
from muniment.desk.pages.counts import source_of
from muniment.desk.seat import Seat
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.desk.tasks import STEPS, Tasks
from muniment.desk.words.speaking import gettext, language
from muniment.desk.words.wording import SPOKEN
from muniment.edtf import valid
from muniment.errors import UnknownTarget
from muniment.library import Casebook
from muniment.publishing.pivoting import Cross, Row, crossed

NEWEST = 6
"""Rulings, reports and tasks that the first page shows of each."""

ROWS, COLUMNS = 8, 3
"""Size of its small tables."""


@get("/", sync_to_thread=True)
def home(
    request: Request[Any, Any, Any],
    casebook: NamedDependency[Casebook],
    seat: NamedDependency[Seat],
    tasks: NamedDependency[Tasks],
) -> Template:
    """What is in the casebook, and what to do next."""
    seen, now = seat.seen, datetime.fromisoformat(workflow.now())
    reports = seen.number_of_reports()
    visit = visited(request.cookies.get("here", ""), now, reports)
    published = _published(seen.publication())
    held = seen.remembered(("overview", published), lambda: overview(seen, published))
    waiting, all_of = seen.progress()
    context: dict[str, Any] = {
        "held": held.value,
        "numbers": (reports, all_of, waiting),
        "registered": (
            len(seen.incidents()),
            len(seen.actors()),
            seen.remembered("number of originals", seen.originals).value,
        ),
        "published": published[:16].replace("T", " "),
        "since": _since(seat, visit),
        "mine": seat.today(),
        "stale": [task for task in ("link", "count") if not casebook.current(task)],
        "tasks": tasks,
        "errands": [(one, gone(one.at, now)) for one in seen.errands(tasks.newest(NEWEST))]
        if seat.person.may("edit")
        else [],
        "known": list(STEPS)[1:],
        "refused": len(seen.remembered("refusals", seen.refusals).value),
    }
    here = remembered(request, "here", visit.said())
    return Template("home.html", context={**context, **_pictures(seen, held)}, cookies=[here])


def _published(page: Path | None) -> str:
    """When the dossier was last published, ISO 8601; empty where it was not, or may not be seen."""
    return "" if page is None else datetime.fromtimestamp(page.stat().st_mtime, UTC).isoformat(timespec="seconds")


def _since(seat: Seat, visit: Visit) -> Mapping[str, Any] | None:
    """What others did since the person was last here; none where they were not."""
    if visit.before is None:
        return None
    at = visit.before.isoformat(timespec="seconds")
    ruled = [one for one in seat.known(seat.seen.rulings_since(at)) if one.by != seat.person.name]
    fresh = seat.seen.reports_from(visit.reports)
    return {
        "at": at[:16].replace("T", " "),
        "reports": (len(fresh), seat.seen.reports(fresh[::-1][:NEWEST])),
        "rulings": (len(ruled), [(one, seat.seen.statement(one.targets[0])) for one in ruled[:NEWEST]]),
    }


def _pictures(seen: Seen, held: Worked[Overview]) -> Mapping[str, Any]:
    """The small tables, map and timeline, and whether all of it is of the record as it stands."""
    there = known(seen)
    by_month, by_place = (seen.counts_soon([by], {}) for by in ("month", "admin1"))
    atlas = seen.of_worked(
        ("small map", language()), there, lambda held: mapped(held.occasions, Question(path="/map"), seen.shapes())
    )
    timeline = seen.of_worked(
        ("small timeline", language()),
        there,
        lambda held: strips(held.occasions, held.published, Question(path="/timeline"), small=True),
    )
    return {
        "occasions": len(there.value.occasions),
        "atlas": atlas.value,
        "timeline": timeline.value,
        "months": _small(by_month, "month"),
        "places": _small(by_place, "admin1"),
        "source_of": lambda by, cell: source_of(Question(path="/counts", fields=(("by", by),)), cell),
        "current": all(one.current for one in (held, atlas, timeline, by_month, by_place) if one is not None),
        "again": by_month is None or by_place is None,
    }


def _small(made: Worked[Counts] | None, by: str) -> Cross | None:
    """The newest months, or the places of which most is told, with the measures of most incidents."""
    table = made.value if made else None
    whole = next(iter(crossed(table, SPOKEN)), None) if table else None
    if table is None or whole is None:
        return None
    keys = {id(cell): cell.keys.get(by, "") for cell in table.cells}
    plain = [row for row in whole.rows if not row.why]
    dated = [row for row in plain if by != "month" or any(cell and valid(keys[id(cell)]) for cell in row.cells)]
    rows: Sequence[Row] = dated[-ROWS:] if by == "month" else dated[:ROWS]
    shown = [replace(row, cells=row.cells[:COLUMNS]) for row in rows]
    return Cross(
        title="",
        unit="",
        columns=whole.columns[:COLUMNS],
        rows=shown,
        total=[],
        more=len(whole.rows) - len(shown),
    )


@post("/tasks", opt={"needs": "edit"}, sync_to_thread=True)
def start(tasks: NamedDependency[Tasks], seat: NamedDependency[Seat], data: Form) -> Redirect:
    """Asks for a task, or stops one."""
    if stopped := said_in(data, "stop"):
        tasks.stop(stopped, by=seat.person.name)
    else:
        tasks.ask(said_in(data, "task"), by=seat.person.name)
    return Redirect(back_to(data, "/#tasks"), status_code=303)


@get("/tasks", sync_to_thread=True)
def progress(tasks: NamedDependency[Tasks]) -> dict[str, Any]:
    """How far the task that is running has come."""
    current = tasks.current
    return {
        "waiting": tasks.waiting,
        "step": gettext(tasks.step) if current else "",
        "done": tasks.done,
        "total": tasks.total,
        "gone": gone(current.at, datetime.fromisoformat(workflow.now())) if current else "",
    }


@get("/refused", sync_to_thread=True)
def refused(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """What was refused, and why, newest first."""
    question, found = asked(request), seat.seen.refusals()[::-1]
    part = paged(found, question.page)
    titles = {one.id: one.title or one.name for one in seat.seen.reports(refusal.subject for refusal in part.rows)}
    return Template("refused_list.html", context={"part": part, "question": question, "titles": titles})


@get("/dossier", sync_to_thread=True)
def dossier(seat: NamedDependency[Seat]) -> Response[Any]:
    """The dossier as it was last published, for those who may see all that is in it."""
    page = seat.seen.publication()
    if page is None:
        raise UnknownTarget("dossier")
    return File(page, media_type=MediaType.HTML, content_disposition_type="attachment", filename="dossier.html")


HANDLERS = (home, start, progress, refused, dossier)
