"""The chain of custody as it grows: each transaction that keeps something adds the links that say so, or keeps nothing."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, func, insert, select

from muniment.casebook import lines, tables
from muniment.casebook.reading import batches
from muniment.casebook.transactions import writer
from muniment.custody import FIRST, Custody, Held
from muniment.record import from_row

FOUND = "found"
"""The step of what was in a casebook before it had a chain: nobody can say what happened to it until then."""

MOST = 1000
"""Rows that one link holds at the most."""

SAID_BY = ("readings", "reports", "sightings", "decisions", "derivations", "entries", "accounts", "signatures")
"""The tables whose rows say what a transaction was about, the weightiest first."""


@contextmanager
def kept(engine: Engine) -> Generator[Connection]:
    """A transaction that writes; all that it adds is in the chain when it ends."""
    with writer(engine).begin() as connection:
        before = reached(connection)
        yield connection
        link_up(connection, before)


def reached(connection: Connection) -> dict[Table, int]:
    """The number of the last row of each table that the chain holds."""
    highest = [select(func.coalesce(func.max(one.c.sequence), 0)).scalar_subquery() for one in tables.IN_CUSTODY]
    return dict(zip(tables.IN_CUSTODY, connection.execute(select(*highest)).one(), strict=True))


def link_up(connection: Connection, before: Mapping[Table, int], *, step: str = "") -> None:
    """Adds links for the rows beyond these numbers."""
    after = reached(connection)
    grown = [table for table in tables.IN_CUSTODY if after[table] > before[table]]
    if not grown:
        return
    said: dict[str, Any] = {"step": step, "of": (), "by": ""} if step else _said(connection, grown, before)
    head = head_of(connection)
    at = _now(connection)
    for batch in batches(_holdings(connection, grown, before), MOST):
        head = Custody(
            number=head.number + 1 if head else 1,
            at=at,
            holds=tuple(batch),
            before=head.digest if head else FIRST,
            **said,
        )
        connection.execute(insert(tables.custody), [tables.values(head)])


def take_in(connection: Connection) -> None:
    """Begins the chain of a casebook that had none, with all that is there."""
    if head_of(connection) is None:
        link_up(connection, dict.fromkeys(tables.IN_CUSTODY, 0), step=FOUND)


def head_of(connection: Connection) -> Custody | None:
    """The last link; none where nothing was kept yet."""
    query = select(tables.custody).order_by(tables.custody.c.number.desc()).limit(1)
    found = connection.execute(query).mappings().first()
    return from_row(Custody, dict(found)) if found else None


def _holdings(connection: Connection, grown: Iterable[Table], before: Mapping[Table, int]) -> Iterator[Held]:
    derived: dict[str, None] = {}
    for table in grown:
        for row in lines.rows(connection, table, after=before[table]):
            yield Held(table=table.name, id=lines.name_of(row), sha256=lines.digest_of(table, row))
            if table is tables.derivations:
                derived[str(row["task"])] = None
    for task in derived:
        yield from _results(connection, task)


def _results(connection: Connection, task: str) -> Iterator[Held]:
    """What a task derived, one digest for all of a kind: it is replaced as a whole."""
    for table in tables.DERIVED.values():
        yield Held(table=table.name, id=task, sha256=lines.digest_of_all(connection, table, task))


def _said(connection: Connection, grown: Iterable[Table], before: Mapping[Table, int]) -> dict[str, Any]:
    """What a transaction did, to what, and who did it, as its weightiest rows say."""
    by_name = {table.name: table for table in grown}
    table = next((by_name[name] for name in SAID_BY if name in by_name), next(iter(by_name.values())))
    rows = [row for row, _ in zip(lines.rows(connection, table, after=before[table]), range(MOST), strict=False)]
    first = rows[0]
    steps = list(dict.fromkeys(_step(table, row) for row in rows))
    of = dict.fromkeys(target for row in rows for target in _targets(table, row))
    return {"step": ", ".join(steps), "of": tuple(of), "by": str(first.get("by") or first.get("run") or "")}


def _step(table: Table, row: Mapping[str, Any]) -> str:
    plain = {"readings": "read", "reports": "received", "sightings": "seen again", "derivations": "derived"}
    more = {"signatures": "signed", "visits": "shown", "accounts": "admitted", "refusals": "refused"}
    named = {"decisions": "ruling", "entries": "outcome", "errands": "event"}
    if table is tables.entries and row["outcome"] == "running":
        return "begun"
    return str(row[named[table.name]]) if table.name in named else (plain | more).get(table.name, "kept")


def _targets(table: Table, row: Mapping[str, Any]) -> list[str]:
    if table is tables.decisions:
        return cast(list[str], json.loads(row["targets"]))
    column = {
        "reports": "id",
        "derivations": "task",
        "entries": "task",
        "accounts": "name",
        "visits": "target",
        "signatures": "head",
    }
    return [str(value) for value in (row.get(column.get(table.name, "report")),) if value]


def _now(connection: Connection) -> str:
    """The time by the clock of the database: on a server, the same for everybody who writes."""
    moment = connection.execute(select(func.now())).scalar_one()
    whole = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return whole.astimezone(UTC).isoformat(timespec="seconds")
