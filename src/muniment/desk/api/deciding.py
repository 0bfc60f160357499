"""Deciding for programs: what people ruled on statements and on pairs, new rulings, and taking one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from muniment.decision import Decision, Subject
from muniment.desk.api.answering import CONFLICT, PROBLEMS
from muniment.desk.api.paging import Cursor, Limit, Page, page_of
from muniment.desk.seat import Seat

MOMENT = r"^(\d{4}(-\d\d){0,2}|\d{4}-\d\d-\d\dT\d\d(:\d\d){0,2}(Z|[+ ]00:00)?)?$"
"""A moment in UTC or the day, month or year of it, ISO 8601; nothing for any."""

Reason: TypeAlias = Annotated[str, msgspec.Meta(max_length=2000)]


class Ruled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ruling on a statement or a report."""

    target: Annotated[str, msgspec.Meta(description="id of the Statement or Report")]
    ruling: Literal["accepted", "amended", "rejected", "unsure", "redacted", "released"]
    seen: Annotated[str, msgspec.Meta(description="`seen` of the statement as you looked at it")] = ""
    reason: Reason = ""
    amendment: Annotated[dict[str, Any] | None, msgspec.Meta(description="fields as they should be, for `amended`")] = (
        None
    )


class Paired(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ruling on two incidents, two actors or two statements."""

    left: Annotated[str, msgspec.Meta(description="number of an incident or actor, or id of a statement")]
    right: str
    ruling: Literal["same", "different", "unsure"]
    reason: Reason = ""


@get("/decisions", tags=["decisions"], responses=PROBLEMS, sync_to_thread=True)
def decisions(
    seat: NamedDependency[Seat],
    target: Annotated[str, QueryParameter(description="id of what was ruled on")] = "",
    by: Annotated[str, QueryParameter(description="name of who ruled")] = "",
    since: Annotated[
        str, QueryParameter(pattern=MOMENT, description="ruled at this time or later, in UTC: 2021-03-12T09:00")
    ] = "",
    subject: FromQuery[Subject | None] = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Page[Decision]:
    """What people ruled, oldest first; nothing on what is not shown to you."""
    return _listed(seat, target=target, by=by, since=since, subject=subject, cursor=cursor, limit=limit)


def _listed(
    seat: Seat, *, target: str, cursor: str, limit: int, by: str = "", since: str = "", subject: str | None = None
) -> Page[Decision]:
    held = {
        one.id: one
        for one in (seat.known(seat.seen.rulings_on(target)) if target else seat.made().value)
        if (not by or one.by == by) and one.at >= since[:19] and (subject is None or one.subject == subject)
    }

    def shown(ids: Sequence[str]) -> list[Decision]:
        found = [held[one] for one in ids]
        seat.seen.looked_at(target for one in found for target in one.targets)
        return found

    return page_of(sorted((one.at, one.id) for one in held.values()), shown, cursor=cursor, limit=limit)


@post(
    "/decisions", tags=["decisions"], opt={"needs": "review"}, responses={**PROBLEMS, **CONFLICT}, sync_to_thread=True
)
def decide(seat: NamedDependency[Seat], data: JSONBody[Ruled]) -> Decision:
    """Rules on a statement or a report; 409 where somebody ruled meanwhile, and then nothing is kept."""
    return seat.decide(data.target, data.ruling, seen=data.seen, reason=data.reason, amendment=data.amendment)


@post(
    "/decisions/{id:str}/undo",
    tags=["decisions"],
    opt={"needs": "review"},
    responses={**PROBLEMS, **CONFLICT},
    sync_to_thread=True,
)
def undo(seat: NamedDependency[Seat], id: FromPath[str]) -> Decision:
    """Takes a ruling back: what stood before it is ruled again; both stay on record."""
    return seat.undo(id)


@get("/pairs", tags=["pairs"], responses=PROBLEMS, sync_to_thread=True)
def pairs(
    seat: NamedDependency[Seat],
    target: Annotated[str, QueryParameter(description="id of one of the two")] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Page[Decision]:
    """What people ruled on pairs of statements and actors: same, different, unsure; oldest first."""
    return _listed(seat, target=target, subject="pair", cursor=cursor, limit=limit)


@post("/pairs", tags=["pairs"], opt={"needs": "review"}, responses={**PROBLEMS, **CONFLICT}, sync_to_thread=True)
def pair(seat: NamedDependency[Seat], data: JSONBody[Paired]) -> Sequence[Decision]:
    """Rules that two are the same, or are not; the next link obeys it."""
    return seat.rule(data.ruling, (data.left, data.right), reason=data.reason)


HANDLERS = (decisions, decide, undo, pairs, pair)
