"""What stands together, for programs: incidents and actors, and the ties of an actor on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from muniment.actor import Actor
from muniment.count import Count
from muniment.desk.api.answering import PROBLEMS
from muniment.desk.api.paging import Cursor, Limit, Page, page_of
from muniment.desk.seat import Seat
from muniment.desk.sight.index import Part
from muniment.desk.sight.seen import Seen
from muniment.incident import Incident, Link
from muniment.record import described
from muniment.statement import Statement
from muniment.workflow import Ties


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """An incident with what is told of it; nothing is merged."""

    incident: Incident = described("the statements that stand together")
    statements: Sequence[Statement] = described("those told of it, as people ruled")
    concerned: Sequence[Statement] = described("those about it that do not count: denied, demanded, warned of")
    counts: Sequence[Count] = described("ranges over its tellings")
    links: Sequence[Link] = described("what was compared, and how alike it was")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """An actor, and the statements that mention it, by the part it has in them."""

    actor: Actor = described("with every name it is called by")
    mentions: Mapping[Part, Sequence[str]] = described("did, suffered, tied, told or spoke → ids of statements")


@get("/incidents", tags=["incidents"], responses=PROBLEMS, sync_to_thread=True)
def incidents(
    seat: NamedDependency[Seat],
    statement: Annotated[str, QueryParameter(description="id of a statement told of it")] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Page[Incident]:
    """Incidents by number."""
    seen = seat.seen
    of = seen.incident_of(seen.statement(statement).id) if statement else None
    held = {one.number: one for one in seen.incidents() if not statement or one.number == of}
    keys = sorted((number,) for number in held)
    return page_of(keys, lambda numbers: [held[one] for one in numbers], cursor=cursor, limit=limit)


@get("/incidents/{number:str}", tags=["incidents"], responses=PROBLEMS, sync_to_thread=True)
def incident(seat: NamedDependency[Seat], number: FromPath[str]) -> Together:
    """One incident: its tellings, its counts, and what they were compared by."""
    held = seat.seen.incident(number)
    return Together(
        incident=held,
        statements=seat.statements(held.statements),
        concerned=seat.statements(held.concerned),
        counts=seat.seen.counts_of(held),
        links=seat.seen.links_of(held),
    )


@get("/actors", tags=["actors"], responses=PROBLEMS, sync_to_thread=True)
def actors(
    seat: NamedDependency[Seat],
    q: Annotated[str, QueryParameter(description="letters of a name")] = "",
    kind: FromQuery[str] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Page[Actor]:
    """Actors joined across reports, by id."""
    sought = q.strip().casefold()
    held = {one.id: one for one in seat.seen.actors() if _fits(one, sought, kind)}
    return page_of(sorted((one,) for one in held), lambda ids: [held[one] for one in ids], cursor=cursor, limit=limit)


def _fits(actor: Actor, sought: str, kind: str) -> bool:
    words = (actor.name, *(name.words for name in actor.names))
    return (not kind or actor.kind == kind) and any(sought in one.casefold() for one in words)


@get("/actors/{number:str}", tags=["actors"], responses=PROBLEMS, sync_to_thread=True)
def actor(seat: NamedDependency[Seat], number: FromPath[str]) -> Mentioned:
    """One actor by number, name or id, as statements give it, with the statements that mention it."""
    found = seat.seen.actor(number)
    return Mentioned(actor=found, mentions=_mentions(seat.seen, found))


def _mentions(seen: Seen, actor: Actor) -> Mapping[Part, Sequence[str]]:
    return {part: list(ids) for part, ids in seen.index.mentions.get(actor.id, {}).items()}


@get("/actors/{number:str}/ties", tags=["actors"], responses=PROBLEMS, sync_to_thread=True)
def ties(seat: NamedDependency[Seat], number: FromPath[str], on: FromQuery[date]) -> Ties:
    """The ties of an actor on a day, and who stood behind it then, as voices say."""
    return seat.seen.ties(number, on)


HANDLERS = (incidents, incident, actors, actor, ties)
