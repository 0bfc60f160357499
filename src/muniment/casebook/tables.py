"""The tables of a casebook, derived from the nouns: one row a noun, in the order they came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from muniment.account import Account, Token, Visit
from muniment.actor import Actor
from muniment.casebook.ledger import Derivation, Reading, Sighting
from muniment.count import Count, Estimate
from muniment.custody import Custody, Signature
from muniment.decision import Decision
from muniment.errand import Errand
from muniment.incident import Citation, Incident, Link, Origin, Principal
from muniment.record import ColumnKind, Noun, columns, row
from muniment.report import Report
from muniment.run import Entry, Refusal, Run
from muniment.statement import Statement

TYPES: Mapping[ColumnKind, type[TypeEngine[Any]]] = {
    "text": Text,
    "integer": BigInteger,
    "real": Double,
    "boolean": Boolean,
    "json": Text,
}

metadata = MetaData()


def _table(
    name: str,
    noun: type[Any],
    *more: Column[Any],
    unique: tuple[str, ...] = ("id",),
    cites: Mapping[str, str] | None = None,
    without: tuple[str, ...] = (),
) -> Table:
    """A noun's table. What it cites must be there when the transaction ends, in whatever order it came."""
    known = [
        Column(
            column.name,
            TYPES[column.kind],
            *(
                ForeignKey(target, deferrable=True, initially="DEFERRED")
                for target in [(cites or {}).get(column.name)]
                if target
            ),
            nullable=column.nullable,
            comment=column.doc,
        )
        for column in columns(noun)
        if column.name not in without
    ]
    constraints = [UniqueConstraint(*unique, name=f"{name}_once")] if unique else []
    # A column of our own for the order of arrival: SQLite may renumber its hidden row ids.
    sequence = Column("sequence", Integer, primary_key=True)
    return Table(name, metadata, sequence, *known, *more, *constraints, sqlite_autoincrement=True)


def _derived(name: str, noun: type[Any]) -> Table:
    return _table(name, noun, Column("task", Text, nullable=False), unique=("task", "id"))


TO_REPORT = {"report": "reports.id"}

runs = _table("runs", Run)
entries = _table("entries", Entry, unique=("id", "outcome"))
refusals = _table("refusals", Refusal, unique=("id", "run"))
reports = _table("reports", Report)
actors = _table("actors", Actor, unique=("id", "run"), cites=TO_REPORT)
statements = _table(
    "statements",
    Statement,
    Column("position", BigInteger, nullable=False),
    unique=("id", "run"),
    cites=TO_REPORT,
    without=("entered",),
)
entered = _table("entered", Statement, Column("position", BigInteger, nullable=False), cites=TO_REPORT)
principals = _table("principals", Principal, cites=TO_REPORT)
decisions = _table("decisions", Decision)
sightings = _table("sightings", Sighting, unique=("report", "name", "address", "parent"), cites=TO_REPORT)
readings = _table("readings", Reading, unique=(), cites=TO_REPORT | {"run": "runs.id"})
citations = _table("citations", Citation, unique=())
accounts = _table("accounts", Account)
tokens = _table("tokens", Token)
visits = _table("visits", Visit, unique=())
errands = _table("errands", Errand, unique=())
signatures = _table("signatures", Signature)
custody = _table("custody", Custody, unique=("number",))
derivations = _table("derivations", Derivation, unique=(), cites={"run": "runs.id"})

joined_actors = _derived("joined_actors", Actor)
origins = _derived("origins", Origin)
links = _derived("links", Link)
incidents = _derived("incidents", Incident)
counts = _derived("counts", Count)
estimates = _derived("estimates", Estimate)

Index("statements_in_order", statements.c.report, statements.c.position, statements.c.sequence)
Index("statements_by_type", statements.c.type, statements.c.report, statements.c.position, statements.c.sequence)
Index("entered_in_order", entered.c.report, entered.c.position, entered.c.sequence)
Index("actors_by_report", actors.c.report)
Index("principals_by_report", principals.c.report)
Index("refusals_by_subject", refusals.c.subject)
Index("readings_by_report", readings.c.report, readings.c.sequence)
Index("citations_by_number", citations.c.number, citations.c.sequence)
Index("visits_by_target", visits.c.target)
Index("derivations_by_task", derivations.c.task, derivations.c.sequence)

APPEND_ONLY = (
    runs,
    entries,
    refusals,
    reports,
    actors,
    statements,
    entered,
    principals,
    decisions,
    sightings,
    readings,
    citations,
    derivations,
    accounts,
    tokens,
    visits,
    errands,
    signatures,
    custody,
)
"""Evidence, decisions and what was done: rows that the database itself refuses to edit or delete."""

DERIVED: Mapping[type[Any], Table] = {
    Actor: joined_actors,
    Origin: origins,
    Link: links,
    Incident: incidents,
    Count: counts,
    Estimate: estimates,
}
"""What machines derive, by noun: each derivation of a task replaces the one before."""

KEPT: Mapping[type[Any], Table] = {
    Run: runs,
    Entry: entries,
    Refusal: refusals,
    Report: reports,
    Actor: actors,
    Statement: statements,
    Principal: principals,
    Decision: decisions,
    Sighting: sightings,
    Reading: readings,
    Citation: citations,
    Derivation: derivations,
    Account: accounts,
    Token: tokens,
    Visit: visits,
    Errand: errands,
    Signature: signatures,
    Custody: custody,
}
"""What is kept for good, by noun."""

NOUNS: Mapping[str, type[Any]] = {
    **{table.name: noun for noun, table in KEPT.items()},
    **{table.name: noun for noun, table in DERIVED.items()},
    entered.name: Statement,
}
"""Name of a table → the noun that its rows are."""

IN_CUSTODY = tuple(table for table in APPEND_ONLY if table not in (tokens, custody))
"""The tables whose rows the chain of custody holds: all but keys, and the chain itself."""


def table_of(noun: Noun) -> Table:
    """The table in which a noun is kept; actors joined across reports are derived, and people's statements stand apart."""
    kind = type(noun)
    if isinstance(noun, Statement) and noun.entered is not None:
        return entered
    if isinstance(noun, Actor) and noun.report is None:
        return joined_actors
    found = KEPT.get(kind, DERIVED.get(kind))
    if found is None:
        raise TypeError(f"a casebook keeps no {kind.__name__}")
    return found


def identity(table: Table) -> tuple[str, ...]:
    """The columns that make a row the same as one that is there; none where each row is new."""
    found = next((item for item in table.constraints if isinstance(item, UniqueConstraint)), None)
    return tuple(column.name for column in found.columns) if found is not None else ()


def of_report(table: Table) -> Column[Any]:
    """The column that says of which report a row is: of a report, its own id."""
    return table.c.id if table is reports else table.c.report


def values(noun: Noun, *, task: str = "") -> dict[str, Any]:
    """A noun as a row of its table."""
    found = row(noun)
    if isinstance(noun, Statement):
        found["position"] = noun.trigger.start
        if noun.entered is None:
            del found["entered"]
    elif cast(Any, table_of(noun)) in DERIVED.values():
        found["task"] = task
    return found
