"""The casebook's own page: what is in it, what awaits review, what was done; and the tasks that a person starts."""

from __future__ import annotations

from typing import Any

from litestar import MediaType, Response, get, post
from litestar.di import NamedDependency
from litestar.response import File, Redirect, Template

from muniment.desk.forms import Form, said_in
from muniment.desk.seat import Seat
from muniment.desk.tasks import STEPS, Tasks
from muniment.errors import UnknownTarget
from muniment.library import Casebook

NEWEST = 12
"""Rulings and tasks that the first page shows."""


@get("/", sync_to_thread=True)
def home(casebook: NamedDependency[Casebook], seat: NamedDependency[Seat], tasks: NamedDependency[Tasks]) -> Template:
    """What is in the casebook, and what to do next."""
    waiting, all_of = seat.seen.progress()
    return Template(
        "home.html",
        context={
            "waiting": waiting,
            "statements": all_of,
            "reports": len(seat.seen.reports()),
            "incidents": len(seat.seen.incidents()),
            "log": seat.seen.log()[-NEWEST:][::-1],
            "rulings": [(ruled, seat.seen.statement(ruled.targets[0])) for ruled in seat.seen.newest(NEWEST)],
            "tasks": tasks,
            "errands": tasks.newest(5) if seat.person.may("edit") else [],  # what they note may name anything
            "known": list(STEPS)[1:],
            "published": seat.seen.publication() is not None,
            "stale": [task for task in ("link", "count") if not casebook.current(task)],
        },
    )


@post("/tasks", opt={"needs": "edit"}, sync_to_thread=True)
def start(tasks: NamedDependency[Tasks], seat: NamedDependency[Seat], data: Form) -> Redirect:
    """Asks for a task, or stops one."""
    if stopped := said_in(data, "stop"):
        tasks.stop(stopped, by=seat.person.name)
    else:
        tasks.ask(said_in(data, "task"), by=seat.person.name)
    return Redirect("/", status_code=303)


@get("/tasks", sync_to_thread=True)
def progress(tasks: NamedDependency[Tasks]) -> dict[str, Any]:
    """How far the task that is running has come."""
    return {
        "waiting": tasks.waiting,
        "step": tasks.step if tasks.current else "",
        "done": tasks.done,
        "total": tasks.total,
    }


@get("/dossier", sync_to_thread=True)
def dossier(seat: NamedDependency[Seat]) -> Response[Any]:
    """The dossier as it was last published, for those who may see all that is in it."""
    page = seat.seen.publication()
    if page is None:
        raise UnknownTarget("dossier")
    return File(page, media_type=MediaType.HTML, content_disposition_type="attachment", filename="dossier.html")


@get("/log", sync_to_thread=True)
def log(seat: NamedDependency[Seat]) -> Template:
    """What was done, and who ruled what, newest first."""
    seen = seat.seen
    return Template("log.html", context={"log": seen.log()[::-1][:500], "decisions": seen.decisions()[::-1][:500]})


HANDLERS = (home, start, progress, dossier, log)
