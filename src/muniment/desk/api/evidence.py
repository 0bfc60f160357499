"""Evidence for programs: reports, statements and search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from muniment.decision import Decision
from muniment.desk.api.answering import PROBLEMS
from muniment.desk.api.paging import Cursor, Key, Limit, Page, page_of
from muniment.desk.reading.telling import told_of
from muniment.desk.seat import Seat
from muniment.record import described
from muniment.report import Report
from muniment.statement import Kind, Statement

Review: TypeAlias = Literal["waiting", "accepted", "amended", "rejected", "redacted", "released", "unsure"]
Made: TypeAlias = Literal["read", "entered"]

DAY = r"^(\d{4}(-\d\d){0,2})?$"
"""A day, a month or a year, ISO 8601; nothing for any."""

Type: TypeAlias = Annotated[str, QueryParameter(description="a code of the taxonomy, or its family: harm.death, harm")]
Words: TypeAlias = Annotated[
    str,
    QueryParameter(description='all words must occur; "words in quotes" together; arrest* begins a word'),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A statement, and how it stands: what people ruled on it, and what it is part of."""

    statement: Statement = described("as people ruled; as it was read, where you are to read it before you know that")
    as_read: Statement | None = described("as it was read or entered, where a person would have it otherwise")
    decisions: Sequence[Decision] = described("all that was ruled on it that you may know, oldest first")
    seen: str = described("what to send back with a ruling, so that nobody's ruling is passed over; may be empty")
    waits: bool = described("whether it awaits review")
    incident: str | None = described("number of the Incident that it tells of, or concerns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A report or a statement that was found."""

    id: str = described("id of the Report or Statement")
    report: str = described("id of the Report it is, or is in")
    snippet: str = described("the words around, what was found in [brackets]; empty where they are not for you")


@get("/reports", tags=["reports"], responses=PROBLEMS, sync_to_thread=True)
def reports(
    seat: NamedDependency[Seat],
    q: Words = "",
    publisher: FromQuery[str] = "",
    language: FromQuery[str] = "",
    since: Annotated[str, QueryParameter(pattern=DAY, description="published on this day or later: 2021-03-12")] = "",
    until: Annotated[str, QueryParameter(pattern=DAY, description="published on this day or before: 2021-03")] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Page[Report]:
    """Reports without their texts, by id; those that hold words (the best 300), by `q`."""
    seen = seat.seen
    found = [hit.id for hit in seen.search(q)] if q else None
    held = [
        one
        for one in seen.reports(found)
        if (not publisher or one.publisher == publisher)
        and (not language or one.language == language)
        and (not since or (one.published or "") >= since)
        and (not until or (one.published is not None and one.published[: len(until)] <= until))
    ]
    return page_of(sorted((one.id,) for one in held), lambda ids: seen.reports(ids), cursor=cursor, limit=limit)


@get("/reports/{id:str}", tags=["reports"], responses=PROBLEMS, sync_to_thread=True)
def report(seat: NamedDependency[Seat], id: FromPath[str]) -> Report:
    """One report with its text; words that are not for you are black."""
    return seat.seen.report(id)


@get("/statements", tags=["statements"], responses=PROBLEMS, sync_to_thread=True)
def statements(
    seat: NamedDependency[Seat],
    report: Annotated[str, QueryParameter(description="id of a report")] = "",
    kind: FromQuery[Kind | None] = None,
    type: Type = "",
    countable: FromQuery[bool | None] = None,
    actor: Annotated[str, QueryParameter(description="number, name or id of an actor in it")] = "",
    review: FromQuery[Review | None] = None,
    made: Annotated[Made | None, QueryParameter(description="by a machine, or by a person")] = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Page[Statement]:
    """Statements as people ruled, by report and place in its text; as they were read, where you are a second reader."""
    seen = seat.seen
    if report:
        seen.checked_report(report)
    who = seen.actor(actor).id if actor else ""

    def sifted() -> list[Key]:
        ids: Sequence[str] = seen.of_report(report) if report else seen.index.order
        if who:
            mentioned = {one for held in seen.index.mentions.get(who, {}).values() for one in held}
            ids = [one for one in ids if one in mentioned]
        return sorted(_keys(seat, ids, kind=kind, type=type, countable=countable, review=review, made=made))

    asked = ("statements", seat.person.name, report, kind, type, countable, who, review, made)
    keys = seen.remembered((*asked, seen.index.hidden), sifted).value
    return page_of(keys, seat.statements, cursor=cursor, limit=limit)


def _keys(
    seat: Seat,
    ids: Sequence[str],
    *,
    kind: str | None,
    type: str,
    countable: bool | None,
    review: str | None,
    made: str | None,
) -> Iterator[Key]:
    for id in ids:
        blind = seat.blind(id)
        one = seat.seen.peeked(id, ruled=not blind)
        if (
            (kind is None or one.kind == kind)
            and (not type or one.type == type or one.type.startswith(f"{type}."))
            and (countable is None or one.countable == countable)
            and (made is None or (one.rule == "entered") == (made == "entered"))
            and (review is None or review in (("waiting",) if blind else seat.seen.review(id)))
        ):
            yield one.report, one.trigger.start, id


@get("/statements/{id:str}", tags=["statements"], responses=PROBLEMS, sync_to_thread=True)
def statement(seat: NamedDependency[Seat], id: FromPath[str]) -> Standing:
    """One statement as people ruled, with what was ruled on it."""
    told = told_of(seat, id)
    return Standing(
        statement=told.one,
        as_read=told.read if told.read != told.one else None,
        decisions=told.history,
        seen=told.standing,
        waits=seat.seen.waits(id),
        incident=seat.seen.incident_of(id),
    )


@get("/search", tags=["search"], responses=PROBLEMS, sync_to_thread=True)
def search(
    seat: NamedDependency[Seat],
    q: Annotated[Words, QueryParameter(min_length=1)],
    where: FromQuery[Literal["reports", "statements"]] = "reports",
    limit: Annotated[int, QueryParameter(ge=1, le=300)] = 20,
) -> Sequence[Found]:
    """The best hits, best first."""
    return [
        Found(id=hit.id, report=hit.report, snippet=hit.snippet.replace("\x02", "[").replace("\x03", "]"))
        for hit in seat.seen.search(q, in_=where)[:limit]
    ]


HANDLERS = (reports, report, statements, statement, search)
