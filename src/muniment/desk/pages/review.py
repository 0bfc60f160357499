"""Review: one statement after another, by keyboard: accept, amend, reject, redact, undo."""

from __future__ import annotations

from typing import Any, get_args

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from muniment.desk.amending import amendment_of
from muniment.desk.context import in_context
from muniment.desk.forms import Form, fields, said_in
from muniment.desk.seat import Seat
from muniment.errors import BadChoice
from muniment.statement import CONTENT_SLOTS, SLOT_VALUES, Realis
from muniment.taxonomy import types

REASONS = ("not said", "somebody else did it", "another kind of act", "did not happen", "told twice in this report")
"""Why a statement is rejected, to choose from; any other reason can be written."""

WORDED = ("means", "purpose", "reason", "role", "requires", "instrument")
"""Slots that hold words as they stand."""

RULINGS = ("accepted", "amended", "rejected", "redacted", "unsure")
REALIS: tuple[str, ...] = get_args(Realis)


@get("/review", sync_to_thread=True)
def next_one(seat: NamedDependency[Seat], after: FromQuery[str] = "") -> Redirect | Template:
    """The next statement that awaits review."""
    following = seat.next(after)
    if following is None:
        return Template("reviewed.html", context={"statements": seat.seen.progress()[1]})
    return Redirect(f"/review/{following}", status_code=303)


@get("/review/{id:str}", sync_to_thread=True)
def one(
    request: Request[Any, Any, Any],
    seat: NamedDependency[Seat],
    id: FromPath[str],
) -> Template:
    """One statement: what the machine read, where it stands, and what a person rules."""
    seen = seat.seen
    held, amended = seen.as_read(id), seen.statement(id)
    report = seen.report(held.report)
    waiting, all_of = seen.progress()
    return Template(
        "statement.html",
        context={
            "one": amended,
            "machine": held if amended != held else None,
            "report": report,
            "words": in_context(report, amended),
            "ruling": seen.ruling(id),
            "history": seen.rulings_on(id),
            "waiting": waiting,
            "statements": all_of,
            "reasons": REASONS,
            "types": types(),
            "realis": REALIS,
            "slots": sorted({*SLOT_VALUES, *WORDED, *amended.slots} - {*CONTENT_SLOTS}),
            "undo": request.session.get("undo", ""),
        },
    )


@post("/review/{id:str}", opt={"needs": "review"}, sync_to_thread=True)
def rule(
    request: Request[Any, Any, Any],
    seat: NamedDependency[Seat],
    id: FromPath[str],
    data: Form,
) -> Redirect:
    """A person's ruling; the next statement follows."""
    ruling = said_in(data, "ruling")
    if ruling not in RULINGS:
        raise BadChoice("ruling", ruling, hint=", ".join(RULINGS))
    reason = said_in(data, "other") or said_in(data, "reason")
    if ruling == "rejected" and not reason:
        raise BadChoice("reason", "", hint="say why it is rejected; the next reader will ask")
    held = seat.seen.as_read(id)
    amendment = None
    if ruling == "amended":
        amendment = amendment_of(fields(data), held, seat.seen.report(held.report))
        if not amendment:
            ruling, amendment = "accepted", None  # nothing was changed
    made = seat.decide(id, ruling, seen=said_in(data, "seen"), reason=reason, amendment=amendment)
    request.session["undo"] = made.id
    return Redirect(f"/review?after={id}", status_code=303)


@post("/undo", opt={"needs": "review"}, sync_to_thread=True)
def undo(
    request: Request[Any, Any, Any],
    seat: NamedDependency[Seat],
    data: Form,
) -> Redirect:
    """Takes the last ruling back, and shows its statement again."""
    made = seat.undo(said_in(data, "decision"))
    request.session["undo"] = ""
    return Redirect(f"/review/{made.targets[0]}", status_code=303)


HANDLERS = (next_one, one, rule, undo)
