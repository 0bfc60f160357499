"""Publishers: who put the reports out, and how far people hold each to be reliable; an editor grades them."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from muniment.decision import standing
from muniment.desk.asking.forms import Form, said_in
from muniment.desk.asking.paging import paged
from muniment.desk.asking.questions import asked
from muniment.desk.reading.following import ids
from muniment.desk.seat import Seat


@get("/publishers", sync_to_thread=True)
def publishers(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """Those of most reports first, fifty at a time; or those whose name holds what is sought."""
    seen, question = seat.seen, asked(request)
    wanted = question.get("q").strip().casefold()
    found = [one for one in seen.sources().values() if wanted in one.name.casefold()]
    page = paged(found, question.page)
    return Template(
        "publishers.html",
        context={
            "question": question,
            "page": page,
            "rows": [(one, seen.grade(one.id), ids(standing(seen.rulings_on(one.id)))) for one in page.rows],
        },
    )


@post("/publishers/{id:str}", opt={"needs": "edit"}, sync_to_thread=True)
def grade(seat: NamedDependency[Seat], id: FromPath[str], data: Form) -> Redirect:
    """An editor's ruling on how far a source can be relied on."""
    amendment = {"reliability": said_in(data, "reliability")}
    seat.decide(id, "graded", seen=said_in(data, "seen"), reason=said_in(data, "reason"), amendment=amendment)
    return Redirect(f"/publishers#{id}", status_code=303)


HANDLERS = (publishers, grade)
