"""How nouns come into a casebook: each call is one transaction, and what is there already is left alone."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, and_, delete, or_, select

from muniment.actor import Actor
from muniment.casebook import database, tables
from muniment.casebook.chaining import kept
from muniment.casebook.ledger import Derivation, Reading, Sighting
from muniment.casebook.reading import batches
from muniment.decision import Decision, standing
from muniment.errors import DecisionConflict, UnknownTarget
from muniment.incident import Principal
from muniment.record import Noun, from_row
from muniment.report import Report
from muniment.run import Refusal
from muniment.statement import Statement

BATCH = 1000


def keep(engine: Engine, nouns: Iterable[Noun]) -> int:
    """Adds the nouns that are not there yet, all or none; the number added."""
    with kept(engine) as connection:
        return _add(connection, nouns)


def keep_report(engine: Engine, report: Report) -> bool:
    """Adds a report; whether it is new. One that came before leaves a sighting of where it came from now."""
    table = tables.reports
    with kept(engine) as connection:
        if _add(connection, [report]):
            return True
        known = connection.execute(select(table).where(table.c.id == report.id)).mappings().one()
        again, first = _sighting(report), _sighting(from_row(Report, dict(known)))
        if dataclasses.replace(again, run=first.run) != first:
            _add(connection, [again])
    return False


def keep_reading(
    engine: Engine,
    reading: Reading,
    statements: Sequence[Statement],
    actors: Sequence[Actor],
    refusals: Sequence[Refusal],
    principal: Principal | None = None,
) -> int:
    """Adds everything that one reading of one report found, all or none; the number of new statements."""
    main = [principal] if principal else []
    for noun in (*statements, *actors, *main):
        if noun.report != reading.report:
            raise ValueError(f"{noun.id} is of {noun.report}, not of {reading.report}")
    with kept(engine) as connection:
        _add(connection, _signed([*actors, *refusals], reading.run))
        added = _add(connection, _signed(statements, reading.run))
        _add(connection, _signed(main, reading.run))
        _add(connection, [reading])
    return added


def keep_decisions(engine: Engine, made: Sequence[Decision], entered: Sequence[Statement]) -> int:
    """Adds rulings and entered statements, all or none; raises `DecisionConflict` where others stand than they supersede."""
    with kept(engine) as connection:
        _add(connection, entered)
        for decision in made:
            _check_seen(connection, decision)
        return _add(connection, made)


def _check_seen(connection: Connection, made: Decision) -> None:
    table = tables.decisions
    target = json.dumps(made.targets, ensure_ascii=False)
    same = and_(table.c.subject == made.subject, table.c.targets == target)
    rows = connection.execute(select(table).where(or_(same, table.c.id.in_(made.replaces))))
    read = [from_row(Decision, dict(row)) for row in rows.mappings()]
    known = [one for one in read if (one.subject, one.targets, one.slot) == (made.subject, made.targets, made.slot)]
    held = [one for one in standing(known) if not made.independent or (one.independent and one.by == made.by)]
    unseen = [one for one in held if one.id not in (*made.replaces, made.id)]
    gone = [one for one in read if one.id in made.replaces and one not in held]
    for id in {*made.replaces} - {one.id for one in read}:
        raise UnknownTarget(id)
    for one in unseen or gone:
        raise DecisionConflict(" ".join(made.targets), by=one.by, at=one.at, ruling=one.ruling)


def keep_derived(engine: Engine, derivation: Derivation, nouns: Iterable[Noun]) -> int:
    """Puts a task's new results in the place of its old ones, all or none; the number of results."""
    with kept(engine) as connection:
        for table in tables.DERIVED.values():
            connection.execute(delete(table).where(table.c.task == derivation.task))
        added = _add(connection, _signed(nouns, derivation.run), task=derivation.task)
        _add(connection, [derivation])
    return added


def _add(connection: Connection, nouns: Iterable[Noun], *, task: str = "") -> int:
    added = 0
    for batch in batches(nouns, BATCH):
        rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        for noun in batch:
            rows[tables.table_of(noun)].append(tables.values(noun, task=task))
        added += sum(database.of(connection).add(connection, table, found) for table, found in rows.items())
    return added


def _signed(nouns: Iterable[Any], run: str) -> Iterator[Noun]:
    """The nouns with the run that made them; raises `ValueError` where they name another."""
    for noun in nouns:
        if noun.run not in ("", run):
            raise ValueError(f"{noun.id} was made by {noun.run}, not by {run}")
        yield cast(Noun, noun if noun.run else dataclasses.replace(noun, run=run))


def _sighting(report: Report) -> Sighting:
    return Sighting(
        report=report.id,
        name=report.name,
        address=report.address or "",
        parent=report.parent or "",
        run=report.run,
    )
