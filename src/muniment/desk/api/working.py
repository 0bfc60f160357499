"""Working, for programs: tasks that are asked for, files that are added, and the log of what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal, cast

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, JSONBody

from muniment.desk.api.answering import PROBLEMS, problem
from muniment.desk.api.paging import Cursor, Limit, Page, page_of
from muniment.desk.seat import Seat
from muniment.desk.tasks import Tasks
from muniment.errand import Errand, Event
from muniment.errors import BadChoice, UnknownTarget
from muniment.record import described
from muniment.run import Entry

HOW = "send files as multipart/form-data: curl -F files=@report.pdf"


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A task to run; files to add are sent to `/tasks/add`."""

    task: Literal["extract", "link", "count", "publish", "renew"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A long task that was asked for, and what became of it."""

    id: str = described("by which it is asked after, and stopped")
    task: str = described("add, extract, link, count, publish or renew")
    state: Event = described("asked, begun, done or stopped")
    by: str = described("who asked")
    at: str = described("ISO 8601, UTC: when it came to that state")
    note: str = described("how it ended, in words")
    files: Sequence[str] = described("names of the files to add")
    step: str = described("what it is doing, while it runs")
    done: int = described("how much of that step is done, while it runs")
    total: int | None = described("how much there is to do; null where nobody knows")


def _task(seat: Seat, tasks: Tasks, held: Errand) -> Task:
    (one,) = seat.seen.errands([held])
    runs = tasks.current is not None and tasks.current.id == one.id and one.event == "begun"
    return Task(
        id=one.id,
        task=one.task,
        state=one.event,
        by=one.by,
        at=one.at,
        note=one.note,
        files=[Path(str(path)).name for path in one.asked.get("files", ())],
        step=tasks.step if runs else "",
        done=tasks.done if runs else 0,
        total=tasks.total if runs else None,
    )


@get("/tasks", tags=["tasks"], responses=PROBLEMS, opt={"needs": "edit"}, sync_to_thread=True)
def tasks(
    seat: NamedDependency[Seat], tasks: NamedDependency[Tasks], cursor: Cursor = "", limit: Limit = 100
) -> Page[Task]:
    """The tasks that were asked for, newest first."""
    held = seat.needs("edit").errands()
    keys = sorted((-place, id) for place, id in enumerate(held))
    return page_of(keys, lambda ids: [_task(seat, tasks, held[one]) for one in ids], cursor=cursor, limit=limit)


@get("/tasks/{id:str}", tags=["tasks"], responses=PROBLEMS, opt={"needs": "edit"}, sync_to_thread=True)
def task(seat: NamedDependency[Seat], tasks: NamedDependency[Tasks], id: FromPath[str]) -> Task:
    """How one task stands, and how far it has come."""
    held = seat.needs("edit").errands().get(id)
    if held is None:
        raise UnknownTarget(id)
    return _task(seat, tasks, held)


@post("/tasks", tags=["tasks"], responses=PROBLEMS, opt={"needs": "edit"}, status_code=202, sync_to_thread=True)
def ask(seat: NamedDependency[Seat], tasks: NamedDependency[Tasks], data: JSONBody[Asked]) -> Task:
    """Asks for a task, which begins when those before it have ended."""
    seat.needs("edit")
    return _task(seat, tasks, tasks.ask(data.task, by=seat.person.name))


def no_files(_: Request[Any, Any, Any], _error: IndexError) -> Response[Any]:
    """What the framework raises for a body without a single part."""
    return problem("there is no file in it", HOW, 400)


@post("/tasks/add", tags=["tasks"], responses=PROBLEMS, opt={"needs": "edit"}, status_code=202, sync_to_thread=True)
def add(
    seat: NamedDependency[Seat],
    tasks: NamedDependency[Tasks],
    data: Annotated[list[UploadFile], Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Task:
    """Adds files, and reads them: what cannot be read is refused by name in the log."""
    seat.needs("edit")
    files = [(one.filename, cast(BinaryIO, one.file)) for one in data if isinstance(one, UploadFile)]  # pyright: ignore[reportUnnecessaryIsInstance]  a plain field may come instead
    if len(files) != len(data):
        raise BadChoice("files", "text", hint=HOW)
    return _task(seat, tasks, tasks.ask("add", by=seat.person.name, files=files))


@delete(
    "/tasks/{id:str}", tags=["tasks"], responses=PROBLEMS, opt={"needs": "edit"}, status_code=200, sync_to_thread=True
)
def stop(seat: NamedDependency[Seat], tasks: NamedDependency[Tasks], id: FromPath[str]) -> Task:
    """Stops a task that waits or runs; what it has kept stays."""
    held = seat.needs("edit")
    tasks.stop(id, by=seat.person.name)
    return _task(seat, tasks, held.errands()[id])


@get("/log", tags=["log"], responses=PROBLEMS, sync_to_thread=True)
def log(seat: NamedDependency[Seat], cursor: Cursor = "", limit: Limit = 100) -> Page[Entry]:
    """What was done to the casebook, oldest first; without its notes where something in it is not for you."""
    held = {one.id: one for one in seat.seen.log()}
    keys = sorted((one.started, one.id) for one in held.values())
    return page_of(keys, lambda ids: [held[one] for one in ids], cursor=cursor, limit=limit)


HANDLERS = (tasks, task, ask, stop, log)
