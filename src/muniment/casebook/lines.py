"""Rows as lines of JSON: what the digests of custody are taken of, and what a sealed package holds.

A field at its default is left out of the line. So a field that a later version adds, with a default, leaves the digests
of all rows before as they were; the default of a field that a row holds is therefore never changed.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any, cast

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, select

from muniment.casebook import tables
from muniment.custody import line
from muniment.record import as_json, columns

UNTOLD: Mapping[str, frozenset[str]] = {"accounts": frozenset(("password",))}
"""What no line tells: the hashes of passwords. Tokens have no lines at all."""

PAGE = 500


def plain_of(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON says it: every field that is not at its default, and its number."""
    usual, json_columns = _usual(table.name), _json(table.name)
    plain: dict[str, Any] = {}
    for name, value in row.items():
        said = _decoded(value) if name in json_columns else value
        if name not in UNTOLD.get(table.name, ()) and not (name in usual and usual[name] == said):
            plain[name] = said
    return plain


def line_of(table: Table, row: Mapping[str, Any]) -> str:
    """A row as its line."""
    return line(plain_of(table, row))


def digest_of(table: Table, row: Mapping[str, Any]) -> str:
    """SHA-256 of a row's line; a row that was spoilt has one too."""
    return hashlib.sha256(line_of(table, row).encode("utf-8", "surrogatepass")).hexdigest()


def name_of(row: Mapping[str, Any]) -> str:
    """What a row is called: its id, else its number."""
    return str(row.get("id") or row["sequence"])


def row_of(table: Table, plain: Mapping[str, Any]) -> dict[str, Any]:
    """The row that a line was made of; what the line does not tell is at its default."""
    usual, json_columns = _usual(table.name), _json(table.name)
    found = usual | dict(plain)
    return {
        name: json.dumps(value, ensure_ascii=False, sort_keys=True) if name in json_columns else value
        for name, value in found.items()
        if name in table.c
    }


def rows(
    connection: Connection, table: Table, *conditions: ColumnElement[bool], after: int = 0
) -> Iterator[dict[str, Any]]:
    """The rows of a table beyond a number, in their order, a page at a time."""
    while True:
        query = select(table).where(table.c.sequence > after, *conditions).order_by(table.c.sequence).limit(PAGE)
        found = connection.execute(query).mappings().all()
        for row in found:
            yield dict(row)
        if len(found) < PAGE:
            return
        after = found[-1]["sequence"]


def digest_of_all(connection: Connection, table: Table, task: str) -> str:
    """SHA-256 of the lines of all that a task derived of one kind."""
    running = hashlib.sha256()
    for row in rows(connection, table, table.c.task == task):
        running.update(line_of(table, row).encode("utf-8", "surrogatepass"))
    return running.hexdigest()


@functools.cache
def _usual(table: str) -> dict[str, Any]:
    """Field → its default as JSON says it, of those that have one."""
    found: dict[str, Any] = {}
    for field in fields(cast(Any, tables.NOUNS[table])):
        if field.default is not MISSING:
            found[field.name] = as_json(field.default)
        elif field.default_factory is not MISSING:
            found[field.name] = as_json(field.default_factory())
    return found


@functools.cache
def _json(table: str) -> frozenset[str]:
    return frozenset(column.name for column in columns(tables.NOUNS[table]) if column.kind == "json")


def _decoded(value: Any) -> Any:
    """The JSON in a column; the text itself where somebody spoilt it."""
    try:
        return None if value is None else msgspec.json.decode(value)
    except (msgspec.DecodeError, TypeError):
        return value
