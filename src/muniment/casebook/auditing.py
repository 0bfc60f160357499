"""The audit: every byte hashed again, every passage read again, every id made again, the chain of custody proved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Engine, Table, select

from muniment.actor import Actor, actor_of
from muniment.casebook import database, proving, reading, tables
from muniment.casebook.bytes import digest_of, path_of
from muniment.decision import Decision, identity
from muniment.errors import MunimentError, TamperedReport, UngroundedStatement
from muniment.incident import Principal
from muniment.record import Noun, digest, from_row
from muniment.report import Passage, Report, sha256
from muniment.report import identity as named
from muniment.run import Refusal, Run, refusal_of, run_of
from muniment.statement import AUTHOR, Statement, counts, ground, of_values, passages

N = TypeVar("N", bound=Noun)
Progress = Callable[[int, int], None]

RESTORE = "restore the database from a copy, or add and extract the reports again into a new casebook"


def audit(engine: Engine, store: Path, *, progress: Progress | None = None) -> Iterator[MunimentError]:
    """What does not hold, report by report; nothing where all is as it was when it was kept."""
    with engine.connect() as connection:
        found = database.of(connection).damage(connection)
    yield from (MunimentError(problem, hint=RESTORE) for problem in found)
    yield from _ledger(engine)
    yield from proving.prove(engine)
    total = reading.number(engine, tables.reports)
    checked_bytes = ""
    for done, report in enumerate(_rows(engine, tables.reports, page=reading.FEW), start=1):
        noun = _built(Report, report)
        if isinstance(noun, MunimentError):
            yield noun
        else:
            # The rows of a table follow one another and share its bytes: hash them once.
            yield from _report(noun, store, hash_bytes=noun.sha256 != checked_bytes)
            yield from _found_in(engine, noun)
            checked_bytes = noun.sha256
        if progress:
            progress(done, total)


def _report(report: Report, store: Path, *, hash_bytes: bool) -> Iterator[MunimentError]:
    found = digest_of(path_of(store, report.sha256)) if hash_bytes else report.sha256
    if found != report.sha256:
        yield TamperedReport(report.id, expected=report.sha256, found=found)
    text = sha256(report.text)
    if text != report.text_sha256:
        yield TamperedReport(report.id, expected=report.text_sha256, found=text)
    yield from _same_id(report.id, named(report))


def _found_in(engine: Engine, report: Report) -> Iterator[MunimentError]:
    for row in _rows(engine, tables.statements, tables.statements.c.report == report.id):
        statement = _built(Statement, row)
        yield from [statement] if isinstance(statement, MunimentError) else _statement(statement, report)
    for row in _rows(engine, tables.entered, tables.entered.c.report == report.id):
        statement = _built(Statement, row)
        if isinstance(statement, MunimentError):
            yield statement
        else:
            yield from _statement(statement, report)
            yield from _signature(engine, statement)
    for row in _rows(engine, tables.principals, tables.principals.c.report == report.id):
        principal = _built(Principal, row)
        if isinstance(principal, MunimentError):
            yield principal
        else:
            yield from _ungrounded(report, of_values(principal.slots))
            yield from _same_id(principal.id, digest(Principal.PREFIX, report.id, principal.run))
    for row in _rows(engine, tables.actors, tables.actors.c.report == report.id):
        actor = _built(Actor, row)
        if isinstance(actor, MunimentError):
            yield actor
        else:
            again = actor_of(report.id, actor.name, kind=actor.kind, names=actor.names)
            yield from _same_id(actor.id, again.id)


def _statement(statement: Statement, report: Report) -> Iterator[MunimentError]:
    yield from _ungrounded(report, passages(statement))
    identity = (statement.trigger, statement.kind, statement.type, statement.voices, statement.realis)
    yield from _same_id(statement.id, digest(Statement.PREFIX, report.id, report.text_sha256, *identity))
    if not statement.voices or statement.voices[0].name != AUTHOR:
        yield MunimentError(f"{statement.id}: voice 0 is not the author of the report", hint=RESTORE)
    if counts(statement) != statement.countable:
        yield MunimentError(f"{statement.id}: countable is {statement.countable}, and should not be", hint=RESTORE)


def _signature(engine: Engine, statement: Statement) -> Iterator[MunimentError]:
    """Who entered a statement, and when, is said again by the decision that came with it, whose id holds both."""
    table = tables.decisions
    by = statement.entered
    signed = by and reading.number(
        engine, table, table.c.targets == json.dumps([statement.id]), table.c.by == by.by, table.c.at == by.at
    )
    if not signed:
        yield MunimentError(f"{statement.id}: no decision says who entered it, and when", hint=RESTORE)


def _ungrounded(report: Report, stood_on: Sequence[Passage]) -> Iterator[MunimentError]:
    for passage in stood_on:
        try:
            ground(report, passage)
        except UngroundedStatement as problem:
            yield problem


def _ledger(engine: Engine) -> Iterator[MunimentError]:
    """Runs, refusals and decisions: their ids are digests of all that they say."""
    again: Sequence[tuple[type[Any], Callable[[Any], str]]] = (
        (Run, lambda run: run_of(run.task, version=run.version, settings=run.settings).id),
        (Refusal, lambda refusal: refusal_of(refusal.task, refusal.subject, refusal.reason).id),
        (Decision, identity),
    )
    for noun, made_again in again:
        for row in _rows(engine, tables.KEPT[noun]):
            built: Any = _built(noun, row)
            if isinstance(built, MunimentError):
                yield built
            else:
                yield from _same_id(built.id, made_again(built))


def _same_id(kept: str, again: str) -> Iterator[MunimentError]:
    if kept != again:
        yield MunimentError(f"{kept}: what the row says belongs to the id {again}", hint=RESTORE)


def _rows(
    engine: Engine, table: Table, *conditions: ColumnElement[bool], page: int = reading.PAGE
) -> Iterator[dict[str, Any]]:
    return reading.rows(engine, select(table).where(*conditions), key=(table.c.sequence,), page=page)


def _built(noun: type[N], row: dict[str, Any]) -> N | MunimentError:
    try:
        return from_row(noun, row)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return MunimentError(f"{row.get('id')}: the row cannot be read as a {noun.__name__}: {error}", hint=RESTORE)
