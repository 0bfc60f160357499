"""What only PostgreSQL needs: its one writer at a time, its errors in words, adding a row once, its full-text index."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    ExceptionContext,
    Table,
    TableClause,
    column,
    create_engine,
    event,
    exists,
    inspect,
    make_url,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from muniment.casebook.tables import identity, metadata, of_report
from muniment.casebook.transactions import PATIENCE, writes
from muniment.casebook.words import Term, folded, pieces
from muniment.errors import CasebookMismatch, MunimentError, UnreachableDatabase

DRIVER = "postgresql+psycopg"
REACH = 10
"""Seconds to wait for a server that does not answer."""

WRITER = 0x6D756E69
"""The lock that a transaction holds while it writes: a number of our own, the same for everybody in the database."""


def engine_for(url: str) -> Engine:
    """An engine for the database at a URL; what goes wrong there is said in words that a person can act on."""
    place = make_url(url).set(drivername=DRIVER)
    settled = {"client_encoding": "utf8", "connect_timeout": REACH, "options": f"-c lock_timeout={PATIENCE}s"}
    engine = create_engine(place, connect_args=settled | {"application_name": "muniment"}, pool_pre_ping=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]  # called by SQLAlchemy
        # Without this, rows numbered by one writer could become visible after those that another numbered later, and
        # whoever reads on from the last number they saw would miss them.
        if writes(connection):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")

    @event.listens_for(engine, "handle_error")
    def explain(context: ExceptionContext) -> None:  # pyright: ignore[reportUnusedFunction]  # called by SQLAlchemy
        problem = _explained(context.original_exception, place)
        if problem is not None:
            raise problem from context.original_exception

    return engine


def shown(url: URL | str) -> str:
    """A URL as people may see it: without its password."""
    whole = make_url(url)
    plain = URL.create("postgresql", whole.username, None, whole.host, whole.port, whole.database, whole.query)
    return plain.difference_update_query(["password"]).render_as_string()


def answering(url: str) -> str:
    """The version of the server that answers at a URL; raises `UnreachableDatabase`."""
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            return "PostgreSQL " + str(connection.execute(sql("SHOW server_version")).scalar_one())
    finally:
        engine.dispose()


def _explained(error: BaseException, place: URL) -> MunimentError | None:
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if isinstance(error, errors.LockNotAvailable):
        waited = f"somebody else has been writing to {shown(place)} for {PATIENCE} seconds"
        return MunimentError(waited, hint="run the same command again when they are done; nothing of yours was kept")
    if isinstance(error, errors.InsufficientPrivilege):
        hint = f"let the role own the database: ALTER DATABASE {place.database} OWNER TO {place.username}"
        return MunimentError(f"{shown(place)}: {said}", hint=hint)
    if isinstance(error, psycopg.DataError) and "NUL" in said:
        hint = "leave the character with the number 0 out"
        return MunimentError("a text with a NUL character cannot be kept in PostgreSQL", hint=hint)
    if isinstance(error, (errors.DiskFull, errors.ReadOnlySqlTransaction)):
        return MunimentError(f"{shown(place)}: {said}", hint="tell whoever keeps the server; nothing of yours was kept")
    if isinstance(error, psycopg.OperationalError):
        reason = said.rpartition("failed: ")[2].removeprefix("FATAL:").strip() or said
        return UnreachableDatabase(shown(place), reason, hint=_advice(reason, place))
    return None


def _advice(reason: str, place: URL) -> str:
    if "password" in reason:
        return "put the password into ~/.pgpass, or give it as PGPASSWORD"
    if "database" in reason and "does not exist" in reason:
        return f"make the database: createdb {place.database}"
    return f"look whether the server runs and lets you in: psql {shown(place)}"


def add(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Adds the rows that are not there yet, with their words; the number added."""
    if not rows:
        return 0
    same = identity(table)
    statement = insert(table).returning(table.c.sequence, *(table.c[name] for name in same))
    if same:
        statement = statement.on_conflict_do_nothing(index_elements=same)
    added = connection.execute(statement, rows).all()
    if table.name in SEARCHED:
        given = {tuple(row[name] for name in same): row for row in reversed(rows)}
        _index(connection, table.name, ((number, given[tuple(key)]) for number, *key in added))
    return len(added)


def damage(connection: Connection) -> list[str]:
    """Rows that cite what is not there, as where somebody switched the constraints off."""
    found: list[str] = []
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            cited = exists().where(key.column == key.parent)
            query = select(table.c.sequence).where(key.parent.is_not(None), ~cited)
            found += [
                f"row {number} of {table.name} cites a row of {key.column.table.name} that is not there"
                for (number,) in connection.execute(query)
            ]
    return found


SEARCHED: Mapping[str, str] = {
    "reports": "report_words",
    "statements": "statement_words",
    "entered": "entered_words",
}
"""What is searched → the table of its words, in pieces: an index entry of PostgreSQL does not hold a book."""

OF_REPORT, OF_STATEMENT = "title, text", '"trigger", type, slots, voices'
START, STOP = "\x01", "\x02"
SNIPPET = f"StartSel={START}, StopSel={STOP}, MaxWords=24, MinWords=12, ShortWord=0"


def matches(
    connection: Connection,
    where: str,
    terms: Sequence[Term],
    *,
    standing: ColumnElement[bool],
    marks: tuple[str, str],
    limit: int,
) -> list[tuple[str, str, str]]:
    """Id, report and snippet of the rows of `where` in which all terms occur, each in any piece, best first."""
    source, index = metadata.tables[where], TableClause(SEARCHED[where], column("sequence"), column("piece"))
    asked = {f"term{number}": _query(term) for number, term in enumerate(terms)}
    each = [f"to_tsquery('muniment', :{name})" for name in asked]
    some = " || ".join(each)
    every = " AND ".join(f"bool_or(words @@ {one})" for one in each)
    ranked = (
        sql(
            f"SELECT of, max(ts_rank(words, {some}, 1)) AS rank, "  # names of our own
            f"(array_agg(sequence ORDER BY ts_rank(words, {some}, 1) DESC, sequence))[1] AS best "
            f"FROM {index.name} WHERE words @@ ({some}) GROUP BY of HAVING {every}"
        )
        .columns(column("of"), column("rank"), column("best"))
        .cte("found")
    )
    query = (
        select(source.c.id, of_report(source), index.c.piece)
        .join(ranked, ranked.c.of == source.c.sequence)
        .join(index, index.c.sequence == ranked.c.best)
        .where(standing)
        .order_by(ranked.c.rank.desc(), ranked.c.of)
        .limit(limit)
    )
    headline = sql(f"SELECT ts_headline('muniment', :folded, {some}, :options)")
    return [
        (id, of, _snippet(piece, _said(connection, headline, asked, piece), marks=marks))
        for id, of, piece in connection.execute(query, asked).all()
    ]


def _said(connection: Connection, headline: Any, asked: Mapping[str, str], piece: str) -> str:
    return str(
        connection.execute(headline, {**asked, "folded": folded(piece), "options": SNIPPET}).scalar_one_or_none() or ""
    )


def _query(term: Term) -> str:
    """A term as PostgreSQL reads it: its words one after the other; they hold nothing that it takes for an operator."""
    return " <-> ".join(folded(term.words).split()) + (":*" if term.begins else "")


def _snippet(piece: str, headline: str, *, marks: tuple[str, str]) -> str:
    """The words of a piece that PostgreSQL chose among the folded ones, which stand at the same places."""
    bare = headline.replace(START, "").replace(STOP, "")
    place = begun = max(folded(piece).find(bare), 0)
    letters: list[str] = []
    for character in headline:
        if character in (START, STOP):
            letters.append(marks[character == STOP])
        else:
            letters.append(piece[place])
            place += 1
    return ("…" if begun else "") + "".join(letters) + ("…" if folded(piece[place:]).strip() else "")


def index_again(connection: Connection) -> None:
    """Builds the full-text index anew from the rows."""
    for source, index in SEARCHED.items():
        connection.execute(sql(f"DELETE FROM {index}"))
        after, found = 0, True
        page = sql(
            f"SELECT sequence, {OF_REPORT if source == 'reports' else OF_STATEMENT} FROM {source} "
            "WHERE sequence > :after ORDER BY sequence LIMIT 100"
        )
        while found:
            found = connection.execute(page, {"after": after}).mappings().all()
            _index(connection, source, ((row["sequence"], dict(row)) for row in found))
            after = found[-1]["sequence"] if found else after


def _index(connection: Connection, source: str, rows: Iterator[tuple[int, Mapping[str, Any]]]) -> None:
    parts = [
        {"of": number, "piece": piece, "folded": folded(piece)}
        for number, row in rows
        for text in (_texts_of_report(row) if source == "reports" else _texts_of_statement(row))
        for piece in pieces(text.replace("\0", " "))
    ]
    if parts:
        command = (
            f"INSERT INTO {SEARCHED[source]} (of, piece, words) VALUES (:of, :piece, to_tsvector('muniment', :folded))"
        )
        connection.execute(sql(command), parts)


def _texts_of_report(row: Mapping[str, Any]) -> list[str]:
    return [text for text in (row["title"], row["text"]) if text]


def _texts_of_statement(row: Mapping[str, Any]) -> list[str]:
    """Trigger, type, slots and voices in a line: a value with its words behind it where they differ."""
    values = [value for slot in json.loads(row["slots"]).values() for value in slot]
    said = [(str(value.get("value", "")), str(value.get("words", ""))) for value in values]
    slots = [f"{value} ({words})" if value and value != words else words for value, words in said]
    voices = [str(voice.get("name", "")) for voice in json.loads(row["voices"])[1:]]
    return [" · ".join([str(json.loads(row["trigger"]).get("words", "")), row["type"], *slots, *voices])]


REFUSAL = """
CREATE OR REPLACE FUNCTION refuse_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% are only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
"""
TRIGGER = """
CREATE TRIGGER {table}_no_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes()
"""


def forbid_changes(connection: Connection, table: str) -> None:
    """Has the database refuse to edit, delete or empty the rows of a table."""
    connection.execute(sql(REFUSAL))
    connection.execute(sql(TRIGGER.format(table=table)))


OTHERWISE_SORTED = """
SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND data_type = 'text'
AND collation_name IS DISTINCT FROM 'C'
"""


def kept_for(connection: Connection) -> str | None:
    """The identity of the casebook that the database keeps; none where it is empty.

    Raises `CasebookMismatch` where it holds the tables of something else, or cannot hold every letter.
    """
    encoding = connection.execute(sql("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        hint = "make a database with createdb --encoding UTF8 --template template0 NAME"
        raise CasebookMismatch(
            f"{shown(connection.engine.url)} cannot hold every letter: it is in {encoding}", hint=hint
        )
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if "casebook" not in tables:
        place = shown(connection.engine.url)
        raise CasebookMismatch(
            f"{place} holds other tables", hint="make a database for the casebook alone: createdb NAME"
        )
    return str(connection.execute(sql("SELECT id FROM casebook")).scalar_one())


def settle(connection: Connection, casebook: str) -> None:
    """Notes which casebook the tables are for, and has text sorted by its characters, as in SQLite.

    The order of a server's language may change when its system is renewed, and would leave indexes in disorder.
    """
    connection.execute(
        sql("INSERT INTO casebook (id) SELECT :id WHERE NOT EXISTS (SELECT FROM casebook)"), {"id": casebook}
    )
    connection.execute(sql("SET CONSTRAINTS ALL IMMEDIATE"))
    quoted = connection.dialect.identifier_preparer.quote
    for table, name in connection.execute(sql(OTHERWISE_SORTED)).all():
        connection.execute(
            sql(f'ALTER TABLE {quoted(table)} ALTER COLUMN {quoted(name)} TYPE TEXT COLLATE "C"')  # names of our own
        )
