"""What a casebook gives back: nouns in their order, a page at a time, so that memory does not grow with them."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Engine, Select, Table, and_, exists, func, literal, or_, select, tuple_

from muniment.actor import Actor
from muniment.casebook import tables
from muniment.casebook.ledger import Derivation
from muniment.incident import Link, Principal
from muniment.record import Noun, from_row
from muniment.report import Report
from muniment.run import Entry, Refusal
from muniment.statement import Statement

N = TypeVar("N", bound=Noun)
T = TypeVar("T")

PAGE = 1000
FEW = 8
"""Reports to a page: each may be a book."""


def kept(
    engine: Engine, noun: type[N], *conditions: ColumnElement[bool], table: Table | None = None, page: int = PAGE
) -> Iterator[N]:
    """The nouns of a table that meet the conditions, in the order they came."""
    source = tables.KEPT[noun] if table is None else table
    return _pages(engine, noun, select(source).where(*conditions), key=(source.c.sequence,), page=page)


def reports(engine: Engine, *conditions: ColumnElement[bool]) -> Iterator[Report]:
    """Reports in the order they came."""
    return kept(engine, Report, *conditions, page=FEW)


def statements(engine: Engine, asked: Mapping[str, object], *, superseded: bool = False) -> Iterator[Statement]:
    """Statements whose columns have these values, in the order of report and trigger.

    Those of the newest reading of each report and those that people entered; or all.
    """
    by_machine, by_people = (
        _pages(
            engine,
            Statement,
            select(table).where(*(table.c[name] == value for name, value in asked.items()), *more),
            key=(table.c.report, table.c.position, table.c.sequence),
        )
        for table, more in ((tables.statements, () if superseded else (standing(),)), (tables.entered, ()))
    )
    return heapq.merge(by_machine, by_people, key=lambda one: (one.report, one.trigger.start))


def standing() -> ColumnElement[bool]:
    """That a statement is of the newest reading of the newest text of its report, and no person entered the same.

    On an older text stands what somebody ruled on.
    """
    table = tables.statements
    ruled = exists().where(tables.decisions.c.targets.contains(literal('"') + table.c.id + '"'))
    return and_(
        stands(table.c.report, table.c.run),
        table.c.id.not_in(select(tables.entered.c.id)),
        or_(table.c.report.not_in(replaced()), ruled),
    )


def replaced() -> Select[Any]:
    """The ids of the reports of which a later text was read: what nobody ruled on in them stands no longer."""
    later = tables.reports.alias()
    read = later.c.id.in_(select(tables.readings.c.report))
    return select(later.c.replaces).where(later.c.replaces.is_not(None), read)


def replaced_by_later(engine: Engine) -> set[str]:
    """The ids that `replaced` gives."""
    with engine.connect() as connection:
        return set(connection.execute(replaced()).scalars())


def actors(engine: Engine, *conditions: ColumnElement[bool]) -> Iterator[Actor]:
    """The actors of single reports, of the newest reading of each."""
    table = tables.actors
    return kept(engine, Actor, *conditions, stands(table.c.report, table.c.run))


def principals(engine: Engine, *conditions: ColumnElement[bool]) -> Iterator[Principal]:
    """What each report is mainly about, by the newest reading of it."""
    table = tables.principals
    newest = table.c.report.not_in(replaced())
    return kept(engine, Principal, *conditions, stands(table.c.report, table.c.run), newest)


def refusals(engine: Engine) -> Iterator[Refusal]:
    """What was refused, save by readings that newer ones have replaced."""
    table, read = tables.refusals, tables.readings
    replaced = and_(
        table.c.run.in_(select(read.c.run)),
        table.c.run.not_in(select(newest(tables.reports.c.id)).where(newest(tables.reports.c.id).is_not(None))),
    )
    return kept(engine, Refusal, stands(table.c.subject, table.c.run), ~replaced)


def news(engine: Engine, noun: type[N], after: int, *, table: Table | None = None) -> tuple[list[N], int]:
    """What was kept of a noun beyond a row, and the last row; of reports all but the text."""
    table = tables.KEPT[noun] if table is None else table
    wanted = [literal("").label("text") if noun is Report and one.name == "text" else one for one in table.columns]
    query = select(*wanted).where(table.c.sequence > after)
    found, last = [], after
    for values in rows(engine, query, key=(table.c.sequence,)):
        found.append(from_row(noun, values))
        last = values["sequence"]
    return found, last


def links_of(engine: Engine, ends: Iterable[str]) -> list[Link]:
    """The links that have any of these at an end."""
    table, found = tables.links, dict[str, Link]()
    for batch in batches(ends, PAGE):
        either = or_(table.c.left.in_(batch), table.c.right.in_(batch))
        found |= {one.id: one for one in kept(engine, Link, either, table=table)}
    return list(found.values())


def links_near(engine: Engine, of: str, weight: float, *, limit: int) -> list[Link]:
    """The links between statements or actors whose weight is nearest to one; the nearest first."""
    table = tables.links
    nearest = func.abs(table.c.weight - weight), table.c.left, table.c.right
    query = select(table).where(table.c.of == of).order_by(*nearest).limit(limit)
    with engine.connect() as connection:
        found = connection.execute(query).mappings().all()
    return [from_row(Link, dict(values)) for values in found]


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items in lists of at most this size."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def readings(engine: Engine) -> dict[str, str]:
    """Report → the run of its newest reading; empty for one that nothing has read."""
    table = tables.readings
    query = select(table.c.report, table.c.run).order_by(table.c.sequence)
    with engine.connect() as connection:
        every = {report: "" for (report,) in connection.execute(select(tables.reports.c.id))}
        return every | {row.report: row.run for row in connection.execute(query)}


def report_of(engine: Engine, statements: Iterable[str]) -> dict[str, str]:
    """Statement → its report, for those that there are."""
    found: dict[str, str] = {}
    with engine.connect() as connection:
        for batch in batches(statements, PAGE):
            for table in (tables.statements, tables.entered):
                query = select(table.c.id, table.c.report).where(table.c.id.in_(batch))
                found |= {row.id: row.report for row in connection.execute(query)}
    return found


def log(engine: Engine) -> Iterator[Entry]:
    """The log, oldest first; of an entry that has ended, its end."""
    table, other = tables.entries, tables.entries.alias()
    later = exists().where(and_(other.c.id == table.c.id, other.c.sequence > table.c.sequence))
    query = select(table).where(~later)
    return _pages(engine, Entry, query, key=(table.c.started, table.c.sequence))


def unread(engine: Engine, run: str) -> Iterator[Report]:
    """Reports whose newest reading, if they have one, is not by this run."""
    return reports(engine, not_read_by(run))


def not_read_by(run: str) -> ColumnElement[bool]:
    """That a report's newest reading is not by this run."""
    return func.coalesce(newest(tables.reports.c.id), "") != run


def derivation(engine: Engine, task: str) -> Derivation | None:
    """The newest derivation of a task."""
    table = tables.derivations
    query = select(table).where(table.c.task == task).order_by(table.c.sequence.desc()).limit(1)
    with engine.connect() as connection:
        found = connection.execute(query).mappings().first()
    return from_row(Derivation, dict(found)) if found else None


def mark(engine: Engine) -> str:
    """How far the tables of evidence, claims and decisions have come."""
    wanted = (tables.reports, tables.statements, tables.actors, tables.readings, tables.entered, tables.decisions)
    *read, entered, ruled = reached(engine, wanted)
    # Where nobody entered anything the mark is what it was before anybody could: what was derived then is still fresh.
    return ".".join(map(str, [*read, *([entered] if entered else []), ruled]))


def moment(engine: Engine) -> str:
    """When the newest link of the chain came that holds more than the log and who sees it; empty where there is none."""
    table = tables.custody
    query = select(table.c.holds, table.c.at).order_by(table.c.number.desc())
    with engine.connect() as connection, connection.execution_options(yield_per=FEW).execute(query) as links:
        for row in links:
            if any(held["table"] not in ASIDE for held in msgspec.json.decode(row.holds)):
                return str(row.at)
    return ""


ASIDE = ("runs", "entries", "accounts", "visits", "errands", "signatures")
"""Tables of which no page of a dossier tells."""


def reached(engine: Engine, wanted: Sequence[Table]) -> tuple[int, ...]:
    """How many rows have come into each of these tables."""
    highest = [select(func.coalesce(func.max(table.c.sequence), 0)).scalar_subquery() for table in wanted]
    with engine.connect() as connection:
        return tuple(connection.execute(select(*highest)).one())


def newest(report: ColumnElement[Any]) -> ColumnElement[Any]:
    """The run of a report's newest reading, as part of a query; null where nothing has read it."""
    table = tables.readings.alias()
    query = select(table.c.run).where(table.c.report == report).order_by(table.c.sequence.desc()).limit(1)
    return query.scalar_subquery()


def stands(report: ColumnElement[Any], run: ColumnElement[Any]) -> ColumnElement[bool]:
    """That no newer reading of the report has replaced what this run found."""
    return func.coalesce(newest(report), run) == run


def rows(
    engine: Engine, query: Select[Any], *, key: Sequence[ColumnElement[Any]], page: int = PAGE
) -> Iterator[dict[str, Any]]:
    """Rows in the order of a unique key, each page its own short transaction.

    A cursor held open while somebody writes would keep the write-ahead log from ever being folded back.
    """
    ordered = query.order_by(*key).limit(page)
    after: tuple[Any, ...] | None = None
    while True:
        current = ordered if after is None else ordered.where(tuple_(*key) > after)
        with engine.connect() as connection:
            found = connection.execute(current).mappings().all()
        for values in found:
            yield dict(values)
        if len(found) < page:
            return
        after = tuple(found[-1][column] for column in key)


def number(engine: Engine, table: Table, *conditions: ColumnElement[bool]) -> int:
    """How many rows of a table meet the conditions."""
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()


def _pages(
    engine: Engine, noun: type[N], query: Select[Any], *, key: Sequence[ColumnElement[Any]], page: int = PAGE
) -> Iterator[N]:
    return (from_row(noun, values) for values in rows(engine, query, key=key, page=page))
