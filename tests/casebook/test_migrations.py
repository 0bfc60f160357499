"""What the migrations make is what the nouns ask for."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from intruder import Intruder
from muniment.casebook import Casebook, folder, tables


def shape(table: Table) -> dict[str, Any]:
    """What matters of a table, whether it was derived from a noun or read from a database."""
    return {
        "columns": sorted((column.name, str(column.type).split()[0], column.nullable) for column in table.columns),
        "cites": sorted((key.parent.name, key.target_fullname, key.deferrable) for key in table.foreign_keys),
        "once": [
            [column.name for column in found.columns]
            for found in table.constraints
            if isinstance(found, UniqueConstraint)
        ],
        "indexes": sorted((index.name, [column.name for column in index.columns]) for index in table.indexes),
        "key": [column.name for column in table.primary_key.columns],
    }


def test_every_migration_is_a_version_that_can_be_opened() -> None:
    configuration = Config()
    configuration.set_main_option("script_location", str(folder.MIGRATIONS))
    configuration.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(configuration)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == folder.VERSIONS
    assert scripts.get_heads() == [folder.VERSIONS[-1]]


@pytest.mark.parametrize("name", sorted(tables.metadata.tables))
def test_a_migrated_table_is_the_one_derived_from_its_noun(intruder: Intruder, name: str) -> None:
    read = MetaData()
    read.reflect(intruder.engine, only=[name], resolve_fks=True)
    assert shape(read.tables[name]) == shape(tables.metadata.tables[name])


@pytest.mark.parametrize("table", tables.metadata.tables.values(), ids=lambda table: table.name)
def test_no_number_of_a_row_is_ever_given_twice(intruder: Intruder, table: Table, url: str | None) -> None:
    if url is None:
        ((made,),) = intruder.run("SELECT sql FROM sqlite_master WHERE name = :name", name=table.name)
        assert "AUTOINCREMENT" in made
    else:
        assert intruder.run("SELECT pg_get_serial_sequence(:name, 'sequence')", name=table.name) != [(None,)]


@pytest.mark.parametrize("table", tables.APPEND_ONLY, ids=lambda table: table.name)
def test_the_database_refuses_to_edit_or_delete(intruder: Intruder, table: Table, url: str | None) -> None:
    fill(intruder, table)
    first = table.columns.keys()[1]
    commands = [
        f'UPDATE {table.name} SET "{first}" = "{first}"',
        f"UPDATE {table.name} SET sequence = 7",
        f"DELETE FROM {table.name}",
    ]
    for command in [*commands, *([f"TRUNCATE {table.name} CASCADE"] if url else [])]:
        with pytest.raises(IntegrityError, match="only ever added to"):
            intruder.run(command)
        assert intruder.run(f"SELECT count(*) FROM {table.name}") == [(1,)]


def fill(intruder: Intruder, table: Table) -> None:
    """One row, whose contents do not matter here, and which cites nothing that is there."""
    wanted = [column for column in table.columns if not column.nullable and column.name != "sequence"]
    empty = {"slots": "{}", "voices": "[]", "trigger": "{}"}
    names = ", ".join(f'"{column.name}"' for column in wanted)
    usual = {"BIGINT": 0, "BOOLEAN": False}
    values = {column.name: empty.get(column.name, usual.get(str(column.type), "x")) for column in wanted}
    marks = ", ".join(f":{name}" for name in values)
    intruder.run(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", unchecked=True, **values)


def test_a_casebook_of_the_first_version_is_brought_up_to_date(casebook: Casebook, intruder: Intruder) -> None:
    casebook.close()
    only_here = ("TRIGGER entered_searchable", "VIEW entered_text")
    for lost in (
        "TRIGGER entered_searchable",
        "TABLE entered_words",
        "VIEW entered_text",
        "TABLE entered",
        "TABLE principals",
        "TABLE citations",
        "TABLE estimates",
        "TABLE accounts",
        "TABLE tokens",
        "TABLE visits",
        "TABLE errands",
        "TABLE custody",
        "TABLE signatures",
    ):
        if lost not in only_here or intruder.engine.dialect.name == "sqlite":
            intruder.run(f"DROP {lost}")
    for table, column in (
        ("incidents", "number"),
        ("actors", "number"),
        ("joined_actors", "number"),
        ("origins", "copies"),
        ("decisions", "independent"),
        ("entries", "reached"),
        ("reports", "replaces"),
    ):
        intruder.run(f"ALTER TABLE {table} DROP COLUMN {column}")
    intruder.run("ALTER TABLE incidents ADD COLUMN links TEXT NOT NULL DEFAULT '[]'")
    intruder.run("UPDATE alembic_version SET version_num = '0001'")
    with Casebook.open(casebook.folder) as opened:
        assert list(opened.principals()) == []
        assert list(opened.audit()) == []
