"""The casebook's own page: what is in it, what awaits review, what was done; and the tasks that a person starts."""

from __future__ import annotations

from typing import Any

from litestar import MediaType, Response, get, post
from litestar.di import NamedDependency
from litestar.response import File, Redirect, Template

from muniment.desk.forms import Form, said_in
from muniment.desk.shelf import Shelf
from muniment.desk.tasks import KNOWN, Tasks
from muniment.errors import UnknownTarget
from muniment.library import Casebook
from muniment.workflow import DOSSIER

NEWEST = 12
"""Rulings and tasks that the first page shows."""


@get("/", sync_to_thread=True)
def home(casebook: NamedDependency[Casebook], shelf: NamedDependency[Shelf], tasks: NamedDependency[Tasks]) -> Template:
    """What is in the casebook, and what to do next."""
    waiting, all_of = shelf.progress()
    return Template(
        "home.html",
        context={
            "waiting": waiting,
            "statements": all_of,
            "reports": sum(1 for _ in casebook.readings()),
            "incidents": sum(1 for _ in casebook.incidents()),
            "log": list(casebook.log())[-NEWEST:][::-1],
            "rulings": [(ruled, shelf.statement(ruled.targets[0])) for ruled in shelf.newest(NEWEST)],
            "tasks": tasks,
            "known": list(KNOWN),
            "published": (casebook.folder / DOSSIER / "index.html").exists(),
            "stale": [task for task in ("link", "count") if not casebook.current(task)],
        },
    )


@post("/tasks", sync_to_thread=True)
def start(tasks: NamedDependency[Tasks], data: Form) -> Redirect:
    """Starts a task."""
    tasks.start(said_in(data, "task"))
    return Redirect("/", status_code=303)


@get("/tasks", sync_to_thread=False)
def state(tasks: NamedDependency[Tasks]) -> dict[str, Any]:
    """How far the task that is running has come."""
    return {
        "running": tasks.running,
        "name": tasks.name,
        "done": tasks.done,
        "total": tasks.total,
        "ended": tasks.ended,
    }


@get("/dossier", sync_to_thread=True)
def dossier(casebook: NamedDependency[Casebook]) -> Response[Any]:
    """The dossier as it was last published."""
    page = casebook.folder / DOSSIER / "index.html"
    if not page.exists():
        raise UnknownTarget("dossier")
    return File(page, media_type=MediaType.HTML, content_disposition_type="attachment", filename="dossier.html")


@get("/log", sync_to_thread=True)
def log(casebook: NamedDependency[Casebook]) -> Template:
    """What was done, and who ruled what, newest first."""
    return Template(
        "log.html",
        context={"log": list(casebook.log())[::-1][:500], "decisions": list(casebook.decisions())[::-1][:500]},
    )


HANDLERS = (home, start, state, dossier, log)
